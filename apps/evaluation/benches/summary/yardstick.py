"""When a summary says a fact of the gold, and when it asserts something false: by citation and by value, no model.

A **must** is covered when claims whose citations overlap its evidence together carry its key values, where a key value
is what the fact and the words of its evidence share (the gold's own phrasing is nobody's to copy):

- every number (dates apart, a unit where both give one), every drug (told by the stem of its international name),
  every side of the body;
- at least half of the other words, reduced to stems, short forms written out;
- the same denied as in the evidence: claims that affirm what it denies, or deny half of what it affirms, do not.

A must without evidence speaks of something that is not there; claims and the list of what is missing may say it.

A **must-not** is asserted when one sentence of a claim that the checks call supported or inferred, and that cites its
source, carries all its numbers, drugs and sides and four fifths of its words, and denies none of them that the false
statement affirms. A question asserts nothing of the patient, nor does a plan or a relative's illness; what was stopped,
declined or is not indicated is not taken. A claim that the checks call contradicted shows both sides and refutes it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.drafting.domain.claims import Support
from apps.drafting.domain.knowledge import DRUG_NAME
from apps.drafting.domain.language.assertion import polarity, sides
from apps.drafting.domain.language.quantities import Quantity, quantities
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.words import SHORT_FORMS, stems
from apps.retrieval.domain.assertion import is_about_relative, is_planned

WORDS_OF_MUST, WORDS_OF_MUST_NOT = 0.5, 0.8
PLANNED = re.compile(r"\bplan(?:ned)?\b", re.IGNORECASE)  # before a quotation: the part of the note it stands in
ENDED = re.compile(
    r"\b(?:stopped|ended|discontinued|held|off|declined|refused|not (?:done|taken|indicated|needed|given))\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"(?:; ")?')
MOST = 0.5
STANDING = frozenset({Support.SUPPORTED, Support.INFERRED})


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a note's source, or a whole structured resource (0, 0)."""

    document: str  # "DocumentReference/x", "Observation/x"
    start: int
    end: int

    def overlaps(self, other: "Place") -> bool:
        """Say whether both speak of the same words, or of the same resource."""
        whole = self.end == 0 or other.end == 0
        return self.document == other.document and (whole or (self.start < other.end and other.start < self.end))


@dataclass(frozen=True, slots=True)
class Part:
    """The text of one note, or the lines of one structured resource."""

    document: str
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One claim as a reader gets it."""

    text: str
    support: Support
    places: tuple[Place, ...]
    section: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the gold: what is true or false, where it stands, and the words that stand there."""

    text: str
    places: tuple[Place, ...]
    quoted: str


@dataclass(frozen=True, slots=True)
class _Values:
    numbers: tuple[Quantity, ...]
    drugs: frozenset[str]
    sides: frozenset[str]
    words: frozenset[str]


def facts_of(rows: Iterable[Any], sources: Mapping[str, str], attached: Mapping[str, str]) -> list[Fact]:
    """Return the rows of ``summary_must`` or ``summary_must_not``, each with the words of its evidence."""
    return [_fact(row if isinstance(row, Mapping) else {"fact": row}, sources, attached) for row in rows]


def _fact(row: Mapping[str, Any], sources: Mapping[str, str], attached: Mapping[str, str]) -> Fact:
    text = next((str(row[key]) for key in ("fact", "statement", "text") if row.get(key)), "")
    spans = next((row[key] for key in ("evidence", "sources", "source") if row.get(key)), ())
    spans = [spans] if isinstance(spans, Mapping) else spans
    places = tuple(_place(span, sources, attached) for span in spans)
    quoted = [span.get("quote") or sources.get(place.document, "") for span, place in zip(spans, places, strict=True)]
    return Fact(text, places, "\n".join(quoted))


