"""What every page of figures shows of its own address: period, filters, and by what else it may be broken down."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from apps.quality.domain.charts.rules import RULE_WORDS
from apps.quality.domain.dimensions import ASPECTS, OF_CLAIMS, RATED_BY, Dimension
from apps.quality.forms import PERIODS, FiltersForm


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    name: str
    words: str
    without: str


def asked_for(form: FiltersForm, by: Dimension | None) -> dict[str, Any]:
    """Return what the partials of filters and of ways to break down read."""
    chips = [
        Chip(ASPECTS[one].name, ASPECTS[one].words(value), form.address(without=one))
        for one, value in form.filters.items()
    ]
    return {
        "form": form,
        "rules": RULE_WORDS,
        "by": by,
        "aspect": ASPECTS[by] if by else None,
        "is_of_claims": by in OF_CLAIMS,
        "ways_of_decisions": [(one, ASPECTS[one].name) for one in RATED_BY],
        "ways_of_claims": [(one, ASPECTS[one].name) for one in OF_CLAIMS],
        "chips": chips,
        "asked": form.address(),
        "period_asked": urlencode(form.in_address),
        "periods": [(days, name, _with_days(form, days)) for days, name in PERIODS],
    }


def _with_days(form: FiltersForm, days: str) -> str:
    return FiltersForm({"days": days, **{key.value: value for key, value in form.filters.items()}}).address()
