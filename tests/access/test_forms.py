"""A form that passes, for every address that takes one: it passes for who may, and the very same form changes nothing
when it is sent by anybody else, or names in one place what is somebody else's.

Who may not: a role without the right that holds every grant, a colleague without a grant on the patient, with the glass
broken on the patient, somebody of another organization, and who may, of a record that is labelled meanwhile.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.http import HttpResponse

from apps.access.domain.roles import role_may
from apps.access.models import Person
from apps.chart.models import SourceDocument
from apps.core import clock
from apps.review.selectors import items
from tests.access.everything import ELSEWHERE, EMERGENCY, LABELLED, NOBODY, OTHER, SECRET, addresses
from tests.access.forms import FORMS, NAMING, WHOLE, WITHOUT, address_of, read_along
from tests.access.forms.stage import (
    HOUSE,
    LACKING,
    WALKS,
    Form,
    Post,
    Stage,
    elsewhere,
    other_patient_of,
    policy_elsewhere,
    stage_of,
)
from tests.access.matrix import LOGIN, NOT_THERE, ROWS, Row
from tests.access.posting import LOG, Came, ids_typed, send, undone
from tests.factories import World
from tests.review.conftest import press_quickly
from tests.review.pas.payer import payer

PATHS = {address.name: address for address in addresses()}
TAKING = {name for name, row in ROWS.items() if row.post != NOT_THERE}
STATES = (HOUSE, *WALKS)
REFUSED = (("refused", "failure"),)
# They narrow the log of one's own organization, of which they show nothing else: test_foreign_ids.py.
READING_THE_LOG = {f"Log{name}Form.{it}" for name in ("Filter", "Export") for it in ("person", "patient", "draft")}
# What everybody of an organization names, whoever's patients they care for: here one of another organization.
FOREIGN: Mapping[str, Callable[[Stage], UUID]] = {
    "assigned_to": lambda stage: stage.world.quill.pk,
    "policy": lambda stage: policy_elsewhere(stage.world).pk,
}
MAY_REFUSE = {302, 400, 403, 404, 409, 422}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let a refusal be its status alone, and let nothing be logged."""
    pages = "apps.core.views.render"
    monkeypatch.setattr(pages, lambda request, template, context=None, status=200: HttpResponse(status=status))
    press_quickly(monkeypatch)
    found = items._found

    def asks_the_fence_first(person: Person, draft_id: UUID, drafts: Any, beside: Any) -> Any:
        """Ask whether there is such a draft by itself: all that is read with it takes ten times as long."""
        return found(person, draft_id, drafts, beside) if drafts.filter(pk=draft_id).exists() else None

    monkeypatch.setattr(items, "_found", asks_the_fence_first)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_that_takes_a_form_has_one_that_passes_or_a_reason_why_none_is_tried() -> None:
    assert {address_of(key) for key in FORMS} | set(WITHOUT) == TAKING
    assert not {address_of(key) for key in FORMS} & set(WITHOUT)


def test_every_field_that_names_a_record_is_tried_with_somebody_else_s() -> None:
    named = {
        f"{form.__name__}.{name}": None
        for form in _forms(forms.Form)
        for name, field in form.base_fields.items()
        if form.__module__.startswith("apps.") and isinstance(field, forms.ModelChoiceField | forms.UUIDField)
    }
    assert set(named) == set(NAMING) | READING_THE_LOG
    assert set(NAMING.values()) <= set(FORMS)


def _forms(form: type[forms.Form]) -> Iterator[type[forms.Form]]:
    for one in form.__subclasses__():
        yield one
        yield from _forms(one)


