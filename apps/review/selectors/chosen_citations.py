"""What people cite for sentences of their own, out of the statement that reads the draft."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from apps.drafting.domain.claims import Stance, Support
from apps.review.domain.chosen import ChosenTrace
from apps.review.models import ChosenCitation, ChosenEvidence
from apps.review.selectors.naming import Naming
from apps.viewer.domain.citations import BoundSpan

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class ChosenCited:
    """One citation of a person's, in redacted words."""

    id: UUID
    number: int
    label: str
    span: BoundSpan
    person_id: str
    withdrawn: bool = False  # its sender took the document back

    def as_json(self) -> dict[str, Any]:
        """Return it as a final text holds a citation."""
        return {
            "citation_id": str(self.id),
            "number": self.number,
            "label": self.label,
            "stance": Stance.SUPPORTS.value,
            "document_id": self.span.document_id,
            "sha256": self.span.sha256,
            "start": self.span.start,
            "end": self.span.end,
            "quote_sha256": self.span.quote_sha256,
            "chosen": True,  # by a person; a citation of the machine's has no such key
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person cites for one sentence, and what code made of the two."""

    support: Support
    notes: tuple[str, ...]
    citations: tuple[ChosenCited, ...]


def evidence_rows(of: str, withdrawn: QuerySet[Any]) -> Subquery:
    """Return, to put into the rows of what people wrote, the evidence they chose for it; null where they chose none.

    ``of`` is "review" or "statement"; a citation says whether its document is among ``withdrawn``, in any version.
    """
    same = {key: OuterRef(f"source_document__{key}") for key in ("patient", "source_system", "series")}
    citation = JSONObject(
        id="id", number="ordinal", label="label", document_id="source_document_id", sha256="source_sha256",
        start="source_start", end="source_end", quote_sha256="quote_sha256", person_id="person_id",
        withdrawn=Exists(withdrawn.filter(**same)),
    )  # fmt: skip
    cited = ChosenCitation.objects.filter(evidence=OuterRef("pk")).order_by("ordinal").values_list(citation)
    row = JSONObject(support="support", notes="notes", citations=ArraySubquery(cited))
    return Subquery(ChosenEvidence.objects.filter(**{of: OuterRef("pk")}).values_list(row))


def citations_chosen_by(person: "Person") -> QuerySet[Any, Any]:
    """Return the ids of what a person chose for a draft of an outer statement: who chose it has read it."""
    return ChosenCitation.objects.filter(evidence__item__draft=OuterRef("pk"), person=person).order_by().values("pk")


def evidence_of(row: Mapping[str, Any] | None) -> Evidence | None:
    """Return what a person cites for the sentence of a row (of a review, or a statement), or None."""
    told = row.get("evidence") if row else None
    if not told:
        return None
    return Evidence(Support(told["support"]), tuple(told["notes"]), tuple(map(_cited, told["citations"])))


def _cited(row: Mapping[str, Any]) -> ChosenCited:
    span = BoundSpan(str(row["document_id"]), row["sha256"], row["start"], row["end"], row["quote_sha256"])
    return ChosenCited(
        UUID(str(row["id"])), row["number"], row["label"], span, str(row["person_id"]), withdrawn=row["withdrawn"]
    )


def chosen_citations(draft: "AccessedDraft") -> tuple[ChosenCited, ...]:
    """Return everything that people cite in a draft (``draft`` as ``access_draft`` gives it). No SQL."""
    return tuple(_all((*draft.review_rows, *draft.statement_rows)))


def _all(rows: Iterable[Mapping[str, Any]]) -> Iterator[ChosenCited]:
    for row in rows:
        if found := evidence_of(row):
            yield from found.citations


def chosen_traced(draft: "Draft", named: Naming, *, with_words: bool) -> tuple[ChosenTrace, ...]:
    """Return what people cite as the trace tells it: redacted, and without labels for who may not read words."""
    rows = ChosenCitation.objects.filter(evidence__item__draft=draft).order_by("ordinal")
    rows = rows.select_related("person", "evidence__review__claim")
    return tuple(
        ChosenTrace(
            claim=row.evidence.review.claim.ordinal if row.evidence.review else None,
            number=row.ordinal,
            support=row.evidence.support,
            person=named(row.person),
            at=row.created_at,
            label=row.label if with_words else "",
        )
        for row in rows
    )


def chosen_spans(draft: "Draft") -> list[tuple[str, int, int]]:
    """Return which parts of which redacted documents people cite in a draft."""
    rows = ChosenCitation.objects.filter(evidence__item__draft=draft)
    spans = rows.values_list("redacted_document_id", "redacted_start", "redacted_end")
    return [(str(document_id), start, end) for document_id, start, end in spans]
