"""Single decisions as they may leave: de-identified under Safe Harbor and k-anonymous. Pure."""

from datetime import date

from apps.quality.domain.few import FEWEST_PEOPLE
from apps.quality.domain.periods import Period

K = 11  # as often at least every combination stands in a file
BLANKED = "*"
KEPT_AS_IT_IS = "kind"
# What a person could be recognized by, blanked in this order where a combination is rarer than K.
BLANKED_IN_ORDER = ("policy", "payer", "specialty", "site", "language", "age_band", "sex")
BESIDE = ("role", "counts_as", "reason_code", "harm", "waited")
COLUMNS = (
    "year", KEPT_AS_IT_IS, *BLANKED_IN_ORDER, *BESIDE, "edit_kinds", "opened", "minutes", "high_severity", "glanced",
)  # fmt: skip
NAMED = ", ".join(BLANKED_IN_ORDER).replace("age_band", "age")
METHOD = (
    "De-identified under Safe Harbor, 45 CFR 164.514(b)(2): no id, no words, no date finer than the year, ages of 80 "
    f"and over as one band, rows in random order. Every combination of kind, {NAMED} stands at "
    f"least {K} times: in rarer ones these are replaced by {BLANKED} one after the other in that order, and what is "
    "still rarer is left out. Specialty, site and role are replaced, too, where fewer than "
    f"{FEWEST_PEOPLE} reviewers have them in common."
)
SUPPRESS = "Counts made of this file have to be suppressed (cells of 1 to 10 and what tells of them) before they leave."


def year_of(year: int) -> Period:
    """Return a calendar year as a period."""
    return Period(date(year, 1, 1), date(year, 12, 31))
