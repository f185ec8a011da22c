"""What a letter of medical necessity lacks (P11), and what keeps it from being released (P12). Sentences, no scores."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from apps.access.domain.labels import TREATING, label_words
from apps.coverage.domain.tree import Node
from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.language.dates import DateMention, date_mentions, mention_of
from apps.review.domain.final import OWN, Basis
from apps.review.domain.letter_rows import empty_leaves, silent_exclusions, unmet_leaves
from apps.review.domain.statements import Part

# What the record gives to the header, each with the sentence for its absence.
RECORD_PARTS: Mapping[str, str] = {
    "payer": "The policy names no payer.",
    "payer_address": "The record has no address of the payer; the letter leaves it out.",
    "plan": "The record's coverage names no plan; the letter leaves it out.",
    "member_id": "The record's coverage has no member id; the letter leaves it out.",
    "group": "The record's coverage has no group number; the letter leaves it out.",
    "born": "The date of birth is not on record; the letter leaves it out.",
    "service": "The request has no service code.",
    "service_on": "The request names no date of service; the letter leaves it out.",
    "diagnoses": "The request has no diagnosis code.",
    "quantity": "No open order for this item states a quantity; the letter leaves it out.",
    "frequency": "No open order for this item states a frequency; the letter leaves it out.",
    "duration": "No open order for this item states a duration; the letter leaves it out.",
    "npi": "No NPI with a right check digit is on record for you; the signature block leaves it out.",
    "clinic_address": "The clinic's address is not on record; the letterhead leaves it out.",
    "clinic_phone": "The clinic's telephone number is not on record; the letterhead leaves it out.",
    "clinic_fax": "The clinic's fax number is not on record; the letterhead leaves it out.",
}
BARE_NUMBER = re.compile(r"\d+(?:\.\d+)?")
TRIALS = frozenset({"trial", "treatment"})
WITHOUT = re.compile(
    r"\b(?:without|if (?:denied|not (?:approved|given|started))|denial|delay\w*|untreated)\b", re.IGNORECASE
)
GUIDELINE = re.compile(
    r"\b(?:guidelines?|recommendations? of|consensus|randomi[sz]ed|trial published|et al)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong. ``blocks``: the letter may not be released while it is so (P12)."""

    sentence: str
    blocks: bool = False


@dataclass(frozen=True, slots=True)
class LintedSentence:
    """A kept sentence with the lines of the chart that it cites and the dates of their documents."""

    ordinal: int
    text: str
    basis: Basis
    criterion_id: str = ""
    cited: int = 0
    part: Part | None = None  # of the letter, for a sentence that a clinician added
    is_finding: bool = True  # False: it says nothing but that the chart holds nothing
    lines: tuple[str, ...] = ()
    days: tuple[date, ...] = ()
    names_somebody: bool = False  # a clinician's own sentence with a person who is neither patient nor clinician
    numbers_somebody: bool = False  # ... with a record number, an account or a social security number


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """A letter as it would be signed now."""

    header: Mapping[str, str]
    root: Node
    sentences: Sequence[LintedSentence]
    is_urgent: bool = False
    urgency_reason: str = ""
    is_clinicians_reason: bool = False  # written by a person with a licence to judge it
    has_therapies: bool = False
    labels: frozenset[str] = field(default_factory=frozenset)
    consented: frozenset[str] = field(default_factory=frozenset)  # labels that the patient agreed to send
    code_doubts: Sequence[str] = ()  # what a table of codes makes one look at again
    other_payer: str = ""  # that the record's coverage is with another payer than the policy's
    met: frozenset[str] = field(default_factory=frozenset)  # what code answered from the chart, by node id
    not_met: frozenset[str] = field(default_factory=frozenset)

    def has(self, part: Part) -> bool:
        """Return whether a clinician added a sentence to this part."""
        return any(sentence.part is part for sentence in self.sentences)


def gaps(letter: LetterFacts) -> tuple[Gap, ...]:
    """Return what is missing, the blocking first."""
    found = [
        *chain(
            _rows(letter),
            _uncited(letter),
            _dates(letter),
            _urgency(letter),
            _consent(letter),
            _others(letter),
            _parts(letter),
        )
    ]
    return tuple(sorted(found, key=lambda gap: not gap.blocks))


def why_not_release(letter: LetterFacts) -> str:
    """Return the sentences that keep a letter from being released, or an empty text when none does."""
    return " ".join(gap.sentence for gap in gaps(letter) if gap.blocks)


def _rows(letter: LetterFacts) -> Iterator[Gap]:
    answered = {sentence.criterion_id for sentence in letter.sentences if sentence.is_finding}
    for leaf in empty_leaves(letter.root, answered):
        yield Gap(f"Criterion {leaf.node_id} is not answered: {leaf.text}", blocks=True)
    for leaf in silent_exclusions(letter.root, answered):
        yield Gap(f"The letter says nothing of the exclusion {leaf.node_id}: {leaf.text}")
    yield from _not_met(letter)


