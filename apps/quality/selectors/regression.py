"""Regression cases: for the quality team without a word, for who may read the draft with what is expected."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from apps.access.domain.roles import Permission
from apps.access.selectors import may
from apps.core import clock
from apps.quality.domain.facts import RATED
from apps.quality.domain.regression import Case, case_from
from apps.quality.models import DecisionSignal, RegressionCase
from apps.review.selectors import access_draft, access_draft_to_act
from apps.review.selectors.second_reading import deciders_of

if TYPE_CHECKING:
    from apps.access.models import Person

SAME_PERSON = "You proposed this case. Another person says what is expected: two see whether it is right."
DECIDED = "You decided on this draft, and the case holds what came of it. Somebody else says what is expected."
LABELLED = "Somebody labelled this case already."


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list, without a word of it."""

    draft_id: UUID
    proposed_on: date
    kind: str
    label: str
    labelled_at: datetime | None
    open_to: bool  # whether this person may label it


def access_decided(person: "Person", draft_id: UUID) -> DecisionSignal:
    """Return the rated decision on a draft of the person's organization, or raise Http404."""
    found = DecisionSignal.objects.filter(
        organization=person.organization_id, draft_id=draft_id, counts_as__in=RATED
    ).order_by("-decided_at")
    signal = found.first()
    if signal is None:
        raise Http404("No decision on this draft.")
    return signal


def access_case(person: "Person", draft_id: UUID) -> tuple[RegressionCase, Case | None]:
    """Return a case, with its words for who may read its draft, or raise Http404.

    The quality team gets every case of its organization without its words.
    """
    found = RegressionCase.objects.filter(organization=person.organization_id, draft_id=draft_id)
    row = found.select_related("proposed_by", "labelled_by").first()
    if row is None:
        raise Http404("No such case.")
    if may(person, Permission.REVIEW_DRAFT):
        access_draft(person, draft_id)
        return row, case_from(row.body)
    return row, None


def why_not_label(case: RegressionCase, person: "Person") -> str:
    """Return why this person may not label a case, or an empty text. Needs ``access_case``."""
    return _why_not_label(case, person, deciders_of([case.draft_id]))


def _why_not_label(case: RegressionCase, person: "Person", deciders: Mapping[UUID, Collection[UUID]]) -> str:
    if case.label:
        return LABELLED
    if case.proposed_by_id == person.pk:
        return SAME_PERSON
    return DECIDED if person.pk in deciders.get(case.draft_id, ()) else ""


def cases_listed(person: "Person") -> list[CaseRow]:
    """Return the cases of the person's organization; to who reads drafts those alone whose draft they may read."""
    rows = list(cases_of(person.organization_id).defer("body_sealed"))
    if may(person, Permission.VIEW_QUALITY):
        return [_row(row, open_to=False) for row in rows]
    deciders = deciders_of([row.draft_id for row in rows])
    return [
        _row(row, open_to=not _why_not_label(row, person, deciders)) for row in rows if _may_read(person, row.draft_id)
    ]


def _may_read(person: "Person", draft_id: UUID) -> bool:
    try:
        access_draft_to_act(person, draft_id)
    except Http404:
        return False
    return True


def _row(row: RegressionCase, *, open_to: bool) -> CaseRow:
    return CaseRow(row.draft_id, clock.day_of(row.created_at), row.kind, row.label, row.labelled_at, open_to)


def cases_of(organization_id: UUID) -> QuerySet[RegressionCase]:
    """Return the cases of an organization, newest first."""
    return RegressionCase.objects.filter(organization=organization_id).order_by("-created_at", "-pk")


def drafts_with_a_case(draft_ids: "list[UUID]") -> set[UUID]:
    """Return which of these drafts are cases already."""
    return set(RegressionCase.objects.filter(draft_id__in=draft_ids).values_list("draft_id", flat=True))
