"""How far two raters agree beyond chance. Kappa misleads where nearly everything falls into one class; AC1 does not."""

from collections.abc import Mapping

Pairs = Mapping[tuple[str, str], int]  # by what the first said and the second


def _shares(pairs: Pairs) -> tuple[float, list[tuple[float, float]]]:
    """Return the share of agreement, and of each class the share that either rater gave."""
    number = sum(pairs.values())
    classes = sorted({name for pair in pairs for name in pair})
    given = [
        (
            sum(n for (first, _), n in pairs.items() if first == name) / number,
            sum(n for (_, second), n in pairs.items() if second == name) / number,
        )
        for name in classes
    ]
    return sum(n for (first, second), n in pairs.items() if first == second) / number, given


def kappa(pairs: Pairs) -> float | None:
    """Return Cohen's kappa; None where chance alone would agree on everything. Cohen 1960."""
    if not sum(pairs.values()):
        return None
    observed, given = _shares(pairs)
    by_chance = sum(first * second for first, second in given)
    return None if by_chance >= 1 else (observed - by_chance) / (1 - by_chance)


def ac1(pairs: Pairs, classes: int) -> float | None:
    """Return Gwet's AC1 over so many classes; None where nothing was rated. Gwet 2008."""
    if not sum(pairs.values()):
        return None
    observed, given = _shares(pairs)
    means = [(first + second) / 2 for first, second in given]
    by_chance = sum(mean * (1 - mean) for mean in means) / (classes - 1)
    return (observed - by_chance) / (1 - by_chance)
