"""All known identifiers of one patient, compiled once and matched in every text of theirs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import Folded, fold, fold_key, fold_words
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.known.leaks import LeakScan
from apps.redaction.domain.known.names import PersonName, bare_name, name_expression, parse_name, stands_as_name
from apps.redaction.domain.known.numbers import (
    address_pattern,
    date_pattern,
    identifier_pattern,
    literal_pattern,
    phone_pattern,
    postal_code_pattern,
)
from apps.redaction.domain.words import INSTITUTION

PATIENT_KEY = "patient"
MATCHERS_KEPT = 32
NO_SPACE = "\x01"  # stands where a line ends, and is no white space to any pattern

# The record's class of identifier (apps.chart.domain.identifiers) -> ours.
NAMES = {
    "patient_name": IdentifierKind.PATIENT,
    "relative_name": IdentifierKind.RELATIVE,
    "clinician_name": IdentifierKind.CLINICIAN,
}
CAPITAL = frozenset({"city", "organization"})
_NOT_SCANNED = frozenset({"organization", "city", "address", "birth_date", "email", "url"})
KEPT = frozenset({"death_date"})  # boundary policy `local` keeps dates of events
KINDS = {
    "organization": IdentifierKind.ORGANIZATION,
    "birth_date": IdentifierKind.BIRTH_DATE,
    "phone": IdentifierKind.PHONE,
    "email": IdentifierKind.EMAIL,
    "url": IdentifierKind.URL,
    "address": IdentifierKind.ADDRESS,
    "city": IdentifierKind.PLACE,
    "postal_code": IdentifierKind.ZIP,
    "mrn": IdentifierKind.MRN,
    "ssn": IdentifierKind.SSN,
    "driver_license": IdentifierKind.LICENCE,
    "passport": IdentifierKind.LICENCE,
    "member_id": IdentifierKind.MEMBER_ID,
    "account": IdentifierKind.ACCOUNT,
    "other_id": IdentifierKind.ID,
}
_NO_DIGIT = re.compile(r"\D")
_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PATTERNS: dict[str, Callable[[str], str | None]] = {
    "organization": literal_pattern,
    "city": literal_pattern,
    "email": literal_pattern,
    "url": literal_pattern,
    "phone": phone_pattern,
    "address": address_pattern,
    "postal_code": postal_code_pattern,
    "birth_date": lambda text: date_pattern(date.fromisoformat(text)) if _FULL_DATE.fullmatch(text) else None,
}


@dataclass(slots=True)
class _Probe:
    """One identifier ready to be looked for; compiled when a text first holds its ``digits``."""

    expression: str
    kind: IdentifierKind
    key: str
    canonical: str
    accept: Callable[[re.Match[str]], bool]
    digits: str = ""
    _compiled: re.Pattern[str] | None = None

    def pattern(self) -> re.Pattern[str]:
        """Return the compiled expression."""
        if self._compiled is None:
            self._compiled = re.compile(self.expression, re.IGNORECASE)
        return self._compiled


class KnownMatcher:
    """Finds the identifiers of one patient's record in any text."""

    def __init__(self, identifiers: Iterable[tuple[str, str]]) -> None:
        """Compile (class, text) pairs; the classes are those of the record."""
        pairs = list(dict.fromkeys(identifiers))
        self._probes = [*_name_probes(pairs), *_other_probes(pairs)]

    def find(self, text: str, *, by_line: bool = False) -> list[Detection]:
        """Return every known identifier in the text; with ``by_line`` none reaches from one line into the next.

        Overlaps are left for ``settle``.
        """
        folded = fold(text.replace("\n", NO_SPACE) if by_line else text)
        digits = _NO_DIGIT.sub("", folded.text)
        return [found for probe in self._probes if probe.digits in digits for found in _matches(probe, folded)]


def _matches(probe: _Probe, folded: Folded) -> Iterator[Detection]:
    for match in probe.pattern().finditer(folded.text):
        if probe.accept(match):
            start, end = folded.span(*match.span())
            yield Detection(start, end, probe.kind, Layer.KNOWN, probe.key, probe.canonical)


