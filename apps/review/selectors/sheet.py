"""The decision sheet: what was checked, what changed and of which kinds, what goes out, which reasons are likely."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.coverage.domain.status import PolicyStatus
from apps.review.domain.edit_kinds import KINDS, EditKind, Kinds, in_order, offered
from apps.review.domain.reasons import OTHER, Grounds, reasons_for
from apps.review.domain.status import REASON_CODES, ClaimState, Outcome
from apps.review.domain.wording import Change, changes
from apps.review.selectors.beside import told
from apps.review.selectors.letter_lint import carrying

if TYPE_CHECKING:
    from apps.review.selectors.final_text import FinalText, TextEdit
    from apps.review.selectors.page import ClaimView, ReviewPage
    from apps.review.selectors.statements import StatementView

ADDED = "added"  # beside the states of a claim: a sentence of a clinician's own
STATE_WORDS = {
    ClaimState.EDITED: "edited",
    ClaimState.CITED: "cited by a clinician",
    ClaimState.REMOVED: "removed",
    ClaimState.WAIVED: "kept in spite of a finding",
    ADDED: "added by a clinician",
}


@dataclass(frozen=True, slots=True)
class KindChip:
    """One kind that a change may be of."""

    value: str  # as the form carries it
    name: str
    explanation: str
    proposed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change, in words the person may read, with the kinds it may be of."""

    ordinal: int
    heading: str
    state: str
    way: tuple[Change, ...]
    before: str
    after: str
    reason: str
    first: tuple[KindChip, ...]
    more: tuple[KindChip, ...]

    @property
    def words(self) -> str:
        return STATE_WORDS[ClaimState(self.state) if self.state != ADDED else ADDED]

    @property
    def shows_more(self) -> bool:
        return any(chip.chosen for chip in self.more)


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """One sentence of the whole document with its changes marked."""

    way: tuple[Change, ...]
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """What the decide page shows beside the questions."""

    changes: tuple[ChangeView, ...]
    waived: tuple["ClaimView", ...]
    whole: tuple[tuple[str, tuple[tuple[MarkedSentence, ...], ...]], ...]
    kinds: tuple[tuple[str, int], ...]  # what the changes concern, by name, and how many do
    reasons: tuple[tuple[str, str], ...]
    more_reasons: tuple[tuple[str, str], ...]
    other: tuple[str, str]
    confirmed: int
    kept: int  # sentences that go out
    cited: int  # documents that carry them: what the machine cited for words that are a clinician's carries nothing

    @property
    def has_changes(self) -> bool:
        return bool(self.changes)

    @property
    def more_codes(self) -> tuple[str, ...]:
        return tuple(code for code, _ in self.more_reasons)


def decision_sheet(
    page: "ReviewPage", text: "FinalText", own: "Sequence[StatementView]", chosen: Mapping[int, Kinds], outcome: str
) -> DecisionSheet:
    """Return the sheet of a draft. No SQL.

    ``chosen`` are the kinds that a refused form held, by the number of the change; ``outcome`` is what it chose.
    ``own`` are the sentences that clinicians added, in the order in which ``text`` numbers them.
    """
    shown, rest = reasons_for(_outcome(outcome, text), _grounds(page, text))
    ends = tuple(_changes(page, text, own, chosen))
    left = [kind for edit in text.edits for kind in chosen.get(edit.ordinal, edit.proposed)]
    return DecisionSheet(
        changes=ends,
        waived=tuple(claim for claim in page.claims if claim.state is ClaimState.WAIVED),
        whole=tuple(_whole(page, own)),
        kinds=tuple((KINDS[kind].name, left.count(kind)) for kind in in_order(left)),
        reasons=tuple((code, REASON_CODES[code]) for code in shown),
        more_reasons=tuple((code, REASON_CODES[code]) for code in rest),
        other=(OTHER, REASON_CODES[OTHER]),
        confirmed=sum(claim.state is ClaimState.CONFIRMED for claim in page.claims),
        kept=len(text.body["claims"]),
        cited=len({one["document_id"] for claim in text.body["claims"] for one in carrying(claim)}),
    )


def _outcome(chosen: str, text: "FinalText") -> Outcome:
    """Return the outcome the reasons are ordered for: the one that was chosen, or the one that is left to choose."""
    if chosen in set(Outcome):
        return Outcome(chosen)
    return Outcome.EDIT if text.edits else Outcome.REJECT


def _grounds(page: "ReviewPage", text: "FinalText") -> Grounds:
    draft = page.draft
    is_old = draft.policy is not None and (told(draft).newer_policy or draft.policy.status == PolicyStatus.RETIRED)
    found = {
        "omission": bool(page.omissions),
        "criterion_misread": bool(is_old),
        "wrong_patient": bool(page.misfiled),
        "outdated": bool(told(draft).newer_documents or draft.withdrawn_ids),
    }
    return Grounds(
        given=tuple(row["reason_code"] for row in draft.review_rows if row["reason_code"] in REASON_CODES),
        kinds=tuple(kind for edit in text.edits for kind in edit.proposed),
        supports=tuple(claim.support for claim in page.claims),
        findings=tuple(code for code, holds in found.items() if holds),
    )


def _changes(
    page: "ReviewPage", text: "FinalText", own: "Sequence[StatementView]", chosen: Mapping[int, Kinds]
) -> Iterator[ChangeView]:
    claims = {claim.ordinal: claim for claim in page.claims}
    added = {edit.ordinal: said for edit, said in zip(_added(text), own, strict=True)}
    for edit in text.edits:
        first, more = _chips(edit, chosen.get(edit.ordinal, edit.proposed))
        if edit.ordinal in added:
            said = added[edit.ordinal]
            way = (Change("ins", said.text),)
            yield ChangeView(edit.ordinal, said.heading, ADDED, way, "", said.text, "", first, more)
            continue
        claim = claims[edit.ordinal]
        gone = claim.state is ClaimState.REMOVED
        yield ChangeView(
            ordinal=edit.ordinal, heading=claim.section, state=claim.state or "", way=_way(claim),
            before=claim.machine_text, after="" if gone else claim.text, reason=claim.reason, first=first, more=more,
        )  # fmt: skip


def _added(text: "FinalText") -> "list[TextEdit]":
    return [edit for edit in text.edits if not edit.claim_id]


def _chips(edit: "TextEdit", chosen: Kinds) -> tuple[tuple[KindChip, ...], tuple[KindChip, ...]]:
    first, more = offered(edit.proposed)

    def row(kinds: Iterable[EditKind]) -> tuple[KindChip, ...]:
        return tuple(
            KindChip(
                value=f"{edit.ordinal}:{kind.value}", name=KINDS[kind].name, explanation=KINDS[kind].explanation,
                proposed=kind in edit.proposed, chosen=kind in chosen,
            )
            for kind in kinds
        )  # fmt: skip

    return row(first), row(more)


def _way(claim: "ClaimView") -> tuple[Change, ...]:
    if claim.state is ClaimState.REMOVED:
        return (Change("del", claim.machine_text),)
    return changes(claim.machine_text, claim.text)


def _whole(
    page: "ReviewPage", own: "Iterable[StatementView]"
) -> Iterator[tuple[str, tuple[tuple[MarkedSentence, ...], ...]]]:
    for section in page.sections:
        yield (
            section.title,
            tuple(tuple(MarkedSentence(_way(claim)) for claim in group) for group in section.paragraphs),
        )
    for said in own:
        yield said.heading, ((MarkedSentence((Change("ins", said.text),), is_own=True),),)
