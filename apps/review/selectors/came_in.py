"""What came into the chart since a draft was asked for, out of the statement that reads the draft."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.chart.selectors import document_named, documents_of_outer_patient, named_row
from apps.drafting.domain.status import DraftStatus
from apps.retrieval.selectors import is_read
from apps.review.domain.letter import day_words
from apps.review.selectors.rights import ENDED, item_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import SourceDocument
    from apps.review.selectors.accessed import AccessedDraft

NAMED = 3  # documents, beside the draft


@dataclass(frozen=True, slots=True)
class CameIn:
    """What came into the chart since a draft was asked for: named, and whether a draft made now would read it."""

    number: int
    titles: tuple[str, ...]
    may_anew: bool
    has_open: bool  # requests of the draft are still open


def since_number(person: "Person") -> Coalesce:
    """Say of each draft how many documents came in since."""
    counted = _since(person).order_by().values("patient").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def since_rows(person: "Person") -> ArraySubquery:
    """Return, to put beside each draft, the newest of them by name."""
    return ArraySubquery(_since(person).order_by("-created_at", "pk").values_list(named_row())[:NAMED])


def since_read(person: "Person") -> Exists:
    """Say of each draft whether one made now would read any of them."""
    return Exists(_since(person).filter(is_read()))


def _since(person: "Person") -> "QuerySet[SourceDocument]":
    documents = documents_of_outer_patient(person)
    return documents.filter(current=True, set_aside=False, created_at__gt=OuterRef("created_at"))


def came_in(draft: "AccessedDraft") -> CameIn | None:
    """Return what came in since a draft of ``access_draft`` was asked for, or None where nothing did; no SQL.

    Of a draft that was decided nothing is said: it is asked for again from its own page. Nor of one that was made
    after the last of them.
    """
    item = item_of(draft)
    is_current = draft.status == DraftStatus.READY and not draft.newer_documents
    if is_current or not draft.since_number or (item and item.status in ENDED):
        return None
    return CameIn(
        number=draft.since_number,
        titles=tuple(_named(document_named(draft.patient_id, row)) for row in draft.since_rows),
        may_anew=draft.since_read,
        has_open=draft.has_open_requests,
    )


def _named(document: "SourceDocument") -> str:
    name = str(document.title or document.get_kind_display())
    return f"{name}, {day_words(timezone.localtime(document.dated_at).date())}" if document.dated_at else name
