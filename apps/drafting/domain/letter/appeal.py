"""A letter as an appeal: what was denied and why, in the payer's words, before what the chart says to it.

Whatever model wrote the letter, code puts this before it: the payer's own words are quoted and cited to the payer's
letter, and what they speak of comes first. Nothing a payer wrote is a fact about the patient.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.claims import ClaimType, ProposedClaim, Severity
from apps.drafting.domain.composing import claim
from apps.drafting.domain.denials import DENIAL, Denial
from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.chart import PAYER_LETTER, RESULT_KINDS, passage_by_id
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import is_told_software
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.tasks import DraftInput, DraftOutput, PolicyLeaf

NEW = "New since the denied letter"
DENIED = re.compile(
    r"\b(?:den(?:y|ied|ies|ial)|not (?:been )?(?:approved?|authori[sz]ed?|certified|covered)|declin(?:e|es|ed)|"
    r"(?:cannot|can not|unable to|do not|does not|did not) (?:approve|authori[sz]e|certify|cover)|refused?|"
    r"adverse (?:benefit )?determination)\b",
    re.IGNORECASE,
)
GIVES_A_REASON = re.compile(
    r"\b(?:because|reason|rationale|since the|does not meet|not met|no (?:record|evidence|documentation|trial)|"
    r"criteri(?:on|a)|not medically necessary|missing|insufficient|experimental|investigational)\b",
    re.IGNORECASE,
)
NOTICE = re.compile(r"^\W*(?:notice|notification|letter|re|subject)\b", re.IGNORECASE)
NUMBERED = r"\b(?:criteri(?:on|a)|section|item|requirement|paragraph|rule|number|no\.|§)\s*[#(]?{}(?![\w.-]*\w)"
MOST_REASONS = 3  # sentences
LEAST_SHARED = 2  # words that few criteria share
ENOUGH_OF_WORDS = 0.5  # of the reason as somebody typed it, in one sentence of the letter
ENOUGH_OF_SENTENCE, LEAST_WORDS = 0.6, 3  # of a sentence of the letter that is one of several that were typed
LEAST_NAME = 4  # characters: a shorter name stands inside other words
NO_LETTER = "The payer's letter is not among what the person who asked may read: its reason is not quoted."
NO_DENIAL = "The payer's letter does not say in one sentence what it denies: say it in your own words."
NO_REASON = "The payer's letter does not state the reason that is on record for this denial: compare the two."
NOT_NAMED = "The stated reason names no criterion of the policy by its number or in its words: they stand in its order."


def appealed(draft_input: DraftInput, output: DraftOutput) -> DraftOutput:
    """Return the letter with the denial before it and the criteria that the stated reason speaks of first.

    Any other letter is returned as it came.
    """
    denial, policy = draft_input.task.denial, draft_input.task.policy
    if denial is None or policy is None:
        return output
    said = _sentences_of_letter(draft_input, denial)
    what, reasons = _what(said), _reasons(said, denial)
    spoken = spoken_of(policy.leaves, " ".join([denial.words, *(quote.plain for quote in reasons)]))
    opening = [*_opening(what, reasons, denial), *_new(draft_input, output.claims, denial)]
    first = [one for one in output.claims if one.criterion_id in spoken]
    rest = [one for one in output.claims if one.criterion_id not in spoken]
    missing = [*_lacks(said, what, reasons), *([] if spoken else [NOT_NAMED]), *output.missing]
    return replace(output, claims=(*opening, *first, *rest), missing=tuple(missing))


def spoken_of(leaves: Sequence[PolicyLeaf], reason: str) -> frozenset[str]:
    """Return the ids of the criteria that a stated reason speaks of: by number, by name, or in their rare words.

    Conservative: a word that more than a third of the criteria use says nothing, and one rare word is not enough.
    """
    words = stems(reason)
    of = {leaf.node_id: stems(leaf.text) for leaf in leaves}
    common = {word for word in words if sum(word in own for own in of.values()) > max(1, len(leaves) // 3)}
    return frozenset(
        leaf.node_id
        for leaf in leaves
        if re.search(NUMBERED.format(re.escape(leaf.node_id)), reason, re.IGNORECASE)
        or any(_names(name, reason) for name in _names_in(leaf))
        or len((words & of[leaf.node_id]) - common) >= LEAST_SHARED
    )


def _names_in(leaf: PolicyLeaf) -> Iterator[str]:
    """Yield what the typed criterion looks for by name: drugs, treatments, results, diagnoses."""
    for test in singles(leaf.test):
        named = test.get("any_of") or ()
        yield from (str(name) for name in named if len(str(name)) >= LEAST_NAME)


def _names(name: str, text: str) -> bool:
    return bool(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))


def _sentences_of_letter(draft_input: DraftInput, denial: Denial) -> list[Quote]:
    """Return the sentences of the payer's letter in their order, without those addressed to software."""
    passages = [one for one in draft_input.passages if one.document_id == denial.document_id and not one.superseded]
    return [
        Quote(passage, said.start, said.end)
        for passage in sorted(passages, key=lambda one: one.start)
        for said in sentences(passage.text)
        if not is_told_software(passage, said.start, said.end)
    ]


