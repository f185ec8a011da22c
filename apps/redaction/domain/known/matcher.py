"""All known identifiers of one patient, compiled once and matched in every text of theirs."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import Folded, fold, fold_key
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.known.names import PersonName, name_pattern, parse_name, stands_as_name
from apps.redaction.domain.known.numbers import (
    address_pattern,
    date_pattern,
    identifier_pattern,
    literal_pattern,
    phone_pattern,
    postal_code_pattern,
)

PATIENT_KEY = "patient"
MATCHERS_KEPT = 32

# The record's class of identifier (apps.chart.domain.identifiers) -> ours.
NAMES = {
    "patient_name": IdentifierKind.PATIENT,
    "relative_name": IdentifierKind.RELATIVE,
    "clinician_name": IdentifierKind.CLINICIAN,
}
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


@dataclass(frozen=True, slots=True)
class _Probe:
    """One identifier ready to be looked for."""

    pattern: re.Pattern[str]
    kind: IdentifierKind
    key: str
    canonical: str
    accept: Callable[[re.Match[str]], bool]


class KnownMatcher:
    """Finds the identifiers of one patient's record in any text."""

    def __init__(self, identifiers: Iterable[tuple[str, str]]) -> None:
        """Compile (class, text) pairs; the classes are those of the record."""
        pairs = list(dict.fromkeys(identifiers))
        self._probes = [*_name_probes(pairs), *_other_probes(pairs)]

    def find(self, text: str) -> list[Detection]:
        """Return every known identifier in the text. Overlaps are left for ``settle``."""
        folded = fold(text)
        return [found for probe in self._probes for found in _matches(probe, folded)]


def _matches(probe: _Probe, folded: Folded) -> Iterator[Detection]:
    for match in probe.pattern.finditer(folded.text):
        if probe.accept(match):
            start, end = folded.span(*match.span())
            yield Detection(start, end, probe.kind, True, probe.key, probe.canonical)


def _name_probes(pairs: list[tuple[str, str]]) -> Iterator[_Probe]:
    """A name that the patient and another share is the patient's: they come first."""
    longer = {word for kind, text in pairs if kind in _NAMED and len(words := fold_words(text)) > 1 for word in words}
    for kind_name, kind in NAMES.items():
        texts = [text for k, text in pairs if k == kind_name and not (len(words := fold_words(text)) == 1 and words[0] in longer)]
        names = [(parse_name(text), text) for text in texts]
        own = kind is IdentifierKind.PATIENT
        accept = partial(stands_as_name, own=own)
        for name, text in names:
            if name is None:
                yield _Probe(_compiled(literal_pattern(fold(text).text)), IdentifierKind.ORGANIZATION, fold_key(text), text, _always)
            else:
                key, canonical = (PATIENT_KEY, texts[0]) if own else (name.key, text)
                yield _Probe(name_pattern(name), kind, key, canonical, accept)


def _other_probes(pairs: list[tuple[str, str]]) -> Iterator[_Probe]:
    for kind_name, text in pairs:
        if kind_name not in NAMES and kind_name not in KEPT and (pattern := _pattern(kind_name, fold(text).text)):
            accept = _starts_with_capital if kind_name == "city" else _always
            yield _Probe(re.compile(pattern, re.IGNORECASE), KINDS[kind_name], fold_key(text), text, accept)


def _pattern(kind_name: str, text: str) -> str | None:
    return _PATTERNS.get(kind_name, identifier_pattern)(text)


def _always(match: re.Match[str]) -> bool:
    return True


def _starts_with_capital(match: re.Match[str]) -> bool:
    """A city is written with a capital; many are also words."""
    return match.group()[0].isupper()


@lru_cache(maxsize=MATCHERS_KEPT)
def matcher_of(identifiers: tuple[tuple[str, str], ...]) -> KnownMatcher:
    """Return the compiled matcher; a worker meets the same patient many times in a row."""
    return KnownMatcher(identifiers)
