"""Clinical terms of a text, and literals left in one: what a wall must keep, and what it must not."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from apps.evaluation.benches.redaction.marks import Marks, Span

WORD = re.compile(r"\w+")
# The class that SNOMED CT writes behind a name, and the brand that RxNorm does: notes have the name without it too.
BEHIND = re.compile(r"\s*(?:\([a-z/ ]+\)|\[[^\]]*\])\s*$", re.IGNORECASE)
CODED = frozenset({"Condition", "MedicationRequest", "Procedure", "AllergyIntolerance", "Immunization", "Observation"})
CONCEPTS = ("code", "medicationCodeableConcept", "vaccineCode")
SHORTEST = 2


class Terms:
    """Phrases that are looked for word by word, in any case, the longest first."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_first: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for phrase in phrases:
            words = tuple(WORD.findall(phrase.casefold()))
            if sum(map(len, words)) >= SHORTEST:
                self._by_first[words[0]].add(words)
        self._ordered = {first: sorted(found, key=len, reverse=True) for first, found in self._by_first.items()}

    def spans(self, text: str) -> list[Span]:
        """Return where the terms stand, without overlap."""
        words = [(match.group().casefold(), *match.span()) for match in WORD.finditer(text)]
        found: list[Span] = []
        at = 0
        while at < len(words):
            length = self._length(words, at)
            if length:
                found.append((words[at][1], words[at + length - 1][2]))
            at += length or 1
        return found

    def _length(self, words: Sequence[tuple[str, int, int]], at: int) -> int:
        for phrase in self._ordered.get(words[at][0], ()):
            if phrase == tuple(word for word, _, _ in words[at : at + len(phrase)]):
                return len(phrase)
        return 0


def own_terms() -> list[str]:
    """Return the list of this bench."""
    text = files("apps.evaluation.benches.redaction").joinpath("clinical_terms.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return [term.strip() for line in lines for term in line.split(",") if term.strip()]


def coded_terms(resources: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the displays of coded conditions, drugs, procedures, allergies, vaccines and results, with and without
    what terminologies write behind them."""
    found = set()
    for resource in resources:
        if resource.get("resourceType") in CODED:
            for concept in (resource.get(key) or {} for key in CONCEPTS):
                texts = [concept.get("text"), *(coding.get("display") for coding in concept.get("coding") or [])]
                found |= {text for text in texts if text}
    return found | {BEHIND.sub("", text) for text in found}


def literal_spans(literals: Iterable[str], text: str) -> list[Span]:
    """Return where any of the literals stands as words of its own, in any case."""
    whole = "|".join(map(re.escape, sorted(set(literals), key=len, reverse=True)))
    return [match.span() for match in re.finditer(rf"(?<!\w)(?:{whole})(?!\w)", text, re.IGNORECASE)] if whole else []


def literals_left(literals: Iterable[str], mark: Marks) -> int:
    """Count the occurrences of literals in a text after the cut."""
    return len(literal_spans(literals, mark.left()))


def terms_altered(terms: Sequence[Span], mark: Marks) -> int:
    """Count the terms that a mark touches."""
    return sum(mark.touches(*term) for term in terms)
