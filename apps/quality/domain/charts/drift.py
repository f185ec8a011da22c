"""Slow drift: a weighted mean of the newest points moves long before any one of them stands out.

The EWMA of Roberts 1959, Technometrics 1; weight, limit and run lengths of Lucas and Saccucci 1990, Technometrics 32.
"""

from collections.abc import Sequence
from functools import cache
from math import sqrt

WEIGHT, LIMIT = 0.2, 2.962  # in sigmas of the weighted mean: once in 500 points of a process that did not change
STATES = 201  # of the chain that run lengths are computed with; odd, so that one lies at the centre


def drifts(distances: Sequence[float], *, weight: float = WEIGHT, limit: float = LIMIT) -> list[int]:
    """Return for each point whether the weighted mean lies beyond its limit: 1 above, -1 below, else 0.

    A distance is from the centre, in sigmas of that point.
    """
    reach = limit * sqrt(weight / (2 - weight))
    mean, told = 0.0, []
    for distance in distances:
        mean = weight * distance + (1 - weight) * mean
        told.append((mean > reach) - (mean < -reach))
    return told


@cache
def drift_run_length(*, weight: float = WEIGHT, limit: float = LIMIT, shift: float = 0.0) -> float:
    """Return after how many points on average it speaks up, where the centre moved by so many sigmas.

    By a chain of Markov over slices of what lies within the limits. Brook and Evans 1972, Biometrika 59.
    """
    import numpy as np
    from scipy.stats import norm

    reach = limit * sqrt(weight / (2 - weight))
    width = 2 * reach / STATES
    middles = -reach + width * (np.arange(STATES) + 0.5)
    upper = (middles[None, :] + width / 2 - (1 - weight) * middles[:, None]) / weight - shift
    lower = (middles[None, :] - width / 2 - (1 - weight) * middles[:, None]) / weight - shift
    stays = norm.cdf(upper) - norm.cdf(lower)
    lengths = np.linalg.solve(np.eye(STATES) - stays, np.ones(STATES))
    return float(lengths[STATES // 2])
