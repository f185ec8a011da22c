"""The sentences that clinicians added to a letter, in words, and where another one may go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.access.domain.names import formal_name
from apps.drafting.domain.claims import Support
from apps.review.domain.gate import UNSUPPORTED
from apps.review.domain.statements import HEADINGS, Part, StatementTrace, section_of
from apps.review.models import ClinicianStatement
from apps.review.selectors.chips import CitationView, own_chips, own_findings
from apps.review.selectors.chosen_citations import evidence_of
from apps.review.selectors.naming import Naming
from apps.review.selectors.outline import headings_of, leaves_of

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft
    from apps.review.selectors.page import ReviewPage


@dataclass(frozen=True, slots=True)
class StatementView:
    """One sentence of a clinician's own."""

    id: UUID
    heading: str
    text: str
    author: str
    support: Support | None = None  # of what is cited for it; None where nothing is
    citations: tuple[CitationView, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def is_unsound(self) -> bool:
        """Return whether what is cited for it does not carry it: nobody signs it so."""
        return self.support in UNSUPPORTED or any(one.broken for one in self.citations)


def statements_shown(page: "ReviewPage", person: "Person") -> tuple[StatementView, ...]:
    """Return what clinicians added to the draft of a page, in words the person may read. No SQL."""
    draft = page.draft
    rows: list[Mapping[str, Any]] = draft.statement_rows
    headings = headings_of(draft.policy.body) if draft.policy and rows else {}
    return tuple(_view(row, page, headings, person) for row in rows)


def _view(row: Mapping[str, Any], page: "ReviewPage", headings: Mapping[str, str], person: "Person") -> StatementView:
    section = section_of(Part(row["part"]), row["criterion_id"])
    own = str(row["person_id"]) == str(person.pk)
    author = "you" if own else formal_name(row["name"], row["credentials"])
    shown = StatementView(row["id"], headings.get(section, section), page.said[row["text"]], author)
    evidence = evidence_of(row)
    if evidence is None:
        return shown
    opened = frozenset(map(str, page.draft.opened_ids))
    return replace(
        shown,
        support=evidence.support,
        citations=own_chips(evidence.citations, opened, page.broken, page.aside),
        findings=own_findings(evidence, page.broken, page.said),
    )


def statements_traced(draft: "Draft", named: Naming, *, with_words: bool) -> tuple[StatementTrace, ...]:
    """Return what clinicians added as the trace tells it: redacted, and without words for who may not read them."""
    rows = ClinicianStatement.objects.filter(item__draft=draft).select_related("person").order_by("created_at", "pk")
    return tuple(
        StatementTrace(row.part, row.criterion_id, named(row.person), row.created_at, row.text if with_words else "")
        for row in rows
    )


def places_of(draft: "Draft") -> tuple[tuple[str, str], ...]:
    """Return where a sentence may go: value of the form and words. Nothing for what is no letter. No SQL."""
    if draft.kind != "prior_auth_letter" or draft.policy is None:
        return ()
    criteria = tuple((f"criterion:{node_id}", words) for node_id, words in leaves_of(draft.policy.body))
    parts = HEADINGS if draft.urgency == "expedited" else {p: w for p, w in HEADINGS.items() if p is not Part.URGENCY}
    return (*criteria, *((part.value, words) for part, words in parts.items()))
