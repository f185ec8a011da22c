"""The answers to the criteria with their evidence, as a page of the desk shows them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.drafting.domain.criteria import Verdict
from apps.review.selectors.beside import told
from apps.review.selectors.outline import EvidenceView, evidence_seen
from apps.viewer.domain.citations import BoundSpan
from apps.viewer.selectors import quoted_words

if TYPE_CHECKING:
    from apps.chart.models import SourceDocument
    from apps.review.selectors.accessed import AccessedDraft


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of an answer, in redacted words."""

    id: UUID
    stance: str
    label: str
    span: BoundSpan
    withdrawn: bool = False  # its sender took the document back


@dataclass(frozen=True, slots=True)
class Answer:
    """What code answered to one criterion, in redacted words."""

    node_id: str
    verdict: Verdict
    not_applicable: bool
    reason: str
    wanted: tuple[Mapping[str, str], ...]
    citations: tuple[Cited, ...]

    def words(self) -> Iterator[str]:
        """Yield what a reader reads of it."""
        yield self.reason
        for wish in self.wanted:
            yield from wish.values()


def answers_of(draft: "AccessedDraft") -> tuple[Answer, ...]:
    """Return what code answered to the criteria of a draft (``draft`` as ``access_draft`` gives it). No SQL."""
    return tuple(_answer(row) for row in told(draft).criterion_rows)


def _answer(row: Mapping[str, Any]) -> Answer:
    cited = tuple(_cited(one) for one in row["citations"])
    verdict = Verdict(row["verdict"])
    return Answer(row["node_id"], verdict, row["not_applicable"], row["reason"], tuple(row["wanted"]), cited)


def _cited(row: Mapping[str, Any]) -> Cited:
    span = BoundSpan(str(row["document_id"]), row["sha256"], row["start"], row["end"], row["quote_sha256"])
    return Cited(UUID(str(row["id"])), row["stance"], row["label"], span, withdrawn=row["withdrawn"])


def evidence_of(
    draft: "AccessedDraft", answers: Sequence[Answer], documents: "Iterable[SourceDocument]"
) -> Mapping[UUID, EvidenceView]:
    """Return the citations of answers by id with the words they are bound to; without words where these are gone.

    ``documents`` are those at hand. One statement for the others, none where there are none.
    """
    cited = [one for answer in answers for one in answer.citations]
    words = quoted_words(draft.patient_id, [one.span for one in cited], documents) if cited else []
    return {one.id: evidence_seen(one, text) for one, text in zip(cited, words, strict=True)}
