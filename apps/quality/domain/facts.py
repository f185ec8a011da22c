"""What one decision counts as, and the bands it is broken down by. Pure."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from apps.viewer.domain.patients import age_on

HOUR = 3600


class CountsAs(StrEnum):
    """Where a decision stands: the first four are decisions of the rates, the others stand beside them."""

    UNEDITED = "unedited"
    STYLE = "style"
    SUBSTANTIVE = "substantive"
    REJECTED = "rejected"
    CANNOT_JUDGE = "cannot_judge"
    RETURNED = "returned"
    REOPENED = "reopened"


COUNTED_WORDS: Mapping[CountsAs, str] = {
    CountsAs.UNEDITED: "Approved unedited",
    CountsAs.STYLE: "Wording edited",
    CountsAs.SUBSTANTIVE: "Content edited",
    CountsAs.REJECTED: "Rejected",
    CountsAs.CANNOT_JUDGE: "Not judged",
    CountsAs.RETURNED: "Returned",
    CountsAs.REOPENED: "Decided again later",
}
OVERRIDES = (CountsAs.SUBSTANTIVE, CountsAs.REJECTED)
RATED = (CountsAs.UNEDITED, CountsAs.STYLE, CountsAs.SUBSTANTIVE, CountsAs.REJECTED)


def counts_as(*, outcome: str, edit_class: str, is_last: bool) -> CountsAs:
    """Return where a decision stands (measures, part A): a re-opened draft counts once, with its last decision."""
    if not is_last:
        return CountsAs.REOPENED
    beside = {"cannot_judge": CountsAs.CANNOT_JUDGE, "return": CountsAs.RETURNED, "reject": CountsAs.REJECTED}
    if outcome in beside:
        return beside[outcome]
    if edit_class == "substantive":
        return CountsAs.SUBSTANTIVE
    return CountsAs.UNEDITED if outcome == "approve" else CountsAs.STYLE


class AgeBand(StrEnum):
    """The patient's age on the day of the decision, in whole years."""

    CHILD = "0-17"
    YOUNG = "18-39"
    MIDDLE = "40-64"
    OLDER = "65-79"
    OLDEST = "80+"
    UNKNOWN = ""


def age_band(born: date | None, day: date) -> AgeBand:
    """Return the band of an age; one that is not recorded, or lies ahead, is unknown."""
    age = age_on(born, day) if born else -1
    if age < 0:
        return AgeBand.UNKNOWN
    tops = ((18, AgeBand.CHILD), (40, AgeBand.YOUNG), (65, AgeBand.MIDDLE), (80, AgeBand.OLDER))
    return next((band for top, band in tops if age < top), AgeBand.OLDEST)


class WaitBand(StrEnum):
    """How long a draft lay ready until it was decided."""

    HOUR = "under 1 hour"
    SHIFT = "1 to 8 hours"
    DAY = "8 to 24 hours"
    THREE_DAYS = "1 to 3 days"
    LONGER = "over 3 days"
    UNKNOWN = ""


def wait_band(ready: datetime | None, decided: datetime) -> WaitBand:
    """Return the band of the time between two moments; without the first it is unknown."""
    if ready is None or ready > decided:
        return WaitBand.UNKNOWN
    hours = (decided - ready).total_seconds() / HOUR
    tops = ((1, WaitBand.HOUR), (8, WaitBand.SHIFT), (24, WaitBand.DAY), (72, WaitBand.THREE_DAYS))
    return next((band for top, band in tops if hours < top), WaitBand.LONGER)
