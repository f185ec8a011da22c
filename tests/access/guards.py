"""Asking a view who it lets in, without the page behind: what thousands of such questions are made cheap by.

A view is called as a request finds it, decorators and all, and stops where it has asked its rights: behind the guard
of the role, or behind the getter that lets a person in to one record. A getter is asked once about a person and a
record; whatever a view does before it asks, or without asking, it does.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cache
from types import CellType
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from apps.access import decorators
from apps.access.models import Person
from apps.chart.selectors import access_document, access_patient, access_patient_treated
from apps.core.errors import NotAllowed
from apps.drafting.selectors import drafts_visible_to
from apps.redaction.selectors import access_redaction
from apps.review.identity import access_masked
from apps.review.selectors.handing import access_holding
from apps.review.selectors.items import (
    access_draft,
    access_draft_cited,
    access_draft_to_act,
    access_draft_unjudged,
)
from apps.review.selectors.ledger import access_ledger
from tests.access.matrix import LET_IN, LOGIN
from tests.access.posting import undone


class Inside(BaseException):  # no view catches it
    """The rights were asked, and let the person in."""


def _draft(person: Person, draft_id: object) -> None:
    """Ask the fence of drafts alone: what ``access_draft`` reads in the same statement takes longer than the answer."""
    if not drafts_visible_to(person).filter(pk=draft_id).exists():
        raise Http404


def _as_it_is(getter: Callable[..., Any]) -> Callable[..., None]:
    return lambda *args, **kwargs: getter(*args, **kwargs) and None


GETTERS: dict[Callable[..., Any], Callable[..., None]] = {
    **dict.fromkeys((access_draft, access_draft_to_act, access_draft_unjudged, access_holding), _draft),
    **{
        getter: _as_it_is(getter)
        for getter in (
            access_draft_cited, access_ledger, access_masked, access_patient, access_patient_treated, access_document,
            access_redaction,
        )
    },
}  # fmt: skip


def stop_at_getters(patch: pytest.MonkeyPatch) -> None:
    """Let every view stop as soon as a getter let somebody in to a record."""
    asked: dict[Any, bool] = {}

    def stopping(getter: Callable[..., Any], ask: Callable[..., None]) -> Callable[..., Any]:
        def stop(person: Person, record: object, *args: Any, **kwargs: Any) -> None:
            key = (ask if ask is _draft else getter, person.pk, str(record), str((args, kwargs)))
            if key not in asked:
                try:
                    ask(person, record, *args, **kwargs)
                    asked[key] = True
                except Http404:
                    asked[key] = False
            if not asked[key]:
                raise Http404
            raise Inside

        return stop

    for getter, ask in GETTERS.items():
        stop = stopping(getter, ask)
        for name, module in list(sys.modules.items()):
            if name.startswith("apps.") and name != getter.__module__ and vars(module).get(getter.__name__) is getter:
                patch.setattr(module, getter.__name__, stop)


@contextmanager
def stopped_behind_the_role(view: Callable[..., Any]) -> Iterator[None]:
    """Let a view stop as soon as its role was let in."""
    cell = _guarded(view)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell, "cell_contents", _inside)
        yield


def _inside(*args: Any, **kwargs: Any) -> None:
    raise Inside


def _guarded(view: Callable[..., Any]) -> CellType:
    """Return where the guard of a view keeps what it guards."""
    while view.__code__.co_filename != decorators.__file__:
        view = view.__wrapped__  # type: ignore[attr-defined]
    return dict(zip(view.__code__.co_freevars, view.__closure__ or (), strict=True))["view"]


def knock(person: Person | None, method: str, path: str, *, at_the_role: bool, undo: bool) -> int | str:
    """Return whether the view of an address lets a person in; ``at_the_role``: nothing but their role decides.

    ``undo``: it may do something before it says so.
    """
    request: Any = getattr(RequestFactory(), method)(path)
    found = _resolved(path)
    request.user, request.session, request.resolver_match = person or AnonymousUser(), {}, found
    request.htmx, request._messages = HtmxDetails(request), CookieStorage(request)
    try:
        if at_the_role and not found.func.__code__.co_filename.startswith("<"):
            with stopped_behind_the_role(found.func):
                return _said(found, request)
        with undone() if undo else nullcontext():
            return _said(found, request)
    except Inside:
        return LET_IN
    except NotAllowed:
        return 403
    except Http404:
        return 404


_resolved = cache(resolve)


def _said(found: Any, request: HttpRequest) -> int | str:
    answer = found.func(request, *found.args, **found.kwargs)
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return LOGIN
    return int(answer.status_code) if answer.status_code == 405 else LET_IN
