"""The policy's criteria beside the draft: what code answered, with its evidence. The judgement is a person's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.coverage.domain.tree import Node, parse
from apps.drafting.domain.claims import Stance
from apps.drafting.domain.criteria import Verdict, grouped_verdicts
from apps.drafting.domain.criteria.verdicts import opposite

if TYPE_CHECKING:
    from apps.review.selectors.criteria import Answer, Cited
    from apps.review.selectors.own import OwnView
    from apps.review.selectors.page import ClaimView

GROUP_WORDS = {"all": "All of the following", "any": "Any of the following", "none": "None of the following"}
VERDICTS = {Verdict.MET: "Met", Verdict.NOT_MET: "Not met", Verdict.INSUFFICIENT: "Insufficient"}
TONES = {Verdict.MET: "", Verdict.NOT_MET: "bad", Verdict.INSUFFICIENT: "warn"}
NOT_APPLICABLE, UNANSWERED = "Not applicable", "Not answered"
BEFORE = "This draft was made before code answered the criteria. Ask for it again to have them answered."
LONGEST_QUOTE = 180  # characters


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """One span that an answer rests on: its chip, and its words as they stand in the source."""

    id: UUID
    label: str
    words: str  # empty where the citation is broken
    against: bool
    beside: bool = False  # neither for nor against
    withdrawn: bool = False  # its sender took the document back since

    @property
    def broken(self) -> bool:
        return not self.words


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A node of the tree with its verdict. Only a leaf has a reason, evidence, and what is wanted.

    ``tone``: "", "bad" or "warn" by what the node does to the whole: what must not hold and does not is no alarm.
    ``is_open``: the whole still depends on it.
    """

    node_id: str
    text: str
    words: str
    depth: int
    is_leaf: bool
    verdict: str
    tone: str = ""
    is_open: bool = False
    excludes: bool = False  # stands under "none of the following"
    reason: str = ""
    supporting: tuple[EvidenceView, ...] = ()
    contradicting: tuple[EvidenceView, ...] = ()
    beside: tuple[EvidenceView, ...] = ()  # on record, and neither for nor against
    wanted: tuple[Mapping[str, str], ...] = ()
    first_claim: int | None = None
    own: str = ""  # what a person judged before they saw it, beside the machine's verdict
    differs: bool = False

    @property
    def rests_on_withdrawn(self) -> bool:
        """Whether a document that it was answered from was taken back by its sender since."""
        return any(one.withdrawn for one in (*self.supporting, *self.contradicting))


@dataclass(frozen=True, slots=True)
class CriteriaView:
    """Every node of the policy, depth first, and the verdict on the whole."""

    rows: tuple[CriterionView, ...]
    verdict: str
    tone: str
    asks: bool  # something would settle one of them
    counts: str  # "6 met, 1 not met, 3 insufficient": counted, never weighed into one number

    @property
    def differing(self) -> tuple[CriterionView, ...]:
        """The criteria that a person judged otherwise than the machine: these come first."""
        return tuple(row for row in self.rows if row.differs)


def headings_of(body: Any) -> dict[str, str]:
    """Return the heading of each criterion's section: its number and the payer's own sentence. No SQL."""
    leaves = (node for node in parse(body).root.walk() if node.is_leaf)
    return {f"Criterion {node.node_id}": f"Criterion {node.node_id}: {node.text}" for node in leaves}


def leaves_of(body: Any) -> tuple[tuple[str, str], ...]:
    """Return every criterion of a policy by its number: number, and number with the payer's own sentence. No SQL."""
    leaves = (node for node in parse(body).root.walk() if node.is_leaf)
    return tuple((node.node_id, f"{node.node_id}: {node.text}") for node in leaves)


def is_of_criterion(missing: str) -> bool:
    """Say whether a sentence of what is missing stands beside its criterion as well."""
    return missing.startswith("Criterion ")