def _not_met(letter: LetterFacts) -> Iterator[Gap]:
    """What does not meet is not hidden: the signer argues the exception, or the letter waits."""
    argued = {sentence.criterion_id for sentence in letter.sentences if sentence.basis in OWN}
    for leaf in unmet_leaves(letter.root, letter.met, letter.not_met):
        if leaf.node_id not in argued:
            yield Gap(
                f"On the evidence of the chart, criterion {leaf.node_id} stands against the request: argue the "
                f"exception in your own words, or wait. {leaf.text}",
                blocks=True,
            )


def _others(letter: LetterFacts) -> Iterator[Gap]:
    """What a clinician typed goes to the payer as it is: a person or a number of somebody else is looked at again."""
    for sentence in letter.sentences:
        if sentence.numbers_somebody:
            yield Gap(
                f"Sentence {sentence.ordinal}, a clinician's own, holds a record, account or social security number. "
                "The payer needs none: take it out.",
                blocks=True,
            )
        elif sentence.names_somebody and sentence.part is not Part.LITERATURE:
            yield Gap(
                f"Sentence {sentence.ordinal}, a clinician's own, seems to name somebody who is neither the patient "
                "nor a clinician of the chart. Leave the name out unless the payer needs it."
            )


def _uncited(letter: LetterFacts) -> Iterator[Gap]:
    for sentence in letter.sentences:
        if sentence.basis is Basis.CHART and not sentence.cited:
            yield Gap(
                f"Sentence {sentence.ordinal} cites nothing. Make it your own statement by an edit, or remove it.",
                blocks=True,
            )


def _dates(letter: LetterFacts) -> Iterator[Gap]:
    for sentence in letter.sentences:
        if sentence.basis is Basis.CHART and (wrong := conflicting_date(sentence)):
            yield Gap(
                f"Sentence {sentence.ordinal} says {wrong}; no line it cites has that date. Correct or remove it.",
                blocks=True,
            )


def conflicting_date(sentence: LintedSentence) -> str:
    """Return the first date of a sentence that none of its sources has, or an empty text.

    A source without any date conflicts with none; a date that is given less exactly agrees with the exact one.
    """
    told = [mention for line in sentence.lines for mention in date_mentions(line)]
    if not told:
        return ""
    told += [mention_of(day) for day in sentence.days]
    for mention in date_mentions(sentence.text):
        if not any(_agree(mention, other) for other in told):
            return sentence.text[mention.start : mention.end].strip()
    return ""


def _agree(one: DateMention, other: DateMention) -> bool:
    return one.agrees_with(other) or other.agrees_with(one)


def _urgency(letter: LetterFacts) -> Iterator[Gap]:
    if not letter.is_urgent:
        return
    if letter.has(Part.URGENCY):
        return
    if not letter.urgency_reason.strip():
        yield Gap("The request is expedited and no clinician gave a reason.", blocks=True)
    elif not letter.is_clinicians_reason:
        yield Gap(
            "The request is expedited, and its reason was not written by a clinician. Say in your own words why the "
            "standard time would harm.",
            blocks=True,
        )


def _consent(letter: LetterFacts) -> Iterator[Gap]:
    unsent = letter.labels - letter.consented
    kept = unsent - {label.value for label in TREATING}
    if kept:
        yield Gap(
            f"The letter cites a record that may not leave without the patient's consent ({_said(kept)}), and none is "
            f"recorded. Record it, or remove what cites it.",
            blocks=True,
        )
    if held := unsent - kept:
        yield Gap(f"Cited pages that are restricted ({_said(held)}) are named in the letter and not enclosed.")


def _said(labels: Iterable[str]) -> str:
    return label_words(labels).removeprefix("Restricted: ")


def _parts(letter: LetterFacts) -> Iterator[Gap]:
    yield from (Gap(sentence) for key, sentence in RECORD_PARTS.items() if not letter.header.get(key))
    if BARE_NUMBER.fullmatch(letter.header.get("quantity", "")):
        yield Gap(f"The order states the quantity {letter.header['quantity']} without a unit; the letter says it so.")
    yield from (Gap(sentence) for sentence in (letter.other_payer, *letter.code_doubts) if sentence)
    if not any(not sentence.criterion_id and sentence.part in {None, Part.HISTORY} for sentence in letter.sentences):
        yield Gap("The letter tells no history and no severity.")
    if not letter.has_therapies and any(_asks_trial(leaf) for leaf in letter.root.walk()):
        yield Gap(
            "The policy asks for prior therapies; the letter cites no line of the medication list that tells one."
        )
    said = [sentence.text for sentence in letter.sentences]
    if not letter.has(Part.HARM) and not any(WITHOUT.search(text) for text in said):
        yield Gap("The letter does not say what happens without what is requested.")
    if not letter.has(Part.LITERATURE) and not any(GUIDELINE.search(text) for text in said):
        yield Gap("The letter cites no guideline and no literature.")


def _asks_trial(leaf: Node) -> bool:
    return leaf.is_leaf and any(test["kind"] in TRIALS for test in singles(leaf.test))
