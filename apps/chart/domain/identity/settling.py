"""Why a person settles whose page a document is: coded, so that no word of a patient stands in the record of it."""

from enum import StrEnum

from apps.core.errors import WorkbenchError


class SettlingRefused(WorkbenchError):
    """What cannot be settled as it was asked, in a sentence."""


class SettlingReason(StrEnum):
    NAME_CHANGED = "name_changed"
    ERROR_IN_HEADER = "error_in_header"
    ABOUT_THIS_PATIENT = "about_this_patient"
    OTHER_PERSON_MEANT = "other_person_meant"
    SETTLED_BY_MISTAKE = "settled_by_mistake"

    @property
    def label(self) -> str:
        return _WORDS[self]

    @property
    def says_it_belongs(self) -> bool:
        return self is not SettlingReason.SETTLED_BY_MISTAKE


_WORDS = {
    SettlingReason.NAME_CHANGED: "Name, birth date or number of this patient was recorded differently then",
    SettlingReason.ERROR_IN_HEADER: "The header has a typing or scanning error",
    SettlingReason.ABOUT_THIS_PATIENT: "The content was compared with the chart: it is about this patient",
    SettlingReason.OTHER_PERSON_MEANT: "The header names a relative or somebody else who belongs there",
    SettlingReason.SETTLED_BY_MISTAKE: "It was settled by mistake: the page is to be set aside again",
}
REASONS_IT_BELONGS = tuple(reason for reason in SettlingReason if reason.says_it_belongs)