def criteria_view(
    body: Any, answers: "Sequence[Answer]", evidence: Mapping[UUID, EvidenceView], said: Mapping[str, str],
    claims: "Sequence[ClaimView]", own: "Mapping[str, OwnView]",
) -> CriteriaView:  # fmt: skip
    """Return the tree of a policy with what was answered to it. No SQL.

    ``evidence`` are the citations of the answers by id, ``said`` the redacted words as the reader may read them,
    ``own`` what was judged before.
    """
    policy = parse(body)
    by_node = {answer.node_id: answer for answer in answers}
    first = {claim.criterion_id: claim.ordinal for claim in reversed(claims) if claim.criterion_id}
    leaves = [node.node_id for node in policy.root.walk() if node.is_leaf]
    known = all(node_id in by_node for node_id in leaves)
    verdicts = grouped_verdicts(policy, {node_id: by_node[node_id].verdict for node_id in leaves}) if known else {}
    tree = _Tree(by_node, verdicts, evidence, said, first, own)
    whole = verdicts.get(policy.root.node_id)
    rows = tuple(tree.views(policy.root, 0, Verdict.MET, is_open=True))
    asks = any(answer.wanted for answer in answers)
    return CriteriaView(rows, _word(whole), _tone(whole, Verdict.MET), asks, _counts(answers))


def _word(verdict: Verdict | None) -> str:
    return VERDICTS[verdict] if verdict else UNANSWERED


def _tone(verdict: Verdict | None, hoped: Verdict) -> str:
    if verdict is None:
        return "warn"
    return TONES[verdict if hoped is Verdict.MET else opposite(verdict)]


def _counts(answers: "Sequence[Answer]") -> str:
    given = [answer.verdict for answer in answers]
    return ", ".join(f"{given.count(one)} {word.lower()}" for one, word in VERDICTS.items() if one in given)


@dataclass(frozen=True, slots=True)
class _Tree:
    answers: "Mapping[str, Answer]"
    verdicts: Mapping[str, Verdict]
    evidence: Mapping[UUID, EvidenceView]
    said: Mapping[str, str]
    first: Mapping[str, int]
    own: "Mapping[str, OwnView]"

    def views(self, node: Node, depth: int, hoped: Verdict, *, is_open: bool) -> Iterator[CriterionView]:
        verdict = self.verdicts.get(node.node_id)
        is_open = is_open and verdict is not hoped
        if node.is_leaf:
            yield self._leaf(node, depth, hoped, is_open=is_open)
            return
        words = GROUP_WORDS.get(node.op, f"At least {node.at_least} of the following")
        text = "" if node.text.rstrip(".:").casefold() == words.casefold() else node.text.rstrip(".:")
        yield CriterionView(
            node.node_id, text, words if not text else words.lower(), depth, is_leaf=False, verdict=_word(verdict),
            tone=_tone(verdict, hoped), is_open=is_open,
        )  # fmt: skip
        below = opposite(hoped) if node.op == "none" else hoped
        for child in node.children:
            yield from self.views(child, depth + 1, below, is_open=is_open)

    def _leaf(self, node: Node, depth: int, hoped: Verdict, *, is_open: bool) -> CriterionView:
        answer = self.answers.get(node.node_id)
        verdict = answer.verdict if answer else None
        own = self.own.get(node.node_id)
        shown = [self.evidence[one.id] for one in answer.citations] if answer else []
        return CriterionView(
            node_id=node.node_id,
            text=node.text,
            words="",
            depth=depth,
            is_leaf=True,
            verdict=NOT_APPLICABLE if answer and answer.not_applicable else _word(verdict),
            tone=_tone(verdict, hoped),
            is_open=is_open,
            excludes=hoped is Verdict.NOT_MET,
            reason=self.said[answer.reason] if answer else BEFORE,
            supporting=tuple(one for one in shown if not (one.against or one.beside)),
            contradicting=tuple(one for one in shown if one.against),
            beside=tuple(one for one in shown if one.beside),
            wanted=tuple(self._wish(wish) for wish in answer.wanted) if answer else (),
            first_claim=self.first.get(node.node_id),
            own=own.words if own else "",
            differs=own is not None and own.differs,
        )

    def _wish(self, wish: Mapping[str, str]) -> Mapping[str, str]:
        return {name: self.said.get(words, words) for name, words in wish.items()}


def evidence_seen(citation: "Cited", words: str) -> EvidenceView:
    """Return one citation of an answer with its words, cut where they are long."""
    plain = " ".join(words.split())
    shown = plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE].rstrip()} ..."
    against, beside = citation.stance == Stance.CONTRADICTS, citation.stance == Stance.BESIDE
    return EvidenceView(citation.id, citation.label, shown, against, beside, citation.withdrawn)
