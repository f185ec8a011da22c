"""Pages whose header names another person: no search ranks them, and a search says that they were left out."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

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


def _bare(term: str) -> str:
    return term.casefold().removesuffix("'s")