def _place(span: Mapping[str, Any], sources: Mapping[str, str], attached: Mapping[str, str]) -> Place:
    """Return where evidence stands in the source as kept, which may have other line ends than what was sent."""
    if span.get("resource"):
        return Place(str(span["resource"]), 0, 0)
    document = str(span["document"])
    document = document if "/" in document else f"DocumentReference/{document}"
    start, end, kept = int(span["start"]), int(span["end"]), sources.get(document, "")
    if kept == attached.get(document, kept):
        return Place(document, start, end)
    words = r"\s+".join(map(re.escape, str(span["quote"]).split()))
    found = min(re.finditer(words, kept), key=lambda match: abs(match.start() - start), default=None)
    return Place(document, *found.span()) if found else Place(document, start, end)


def is_covered(fact: Fact, said: Sequence[Said], missing: Sequence[str]) -> bool:
    """Return whether the claims that cite a fact's evidence say it together; of what is absent, any claim may."""
    if not fact.places:
        wanted = _values(fact.text)
        return any(_carries(text, wanted, WORDS_OF_MUST) for text in (*missing, *(one.text for one in said)))
    told, wanted = "\n".join(one.text for one in _touching(fact, said)), _shared(fact)
    return bool(told) and _carries(told, wanted, WORDS_OF_MUST) and not _turned(told, fact.quoted, wanted.words, MOST)


def is_asserted(fact: Fact, said: Sequence[Said]) -> bool:
    """Return whether one standing claim says a false statement outright."""
    near = _touching(fact, said) if fact.places else said
    return any(
        _says(sentence, fact.text) for one in near if one.support in STANDING for sentence in _sentences(one.text)
    )


def _says(sentence: str, false: str) -> bool:
    wanted = _values(false)
    refuted = _turned(sentence, false, wanted.words, 0.0) or (ENDED.search(sentence) and not ENDED.search(false))
    return _carries(sentence, wanted, WORDS_OF_MUST_NOT) and not refuted


def _sentences(text: str) -> list[str]:
    """Return what a claim asserts, one sentence each; a quotation is cut like any other text, a question left out."""
    lead, *quoted = QUOTED.split(text)
    if PLANNED.search(lead):
        quoted = []
    pieces = (sentence.plain for part in (lead, *quoted) for sentence in sentences(part))
    return [piece for piece in pieces if not (piece.endswith("?") or is_planned(piece) or is_about_relative(piece))]


def _touching(fact: Fact, said: Sequence[Said]) -> list[Said]:
    return [one for one in said if any(mine.overlaps(its) for mine in fact.places for its in one.places)]


def _values(text: str) -> _Values:
    return _Values(tuple(quantities(text)), _drugs(text), sides(text), stems(text))


def _shared(fact: Fact) -> _Values:
    own, quoted = _values(fact.text), _values(fact.quoted)
    words = own.words & quoted.words
    return _Values(
        tuple(number for number in own.numbers if any(_same(number, other) for other in quoted.numbers)),
        own.drugs & quoted.drugs,
        own.sides & quoted.sides,
        words or own.words,
    )


def _carries(told: str, wanted: _Values, share: float) -> bool:
    has = _values(told)
    if not all(any(_same(number, other) for other in has.numbers) for number in wanted.numbers):
        return False
    if not (wanted.drugs <= has.drugs and wanted.sides <= has.sides):
        return False
    return len(wanted.words & has.words) >= share * len(wanted.words)


def _turned(told: str, true: str, words: frozenset[str], share: float) -> bool:
    """Say whether what one text denies is affirmed, or this share of what it affirms is denied; both is neither.

    The same reader reads both, so that where it reaches too far in a list it does so twice.
    """
    denied, affirmed = polarity(true)
    told_denied, told_affirmed = polarity(told)
    if (denied - affirmed) & (told_affirmed - told_denied) & words:
        return True
    stands = (affirmed - denied) & words
    turned = stands & (told_denied - told_affirmed)
    return bool(turned) and len(turned) >= share * len(stands)


def _same(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and (not one.unit or not other.unit or one.unit == other.unit)


def _drugs(text: str) -> frozenset[str]:
    """Return the drugs of a text by name, short forms written out."""
    written = re.sub(r"[A-Za-z/]+", lambda word: SHORT_FORMS.get(word.group().lower(), word.group()), text)
    return frozenset(match.group().lower() for match in DRUG_NAME.finditer(written))