class Trial:
    """One form, and everybody who sends it."""

    def __init__(self, key: str, stage: Stage) -> None:
        self.form: Form = FORMS[key]
        self.key, self.name, self.stage = key, address_of(key), stage
        self.row: Row = ROWS[self.name]
        self.wrong: list[str] = []
        self.acts: frozenset[str] = frozenset()  # of who may

    @property
    def holder(self) -> Person:
        return self.stage.world.people[self.form.by]

    def path(self, post: Post, stage: Stage | None = None, name: str = "", **changed: Any) -> str:
        ids = {**(stage or self.stage).ids(), **post.ids, **changed}
        return PATHS[name or self.name].path(ids) + post.query

    def send(self, person: Person | None, path: str, typed: Mapping[str, Any]) -> Came:
        return send(person, path, typed, opened=self.form.opened)

    def check(self, who: str, came: Came, is_right: bool) -> None:
        if not is_right:
            self.wrong.append(f"{self.key}, {who}: {came.told}")

    def run(self, another: Stage) -> list[str]:
        askers = {whose: self.stage.asker(whose, self.holder.role) for whose in (OTHER, EMERGENCY, ELSEWHERE)}
        with undone():
            post = self.form.make(self.stage)
            with clock.standing_at(clock.now() + self.form.later):
                self.passes_for_who_may(post)
                self.refused_to_whoever_may_not(post, {**askers, LABELLED: self.holder})
                self.refused_with_what_is_another_s(post, another)
        return self.wrong

    def passes_for_who_may(self, post: Post) -> None:
        came = self.send(self.holder, self.path(post), post.typed)
        self.acts = came.acts
        is_done = bool(came.wrote - LOG or came.acts) if not self.form.shows else self.form.shows in came.body
        self.check("who may", came, came.status == self.form.status and is_done and not came.refused)

    def refused_to_whoever_may_not(self, post: Post, askers: Mapping[str, Person | None]) -> None:
        path = self.path(post)
        came = self.send(None, path, post.typed)
        self.check("nobody", came, came.status == LOGIN and not came.wrote)
        if self.row.rights:
            came = self.send(self.without_the_right(), path, post.typed)
            self.check("without the right", came, came.status == 403 and came.events == REFUSED and came.wrote <= LOG)
        for whose, person in askers.items():
            is_fenced = bool(self.row.rights) and self.row.rights_end(self.holder.role, whose)
            if whose not in self.form.open_to and (is_fenced or whose in self.form.closed):
                self.refused_of(whose, person, post, is_fenced=is_fenced)

    def without_the_right(self) -> Person:
        people = [self.stage.world.people[key] for key in (*LACKING, "okafor")]
        return next(person for person in people if not any(role_may(person.role, right) for right in self.row.rights))

    def refused_of(self, whose: str, person: Person, post: Post, *, is_fenced: bool) -> None:
        with undone():
            if whose == LABELLED:
                SourceDocument.objects.filter(patient=self.stage.world.anna).update(labels=[SECRET])
            came = self.send(person, self.path(post), post.typed)
            if is_fenced:
                self.check(whose, came, came.status == 404 and not came.acts and came.wrote <= LOG)
                return
            self.check(whose, came, not came.acts & self.acts)
            nothing = {name: NOBODY for name, one in {**self.stage.ids(), **post.ids}.items() if isinstance(one, UUID)}
            named = set(ids_typed(post.typed)) - set(FOREIGN)
            typed = {name: NOBODY if name in named else value for name, value in post.typed.items()}
            self.reads_as_nothing(whose, came, self.send(person, self.path(post, **nothing), typed))

    def reads_as_nothing(self, whose: str, came: Came, never: Came) -> None:
        """Look that what is somebody else's is refused as what never was."""
        refused = came.status in MAY_REFUSE or came.status == self.form.refusal
        self.check(whose, came, refused and came.wrote <= LOG)
        self.check(f"{whose}, of nothing", never, came.reads_as(never))

    def refused_with_what_is_another_s(self, post: Post, another: Stage) -> None:
        """Send somebody's own form, with one id in it that is of the record above."""
        wanted = {field.partition(".")[2] for field, key in NAMING.items() if key == self.key}
        assert wanted <= set(ids_typed(post.typed)), self.key
        fields, parameters = ids_typed(post.typed), set(PATHS[self.name].parameters)
        nested = [name for name in parameters - WHOLE if isinstance(post.ids.get(name), UUID) and parameters & WHOLE]
        if not fields and not nested:
            return
        with undone():
            own, person = self.form.make(another), another.world.people[self.form.by]
            for name in nested:
                sent = [self.send(person, self.path(own, another, **{name: one}), own.typed)
                        for one in (post.ids[name], NOBODY)]  # fmt: skip
                self.reads_as_nothing(f"with another's {name}", *sent)
                for page in read_along(name):
                    paths = (self.path(own, another, page, **{name: one}) for one in (post.ids[name], NOBODY))
                    read = [send(person, path, method="get") for path in paths]
                    self.reads_as_nothing(f"{page} with another's {name}", *read)
            for name in fields:
                theirs = FOREIGN[name](self.stage) if name in FOREIGN else post.typed[name]
                path = self.path(own, another)
                sent = [self.send(person, path, {**own.typed, name: one}) for one in (theirs, NOBODY)]
                self.reads_as_nothing(f"with another's {name}", *sent)


@pytest.mark.parametrize("state", STATES)
def test_a_form_passes_for_who_may_and_changes_nothing_for_anybody_else(
    world: World, settings: Any, tmp_path: Any, state: str
) -> None:
    settings.WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.present", "tests.retrieval.test_reindexing.other"]
    stage = stage_of(world, state)
    another = stage_of(elsewhere(world) if state == HOUSE else other_patient_of(world), state)
    wrong: list[str] = []
    with payer(settings, tmp_path) as _:
        for key in [key for key, form in FORMS.items() if form.at == state]:
            wrong += Trial(key, stage).run(another)
    assert not wrong, "\n".join(wrong)
