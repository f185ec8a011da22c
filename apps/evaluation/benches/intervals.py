"""How sure a rate is."""

from scipy.stats import binomtest


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of ``hits`` among ``n``; ``n`` is 1 or more."""
    interval = binomtest(hits, n).proportion_ci(method="wilson")
    return float(interval.low), float(interval.high)
