"""Figures in the words of busy people: "about 1 in 8 (between 1 in 12 and 1 in 6)". Pure."""

from collections.abc import Mapping

from apps.quality.domain.counting import Figure
from apps.quality.domain.suppression import is_small

TENTHS_FROM = 0.2  # below it "1 in 8" says more than "1 in 10"
NEARLY = 0.005
RAREST = 200  # of how many one is still told by a number
TOO_FEW = "too few to say anything"
FEW = "10 or fewer"


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
    low, high = share(figure.interval[0]), share(figure.interval[1])
    said = share(figure.rate)
    if said in {"none", "all"}:
        return f"{said} of {figure.denominator} (it could be up to {high})" if said == "none" else said
    return f"about {said}" if low == high else f"about {said} (between {low} and {high})"


def listed(counts: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the names that stand for most, largest first; none whose number is 10 or fewer."""
    named = sorted(((name, number) for name, number in counts.items() if number), key=lambda one: (-one[1], one[0]))
    return tuple(name for name, number in named if not is_small(number))[:most]
