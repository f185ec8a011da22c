"""Figures in the words of busy people: "about 1 in 8 (between 1 in 12 and 1 in 6)". Pure."""

from collections.abc import Mapping
from math import floor

from apps.quality.domain.charts.rare import rate_bound
from apps.quality.domain.counting import Figure
from apps.quality.domain.suppression import is_small

TENTHS_FROM = 0.2  # below it "1 in 8" says more than "1 in 10"
NEARLY = 0.005
RAREST = 200  # of how many one is still told by a number
TOO_FEW = "too few to say anything"
FEW = "10 or fewer"
FEW_PEOPLE = "Fewer than three people"


def share(rate: float) -> str:
    """Return a fraction in words of ten, or as one in so many."""
    if rate <= 0:
        return "none"
    if rate >= 1 - NEARLY:
        return "all" if rate >= 1 else "nearly all"
    if rate >= TENTHS_FROM:
        tenths = round(10 * rate)
        return {5: "half", 10: "nearly all"}.get(tenths, f"{tenths} in 10")
    return f"1 in {round(1 / rate)}" if rate >= 1 / RAREST else f"fewer than 1 in {RAREST}"


def about(figure: Figure) -> str:
    """Return a rate with its interval in words; that it says nothing where there are fewer than 30."""
    if not figure.enough or figure.rate is None or figure.interval is None:
        return TOO_FEW
    if is_small(figure.numerator):
        return f"{FEW} of {figure.denominator}"
    if not figure.numerator:
        bound = floor(1 / rate_bound(figure.denominator))
        return f"none of {figure.denominator} (with 95 % confidence, fewer than 1 in {bound})"
    said = share(figure.rate)
    named = f"about {said}" if said[0].isdigit() or said == "half" else said
    return named + _between(said, share(figure.interval[0]), share(figure.interval[1]))


def _between(said: str, low: str, high: str) -> str:
    """Return an interval in brackets, where it says more than the rate itself; an end that is open names the other."""
    if said == "all" or low == high:
        return ""
    if low.startswith("fewer"):
        return f" (at most {high})"
    return f" (at least {low})" if high in {"all", "nearly all"} else f" (between {low} and {high})"


def listed(counts: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the names that stand for most, largest first; none whose number is 10 or fewer."""
    named = sorted(((name, number) for name, number in counts.items() if number), key=lambda one: (-one[1], one[0]))
    return tuple(name for name, number in named if not is_small(number))[:most]
