"""What is said where no result of the window is in the chart."""

from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, outside_words
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.measurements import waiting_for
from apps.drafting.domain.criteria.periods import Window
from apps.retrieval.domain.settling import would_settle


def silent(case: Case, test: Test) -> Finding:
    """Return that nothing of it is in the chart, or that it was asked for and is awaited."""
    waiting = waiting_for(case, test)
    if waiting:
        return open_finding(
            f"{named_words(test)} was asked for, and no result is in the chart.", waiting,
            wanted=f"The result of {named_words(test)}.",
        )  # fmt: skip
    return open_finding(
        f"No result of {named_words(test)} is in the chart.",
        wanted=f"{would_settle(named_words(test).lower().split()) or 'The result'}: {named_words(test)}.",
    )


def untimely(case: Case, test: Test, found: Sequence[Measurement], window: Window) -> Finding:
    """Return that what there is lies outside the window."""
    waiting = waiting_for(case, test)
    dated = [one for one in found if one.when]
    if waiting:
        return open_finding(
            f"{named_words(test)} was asked for, and no result from {window.words} is in the chart.",
            waiting, (one.quote for one in dated[:1]), f"The result of {named_words(test)}.",
        )  # fmt: skip
    known = [one for one in dated if window.holds(one.when) is False]
    if known and len(known) == len(found):
        newest = max(known, key=lambda one: one.when.last.toordinal() if one.when else 0)
        return open_finding(
            f"{outside_words(newest.told, newest.when, window)}.", (), [newest.quote],
            f"{named_words(test)} from {window.words}.",
        )  # fmt: skip
    return open_finding(
        f"{found[0].told}: the day is not known well enough to lie in {window.words}.", [found[0].quote],
        wanted=f"The day of {named_words(test)}.",
    )  # fmt: skip
