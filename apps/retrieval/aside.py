"""Pages that no search looks into, and that a search says were left out.

Those whose header names another person, and those that came in and are not redacted and indexed yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import BooleanField, Exists, Func, OuterRef, Q

from apps.core import fence
from apps.redaction import selectors as redaction
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.domain.terms import terms_of
from apps.retrieval.matching import terms_held
from apps.retrieval.models import IndexVersion, Passage

if TYPE_CHECKING:
    from apps.access.models import Person

# Words that stand in every question, and in every page.
SAID_BY_ALL = {
    "patient", "patients", "chart", "note", "notes", "page", "documented", "recorded", "say", "says", "said", "tell",
    "show",
}  # fmt: skip


def set_aside_holding(text: str, *, patient_id: str | UUID, requester: Person) -> list[str]:
    """Return the redacted documents set aside, of those that the requester may read, that hold a word of a question.

    Two statements; one where nothing is set aside.
    """
    with fence.reading(requester.pk, patient_id):
        aside = redaction.redacted_documents_set_aside(requester, patient_id)
        passages = Passage.objects.filter(
            patient_id=patient_id,
            redacted_document__in=aside.values("pk"),
            index_version__in=IndexVersion.objects.filter(status=IndexStatus.ACTIVE).values("name"),
        )
        document_of = dict(passages.values_list("pk", "redacted_document_id"))
        terms = [term for term in terms_of(text) if _bare(term) not in SAID_BY_ALL]
        held = terms_held(map(str, document_of), terms, patient_id=patient_id)
    return sorted({str(document_of[UUID(passage_id)]) for passage_id in held})


def set_aside_pages(*, patient_id: str | UUID, requester: Person) -> list[tuple[str, datetime | None]]:
    """Return the kind and the time of each page set aside that the requester may read, oldest first; no word of it."""
    with fence.reading(requester.pk, patient_id):
        aside = redaction.redacted_documents_set_aside(requester, patient_id).order_by("document__dated_at", "pk")
        return list(aside.values_list("document__kind", "document__dated_at"))


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A document of the chart that came in and of which no search knows a word."""

    document_id: UUID
    kind: str
    dated_at: datetime | None


def unread_pages(*, patient_id: str | UUID, requester: Person) -> list[UnreadPage]:
    """Return the standing documents without a passage in the index, of those the requester may read, oldest first.

    One statement. What holds no words needs none; of the lists of a record those count that are not redacted yet, for
    some of them give no passage. The documents carry the requester's fence; that a passage is there
    is asked of all.
    """
    passages = Passage.objects.filter(
        redacted_document__document=OuterRef("pk"),
        redacted_document__current=True,
        index_version__in=IndexVersion.objects.filter(status=IndexStatus.ACTIVE).values("name"),
    )
    wordless = Q(redactions__current=True, redactions__text="")
    with fence.keeping():
        found = redaction.sources_evident_to(requester, patient_id)
        unread = found.filter(~Q(redactions__current=True) | Q(~Exists(passages), structured=False)).exclude(wordless)
        rows = unread.order_by("dated_at", "pk").values_list("pk", "kind", "dated_at")
        return [UnreadPage(*row) for row in rows]


class IsIndexed(Func):
    """Say of a redaction whether the index in use holds a passage of it; of the fenced table nothing else is shown."""

    function = "workbench_is_indexed"
    arity = 1
    output_field = BooleanField()


def is_read() -> Q:
    """Return the condition for documents whose words a search knows: those that ``unread_pages`` does not name."""
    return Q(redactions__current=True) & (Q(redactions__text="") | Q(structured=True) | Q(IsIndexed("redactions__pk")))


def _bare(term: str) -> str:
    return term.casefold().removesuffix("'s")
