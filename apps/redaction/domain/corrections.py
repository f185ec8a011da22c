"""What people corrected in one patient's redactions, and what that does to the findings of the other layers.

The latest act counts. One on a place in a document beats one on a word of the whole chart: it is the more precise.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.folding import fold_key
from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.known.matcher import PATIENT_KEY, KnownMatcher


class Act(StrEnum):
    """What was wrong."""

    MISSED = "missed"  # an identifier that stood in the redacted text
    LIFTED = "lifted"  # a word that is no identifier and was taken out


class Scope(StrEnum):
    """How far a correction reaches. Never further than one patient."""

    DOCUMENT = "document"
    PATIENT = "patient"


class LiftReason(StrEnum):
    """Why a mark is no identifier. Coded, so that no free text about a patient is kept."""

    EPONYM = "eponym"
    CLINICAL_TERM = "clinical_term"
    ORDINARY_WORD = "ordinary_word"
    NUMBER = "number"
    WRONG_IN_RECORD = "wrong_in_record"

    @property
    def label(self) -> str:
        return REASON_WORDS[self]


REASON_WORDS = {
    LiftReason.EPONYM: "A disease, sign or device named after somebody",
    LiftReason.CLINICAL_TERM: "A drug, test or other clinical term",
    LiftReason.ORDINARY_WORD: "An ordinary word here, not a name",
    LiftReason.NUMBER: "A measurement, dose or code, not an identifier",
    LiftReason.WRONG_IN_RECORD: "The record holds it as an identifier by mistake",
}

# What a word of the whole chart is looked for as: the record's own class with the same ways of being written.
RECORD_CLASS = {
    IdentifierKind.PATIENT: "patient_name",
    IdentifierKind.RELATIVE: "relative_name",
    IdentifierKind.CLINICIAN: "clinician_name",
    IdentifierKind.PERSON: "relative_name",
    IdentifierKind.ORGANIZATION: "organization",
    IdentifierKind.PLACE: "city",
    IdentifierKind.ADDRESS: "address",
    IdentifierKind.ZIP: "postal_code",
    IdentifierKind.PHONE: "phone",
    IdentifierKind.FAX: "phone",
    IdentifierKind.SSN: "ssn",
    IdentifierKind.MRN: "mrn",
    IdentifierKind.MEMBER_ID: "member_id",
    IdentifierKind.ACCOUNT: "account",
    IdentifierKind.LICENCE: "driver_license",
    IdentifierKind.DEVICE: "other_id",
    IdentifierKind.CARD: "account",
    IdentifierKind.ID: "other_id",
}
AS_WRITTEN = "email"  # matched as it stands


@dataclass(frozen=True, slots=True)
class Correction:
    """One act on [start, end) of one document version; ``text`` is what stands there."""

    act: Act
    scope: Scope
    kind: IdentifierKind
    document_id: str
    start: int
    end: int
    text: str

    @property
    def word(self) -> str:
        """What every writing of the text in the chart has in common."""
        return fold_key(self.text)


class Corrections:
    """All corrections of one patient, in the order they were made."""

    def __init__(self, made: Iterable[Correction] = ()) -> None:
        """Sort out which acts still count."""
        self.made = tuple(made)
        self._words = {one.word: one for one in self.made if one.scope is Scope.PATIENT and one.word}
        self._places: dict[str, list[Correction]] = {}
        for one in self.made:
            if one.scope is Scope.DOCUMENT or self._words.get(one.word) is one:
                earlier = self._places.get(one.document_id, [])
                self._places[one.document_id] = [*(e for e in earlier if not _overlap(e, one.start, one.end)), one]

    def takes_out_everywhere(self, text: str) -> bool:
        """Say whether a person took this word out in the whole chart."""
        word = self._words.get(fold_key(text))
        return word is not None and word.act is Act.MISSED

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Corrections) and self.made == other.made

    def __hash__(self) -> int:
        return hash(self.made)

    def find(self, text: str, *, document_id: str = "", by_line: bool = False) -> list[Detection]:
        """Return what people marked in a text: places of this document, and words of the whole chart."""
        places = [one for one in self._places.get(document_id, ()) if one.act is Act.MISSED]
        found = [Detection(one.start, one.end, one.kind, Layer.CORRECTION, _key(one)) for one in places]
        return [*found, *(one for find in self._finders for one in find(text, by_line=by_line))]

    @cached_property
    def _finders(self) -> list[Callable[..., list[Detection]]]:
        return [finder_of(one) for one in self._words.values() if one.act is Act.MISSED]

    def keep(self, text: str, found: Sequence[Detection], *, document_id: str = "") -> list[Detection]:
        """Return the settled findings without those that people lifted."""
        if not self.made:
            return list(found)
        return [one for one in found if self._keeps(text, one, self._places.get(document_id, ()))]

    def _keeps(self, text: str, found: Detection, places: Iterable[Correction]) -> bool:
        if found.layer is Layer.LITERAL:
            return True
        over = [one for one in places if _overlap(one, found.start, found.end)]
        if any(one.act is Act.MISSED for one in over):
            return True
        if any(one.start <= found.start and found.end <= one.end for one in over):
            return False
        word = self._words.get(fold_key(text[found.start : found.end]))
        return word is None or word.act is Act.MISSED


NO_CORRECTIONS = Corrections()


def finder_of(correction: Correction) -> Callable[..., list[Detection]]:
    """Return what finds the corrected word in any text, in the ways such identifiers are written."""
    known = RECORD_CLASS.get(correction.kind, AS_WRITTEN)
    matcher = KnownMatcher([(known, " ".join(correction.text.split()))])

    def find(text: str, *, by_line: bool = False) -> list[Detection]:
        found = matcher.find(text, by_line=by_line)
        return [replace(one, kind=correction.kind, layer=Layer.CORRECTION, canonical="") for one in found]

    return find


def _key(correction: Correction) -> str:
    """Name the thing meant: whatever the patient is called, it is the patient."""
    return PATIENT_KEY if correction.kind is IdentifierKind.PATIENT else correction.word


def _overlap(one: Correction, start: int, end: int) -> bool:
    return one.start < end and start < one.end


def words_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) without blanks and punctuation at its edges, and with every word in it whole.

    Empty (start == end) when nothing of it is a letter or a digit.
    """
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return start, start
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