def _name_probes(pairs: list[tuple[str, str]]) -> Iterator[_Probe]:
    """A name that the patient and another share is the patient's: they come first."""
    for kind_name, kind in NAMES.items():
        longer = _longer(pairs, (kind_name, "organization") if kind is IdentifierKind.CLINICIAN else (kind_name,))
        whole = [text for k, text in pairs if k == kind_name and bare_name(text) and not _is_part(text, longer)]
        names = {text: _person(kind, text) for text in whole}
        for text in (text for text, name in names.items() if name is None and any(map(str.isalnum, bare_name(text)))):
            yield _probe(literal_pattern(fold(text).text), IdentifierKind.ORGANIZATION, text)
        written: defaultdict[str, list[tuple[str, PersonName]]] = defaultdict(list)
        for text, name in names.items():
            if name is not None:
                written[PATIENT_KEY if kind is IdentifierKind.PATIENT else name.key].append((text, name))
        for key, forms in written.items():
            yield from _person_probes(kind, key, forms)


def _longer(pairs: list[tuple[str, str]], kinds: tuple[str, ...]) -> set[str]:
    """Return the words of every name of these kinds that has more than one."""
    names = (fold_words(text) for kind, text in pairs if kind in kinds)
    return {word for words in names if len(words) > 1 for word in words}


def _is_part(text: str, longer: set[str]) -> bool:
    """Say whether a text is one word of a longer name: its own way of being written belongs to that name."""
    words = fold_words(text)
    return len(words) == 1 and words[0] in longer


def _person(kind: IdentifierKind, text: str) -> PersonName | None:
    """Return the name; None for a department or a firm that stands where a clinician could."""
    return None if kind is IdentifierKind.CLINICIAN and INSTITUTION.search(text) else parse_name(text)


def _person_probes(kind: IdentifierKind, key: str, forms: list[tuple[str, PersonName]]) -> Iterator[_Probe]:
    canonical = min((bare_name(text) for text, _ in forms), key=lambda text: ("," in text, " " not in text))
    accept = partial(stands_as_name, own=kind is IdentifierKind.PATIENT)
    for name in dict.fromkeys(name for _, name in forms):
        yield _Probe(name_expression(name), kind, key, canonical, accept)


def _other_probes(pairs: list[tuple[str, str]]) -> Iterator[_Probe]:
    for kind_name, text in pairs:
        if kind_name not in NAMES and kind_name not in KEPT and (pattern := _pattern(kind_name, fold(text).text)):
            probe = _probe(pattern, KINDS[kind_name], text, _starts_with_capital if kind_name in CAPITAL else None)
            yield replace(probe, digits=_needed_digits(kind_name, fold(text).text))


def _probe(
    pattern: str, kind: IdentifierKind, text: str, accept: Callable[[re.Match[str]], bool] | None = None
) -> _Probe:
    return _Probe(pattern, kind, fold_key(text), text, accept or _always)


def _needed_digits(kind_name: str, text: str) -> str:
    """Return digits that every writing of an identifier holds in this order, with no other digit between them."""
    if kind_name == "birth_date":
        return ""
    if kind_name == "phone":
        return _NO_DIGIT.sub("", re.split(r"(?i)\s*(?:x|ext)", text)[0])[-4:]
    return _NO_DIGIT.sub("", text.partition("-")[0] if kind_name == "postal_code" else text)


def _pattern(kind_name: str, text: str) -> str | None:
    return _PATTERNS.get(kind_name, identifier_pattern)(text)


def _always(match: re.Match[str]) -> bool:
    return True


def _starts_with_capital(match: re.Match[str]) -> bool:
    """A town or an institution is written with a capital; many are also words."""
    return match.group()[0].isupper()


def pairs_of(identifiers: Iterable[KnownIdentifier]) -> tuple[tuple[str, str], ...]:
    """Return identifiers of the record as (class, text) pairs."""
    return tuple((known.kind.value, known.text) for known in identifiers)


@lru_cache(maxsize=MATCHERS_KEPT)
def scan_of(identifiers: tuple[tuple[str, str], ...]) -> LeakScan:
    """Return the leak scan of a record."""
    names = ((text, NAMES[kind]) for kind, text in identifiers if kind in NAMES)
    numbers = ((text, KINDS[kind]) for kind, text in identifiers if kind in KINDS and kind not in _NOT_SCANNED)
    return LeakScan(names, numbers)


@lru_cache(maxsize=MATCHERS_KEPT)
def matcher_of(identifiers: tuple[tuple[str, str], ...]) -> KnownMatcher:
    """Return the compiled matcher; a worker meets the same patient many times in a row."""
    return KnownMatcher(identifiers)