def _what(said: Sequence[Quote]) -> Quote | None:
    """Return the sentence that denies; the title of a notice only where no sentence does."""
    denying = [quote for quote in said if DENIED.search(quote.plain)]
    return next((quote for quote in denying if not NOTICE.search(quote.plain)), next(iter(denying), None))


def _reasons(said: Sequence[Quote], denial: Denial) -> list[Quote]:
    """Return the sentences that state the reason on record; where none does, those that give a reason at all."""
    words = stems(denial.words)
    same = [
        quote for quote in said
        if _is_same(words, stems(quote.plain)) or (GIVES_A_REASON.search(quote.plain) and _is_near(words, quote))
    ]  # fmt: skip
    return (same or [quote for quote in said if GIVES_A_REASON.search(quote.plain)])[:MOST_REASONS]


def _is_near(typed: frozenset[str], quote: Quote) -> bool:
    """A reason in a sentence of its own, of several that were typed as one."""
    return len(typed & stems(quote.plain)) >= LEAST_WORDS


def _is_same(typed: frozenset[str], sentence: frozenset[str]) -> bool:
    """The sentence says half of what was typed; or it is one of several that were, and says hardly anything else."""
    shared = len(typed & sentence)
    of_typed = bool(typed) and shared >= ENOUGH_OF_WORDS * len(typed)
    return of_typed or (shared >= LEAST_WORDS and shared >= ENOUGH_OF_SENTENCE * len(sentence))


def _opening(what: Quote | None, reasons: Sequence[Quote], denial: Denial) -> Iterator[ProposedClaim]:
    day = written(denial.notice_on)
    if what:
        yield _quoted(f'Payer letter of {day}: "{_bare(what)}."', what)
    for quote in reasons:
        if quote != what:
            yield _quoted(f'Stated reason, payer letter of {day}: "{_bare(quote)}."', quote)


def _quoted(text: str, quote: Quote) -> ProposedClaim:
    return claim(DENIAL, text, ClaimType.EVENT, [quote], severity=Severity.HIGH)


def _bare(quote: Quote) -> str:
    return quote.plain.rstrip(".").replace('"', "'")


def _new(draft_input: DraftInput, claims: Iterable[ProposedClaim], denial: Denial) -> Iterator[ProposedClaim]:
    """Yield the documents that came in since and that this letter argues from, each named by kind and day.

    What it does not argue from is not named: a payer is told no more of a chart than the argument needs.
    """
    passages, new = passage_by_id(draft_input), frozenset(denial.new_documents)
    found: dict[str, Quote] = {}
    for one in claims:
        for span in one.citations:
            passage = passages.get(span.passage_id)
            if one.criterion_id and passage and passage.document_id in new:
                quote = Quote(passage, span.start, span.end)
                if _is_new(quote, denial):
                    found.setdefault(passage.document_id, quote)
    for quote in found.values():
        yield claim(NEW, f"{chip_label(quote)}.", ClaimType.EVENT, [quote], severity=Severity.MODERATE)


def _is_new(quote: Quote, denial: Denial) -> bool:
    """A list comes in anew with every change: of its lines, only a result measured since is new."""
    if not quote.passage.structured:
        return quote.passage.document_kind != PAYER_LETTER
    result = records.result_of(quote) if quote.passage.document_kind in RESULT_KINDS else None
    return bool(result and result.day and result.day.first >= denial.since)


def _lacks(said: Sequence[Quote], what: Quote | None, reasons: Sequence[Quote]) -> list[str]:
    if not said:
        return [NO_LETTER]
    return [*([] if what else [NO_DENIAL]), *([] if reasons else [NO_REASON])]
