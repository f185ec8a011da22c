"""Sessions: when they began, when they were last used, and what stays of one that is over (decision 0046).

A session that is over keeps its row, emptied of everything but who it was: what its browser still sends then can be
kept for that person, and shown to nobody, until somebody signs in.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from apps.access.domain.sessions import EndReason, Limits, end_words, seconds_left, why_over
from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock

BEGAN, USED, WAS = "began", "used", "was"
BACKGROUND = "Workbench-Background"  # the header of a request that no person made: it is no use of the session
SLACK = timedelta(minutes=1)  # a session in use is never taken for one that nobody uses
MOST_AT_ONCE = 500


def limits() -> Limits:
    idle, absolute = settings.SESSION_IDLE_SECONDS, settings.SESSION_ABSOLUTE_SECONDS
    return Limits(idle=idle, absolute=absolute, warning=settings.SESSION_WARNING_SECONDS)


def session_begin(session: SessionBase) -> None:
    """Start the clocks of a session in which somebody has just signed in; what another one left is dropped."""
    session.pop(WAS, None)
    session[BEGAN] = session[USED] = clock.now().timestamp()


def session_use(session: SessionBase) -> None:
    """Start the idle clock again. A session of before there were clocks begins now."""
    now = clock.now().timestamp()
    session.setdefault(BEGAN, now)
    session[USED] = now


def session_over(session: SessionBase) -> EndReason | None:
    """Return why the session of a signed-in person is over, or None."""
    return _why_over(session, clock.now().timestamp())


def session_times(session: SessionBase) -> tuple[int, int]:
    """Return the seconds until the session is over without use, and in any case."""
    now = clock.now().timestamp()
    return seconds_left(began=session.get(BEGAN, now), used=session.get(USED, now), now=now, limits=limits())


def session_end(request: HttpRequest, reason: EndReason) -> None:
    """End the session of a request: its person is signed out, and the log says why, once."""
    person = request.user
    if isinstance(person, Person):
        kept = _ended(str(request.session.session_key), person, reason)
        request.session.clear()
        request.session[WAS] = kept
        request.user = AnonymousUser()


def late_person(request: HttpRequest) -> Person | None:
    """Return whose session a request still comes from although it is over; None where they lost their access since."""
    was = request.session.get(WAS)
    if was is None or clock.now().timestamp() - was["at"] > limits().absolute:
        return None
    person = Person.objects.select_related("organization").filter(pk=was["person"], is_active=True).first()
    is_same = person is not None and constant_time_compare(was["hash"], person.get_session_auth_hash())
    return person if is_same else None


def ended_words(session: SessionBase) -> str:
    """Return why the session that this browser had is over, for the sign-in page; empty where none was."""
    was = session.get(WAS)
    return end_words(was["why"], limits()) if was else ""


def page_of(request: HttpRequest) -> str:
    """Return the address of the page that a person looks at: of an act or a part, the page it stood on, or none."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.get_full_path()
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def sessions_end_unused() -> int:
    """End the sessions that nobody comes back to, so that the log tells their end, too; return how many."""
    now = clock.now()
    kept = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # an untouched row goes that long after its last use
    last_use = now - timedelta(seconds=limits().idle) - SLACK
    rows = Session.objects.filter(expire_date__gt=now, expire_date__lt=last_use + kept).order_by("expire_date")
    return sum(_end_unused(key) for key in rows.values_list("pk", flat=True)[:MOST_AT_ONCE])


@transaction.atomic
def _end_unused(key: str) -> bool:
    row = Session.objects.select_for_update().filter(pk=key).first()
    data = row.get_decoded() if row else {}
    reason = _why_over(data, (clock.now() - SLACK).timestamp())
    person = Person.objects.filter(pk=data[SESSION_KEY]).first() if SESSION_KEY in data and reason else None
    if row is None or person is None or reason is None:
        return False
    was = _was(person, reason, data.get(HASH_SESSION_KEY, ""))
    _record(person, reason)
    _rewrite(row, {WAS: was})
    return True


@transaction.atomic
def _ended(key: str, person: Person, reason: EndReason) -> dict[str, Any]:
    """Record the end unless another request was first; return what the session keeps."""
    row = Session.objects.select_for_update().filter(pk=key).first()
    before: dict[str, Any] | None = row.get_decoded().get(WAS) if row else None
    if before is not None:
        return before
    was = _was(person, reason, person.get_session_auth_hash())
    _record(person, reason)
    if row is not None:
        _rewrite(row, {WAS: was})
    return was


def _why_over(data: Any, now: float) -> EndReason | None:
    return why_over(began=data.get(BEGAN, now), used=data.get(USED, now), now=now, limits=limits())


def _was(person: Person, reason: EndReason, auth_hash: str) -> dict[str, Any]:
    return {"person": str(person.pk), "hash": auth_hash, "why": reason.value, "at": clock.now().timestamp()}


def _rewrite(row: Session, data: dict[str, Any]) -> None:
    row.session_data = SessionStore().encode(data)
    row.save(update_fields=["session_data"])


def _record(person: Person, reason: EndReason) -> None:
    event_append(
        actor=actor_for(person), action=Action.SIGNED_OUT, object_type="person", object_id=person.pk,
        details={"reason": reason.value},
    )  # fmt: skip
