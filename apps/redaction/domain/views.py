"""What the rooms above may know of a document and of a patient: redacted words, ids, offsets and hashes."""

from dataclasses import dataclass
from datetime import date, datetime

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import loinc_of
from apps.redaction.domain.injection import Kept

OLDEST_AGE_SHOWN = 90  # ages over 89 are one class, "90 or older" (45 CFR 164.514(b)(2)(i)(C))


@dataclass(frozen=True, slots=True)
class SectionView:
    """A titled part of a redacted text: [start, end) in its code points."""

    kind: str
    title: str
    start: int
    end: int

    @property
    def code(self) -> str:
        """The LOINC code of its kind; empty for a kind without one."""
        return loinc_of(SectionKind(self.kind))


@dataclass(frozen=True, slots=True)
class RedactedView:
    """One redacted document with what the index stores beside its text. No author's name, no source title."""

    id: str
    organization_id: str
    patient_id: str
    encounter_id: str | None
    kind: str
    code: str  # LOINC document type; empty where the sender gave none
    title: str
    author_role: str
    dated_at: datetime | None
    structured: bool
    superseded: bool  # a newer version has replaced it, or its sender has withdrawn it
    text: str
    sections: tuple[SectionView, ...]
    labels: tuple[str, ...] = ()  # why it is sensitive (access.domain.labels)
    orders: tuple[Kept, ...] = ()  # where the source speaks to software
    title_order: str = ""  # of the title, how it does


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """Where a redacted span lies in its source, with what proves that neither has changed."""

    document_id: str
    sha256: str
    start: int
    end: int
    quote_sha256: str


@dataclass(frozen=True, slots=True)
class PatientProfile:
    """What a sentence about the patient may say without naming them."""

    age: int | None  # whole years; 90 stands for "90 or older"
    sex: str


def age_on(birth_date: date, day: date) -> int:
    """Return the age in whole years, 90 for everyone of 90 or more."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return min(day.year - birth_date.year - (not had_birthday), OLDEST_AGE_SHOWN)
