"""Results beside what a policy asks: the newest that counts, in the window, in the setting asked for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from apps.drafting.domain.composing import listed
from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.encounters import CLINICIAN
from apps.drafting.domain.criteria.findings import Datum, Finding, distinct, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of
from apps.drafting.domain.criteria.kinds.comparing import asked_words, compares_of, passes
from apps.drafting.domain.criteria.kinds.fitting import of_asked_kind
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.measurements import measurements
from apps.drafting.domain.criteria.kinds.missing import silent, untimely
from apps.drafting.domain.criteria.kinds.newest import by_quantity, each_once, newest_of, of_newest_day
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, Window
from apps.drafting.domain.criteria.settings import flows_of, in_setting, states_of
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides

# Of several results the newest count, where the payer's sentence says so; else any of the window.
NEWEST = re.compile(
    r"(?i)\b(?:newest|most recent|latest|last|consecutive|in a row|each of the (?:past|last|previous)|every one)\b"
)
BOTH_SIDES = re.compile(
    r"(?i)\b(?:both|each|either) (?:of the )?(?:limbs?|legs?|arms?|sides?|knees?|hips?|eyes?|ears?|feet|hands?|"
    r"breasts?|shoulders?|calves|thighs?|ankles?)\b|\bbilateral\w*|\b(?:left and right|right and left)\b"
)
NEEDS_ALL = frozenset({"negative", "normal"})
WHICH_COUNTS = "Which of the results counts, or a repeat."
SIDE = "side asked"  # put into a test by what it must share the side with


def observation(case: Case, test: Test, only: Interval | None = None) -> Finding:
    """Return whether the newest authoritative result in the window passes, in its setting; ``only``: on those days."""
    window = case.window(test.get("within"))
    found = measurements(case, test)
    if window is None:
        return open_finding(
            f"The chart does not say on which day the window of this criterion ends, so no result of "
            f"{named_words(test)} "
            "can be counted.", (one.quote for one in found[:2]), wanted="The day of the order or of the event itself.",
        )  # fmt: skip
    if not found:
        return silent(case, test)
    if wanted := _side_wanted(case, test):
        kept = [one for one in found if not one.sides or one.sides & wanted]
        if not kept:
            return open_finding(f"{found[0].told} is of the other side.", (), [found[0].quote],
                                f"{named_words(test)} of the side asked for.")  # fmt: skip
        found = kept
    if only:
        found = [one for one in found if one.when and only.first <= one.when.first and one.when.last <= only.last]
    timely = [one for one in found if window.holds(one.when)]
    if not timely:
        return untimely(case, test, found, window)
    return _in_setting(case, test, timely, window)


def _side_wanted(case: Case, test: Test) -> frozenset[str]:
    """Return the side a result must not contradict: that of another test, else the order's; none where it names one."""
    if test.get(SIDE):
        return frozenset(test[SIDE]) | {"both"}
    asked = sides(" ".join((*names_of(test), str(test.get("sentence") or ""))))
    ordered = sides(" ".join(quote.plain for quote in case.request.lines))
    return ordered | {"both"} if len(ordered) == 1 and not asked and "both" not in ordered else frozenset()


def candidates(case: Case, test: Test) -> list[Measurement]:
    """Return the results in window and setting, newest first: what another test may have to share a session with."""
    window = case.window(test.get("within"))
    settings, by = [str(word) for word in as_list(test.get("setting"))], test.get("performed_by")
    return [
        one for one in measurements(case, test)
        if one.counts and window and window.holds(one.when) and in_setting(one.context, settings, one.around) is True
        and (by is None or performed_by(case, by, one.quote, one.when) is True)
    ]  # fmt: skip


def _in_setting(case: Case, test: Test, timely: Sequence[Measurement], window: Window) -> Finding:
    settings = [str(word) for word in as_list(test.get("setting"))]
    told = [(one, in_setting(one.context, settings, one.around)) for one in timely]
    there = [one for one, verdict in told if verdict is True and one.counts]
    unclear = [one for one, verdict in told if verdict is None and one.counts]
    weak = [one for one, verdict in told if verdict is not False and not one.counts]
    if there:
        return _performed(case, test, there, weak, window, elsewhere=[one for one, ok in told if not ok and one.counts])
    what = f"{named_words(test)} {listed(settings)}" if settings else named_words(test)
    if unclear:
        return open_finding(
            f"{unclear[0].told} does not say that it was measured {_measured_how(settings)}.", [unclear[0].quote],
            wanted=f"The record of {what}, with the setting written beside the value.",
        )  # fmt: skip
    if weak:
        return open_finding(
            f"{weak[0].told} {weak[0].why_not}.", [weak[0].quote], wanted=f"A final result of {what}, by a clinician."
        )
    others = [one for one, verdict in told if verdict is False]
    return open_finding(
        f"No result of {what} is in the chart for {window.words}; {others[0].told} was measured otherwise.", (),
        [others[0].quote], f"A measurement of {what}.",
    )  # fmt: skip


def _measured_how(settings: Sequence[str]) -> str:
    return listed([f"in the setting {word!r}" for word in settings])


def _performed(
    case: Case, test: Test, there: Sequence[Measurement], weak: Sequence[Measurement], window: Window,
    *, elsewhere: Sequence[Measurement],
) -> Finding:  # fmt: skip
    by = test.get("performed_by")
    if by is None:
        return _judged(case, test, there, weak, window)
    verdicts = [(one, performed_by(case, by, one.quote, one.when)) for one in there]
    known = [replace(one, also=(*one.also, *_makers_line(case, one))) for one, verdict in verdicts if verdict is True]
    if known:
        return _judged(case, test, known, weak, window)
    refused = [one for one, verdict in verdicts if verdict is False]
    if refused and len(refused) == len(verdicts):
        if not elsewhere:
            return not_met(f"{refused[0].told} was not made by who the policy asks for.", [refused[0].quote])
        return open_finding(f"{refused[0].told} was not made by who the policy asks for.", (),
                            [refused[0].quote, elsewhere[0].quote],
                            f"A measurement of {named_words(test)} by who the policy asks for.")  # fmt: skip
    return open_finding(
        f"The chart does not say who made the measurement: {there[0].told}.", [there[0].quote],
        wanted=f"Who measured {named_words(test)}, in writing.",
    )  # fmt: skip


def _makers_line(case: Case, one: Measurement) -> tuple[Quote, ...]:
    """Return the sentence of that day which names who measured."""
    maker = line_of(one.quote).after("by ") if one.quote.passage.structured else ""
    tokens = {match.group() for match in CLINICIAN.finditer(maker)}
    found = (
        line.quote for line in case.notes
        if one.when and line.day == one.when.last and any(token in line.text for token in tokens)
        and line.quote not in one.also
    )  # fmt: skip
    return tuple(found)[:1]


def _judged(
    case: Case, test: Test, there: Sequence[Measurement], weak: Sequence[Measurement], window: Window
) -> Finding:
    there = of_asked_kind(there, compares_of(test))
    if test.get("k"):
        return _counted(test, there, int(test["k"]), window)
    if one_sided := _one_sided(test, there):
        return one_sided
    apart = by_quantity(there)
    if len(apart) == 1:
        return _newest_judged(case, test, there, weak, window)
    return _any_quantity(test, [_newest_judged(case, test, group, weak, window) for group in apart])


def _any_quantity(test: Test, found: Sequence[Finding]) -> Finding:
    """Of several quantities of which any will do one that passes is enough; where all must be negative, none may fail.

    ``found``: of each quantity, that with the newest result first.
    """
    verdicts = [finding.verdict for finding in found]
    if test.get("interpretation") in NEEDS_ALL:
        failing = [one for one in found if one.verdict is not Verdict.MET]
        if not failing or failing[0] is found[0]:
            return found[0]
        quotes = (*failing[0].supporting, *failing[0].contradicting)
        return open_finding(f"{found[0].reason} {failing[0].reason}", found[0].supporting, quotes, WHICH_COUNTS)
    passing = [one for one in found if one.verdict is Verdict.MET]
    if passing:
        others = (quote for one in found if one.verdict is not Verdict.MET for quote in one.contradicting)
        return replace(passing[0], contradicting=distinct((*passing[0].contradicting, *others)))
    return found[verdicts.index(Verdict.INSUFFICIENT)] if Verdict.INSUFFICIENT in verdicts else found[0]


def _newest_judged(
    case: Case, test: Test, there: Sequence[Measurement], weak: Sequence[Measurement], window: Window
) -> Finding:
    newest = newest_of(there)
    verdicts = _decisive(test, [(one, passes(test, one)) for one in newest])
    said = {verdict for _, verdict in verdicts}
    if said == {True} and _agree(test, there, newest):
        return _unless_overtaken(case, test, newest, weak)
    told = [one for one in of_newest_day(there) if not one.measured_itself and passes(test, one)]
    if said == {False} and not told:
        return not_met(f"{_told_all(newest)}: the newest in {window.words} does not pass ({asked_words(test)}).",
                       _quotes(newest))  # fmt: skip
    if True in said or said == {False}:
        return _at_odds(test, _decisive(test, [(one, passes(test, one)) for one in of_newest_day(there)]))
    return open_finding(
        f"{newest[0].told} cannot be compared with what is asked ({asked_words(test)}).", [one.quote for one in newest],
        wanted=f"The result of {named_words(test)} with its unit.",
    )  # fmt: skip


def _one_sided(test: Test, there: Sequence[Measurement]) -> Finding | None:
    """Return that a side is missing, where the payer asks for the record of both; None where nothing is."""
    asked = test.get("interpretation") == "documented" and BOTH_SIDES.search(str(test.get("sentence") or ""))
    of_day = of_newest_day(there)
    said = frozenset[str]().union(*(one.sides for one in of_day))
    if not asked or sides(" ".join(names_of(test))) or said >= {"left", "right"} or "both" in said:
        return None
    return open_finding(f"{_told_all(of_day)}: not both sides on one day.", [one.quote for one in of_day],
                        wanted=f"{named_words(test)} of both sides, on one day.")  # fmt: skip


def _decisive(test: Test, verdicts: list[tuple[Measurement, bool | None]]) -> list[tuple[Measurement, bool | None]]:
    """Leave out what a note tells in words that cannot be compared, where another value of that day can."""
    known = [
        (one, verdict)
        for one, verdict in verdicts
        if verdict is not None or one.measured_itself or (one.polarity and test.get("interpretation"))
    ]
    return known if any(verdict is not None for _, verdict in known) else verdicts


def _unless_overtaken(case: Case, test: Test, newest: Sequence[Measurement], weak: Sequence[Measurement]) -> Finding:
    """A value that passes leaves it open where the record disputes it, or where a newer one does not pass."""
    first, conflict = newest[0], case.disputed(tuple(one.quote for one in newest))
    if conflict:
        return open_finding(conflict.text, conflict.against, conflict.stands, "Which of the two holds, in writing.")
    later = [
        one for one in weak
        if one.when and first.when and one.when.first > first.when.last and "not final" in one.why_not
    ]  # fmt: skip
    failing = [one for one in later if passes(test, one) is False]
    if failing:
        return open_finding(
            f"{first.told} passes, but {failing[0].told} is newer and {failing[0].why_not}.", [first.quote],
            [failing[0].quote], f"A final result of {named_words(test)}.",
        )  # fmt: skip
    return met(f"{_told_all(newest)} {asked_words(test)}.", [_datum(one) for one in newest])


def _at_odds(test: Test, verdicts: Sequence[tuple[Measurement, bool | None]]) -> Finding:
    passing = [one for one, verdict in verdicts if verdict is True]
    if _are_apart(verdicts):
        return met(f"{_told_all(passing)} {asked_words(test)}.", [_datum(one) for one in passing])
    return open_finding(
        f"Results of the same day disagree: {_told_all([one for one, _ in verdicts])}.",
        (one.quote for one in passing), (one.quote for one, verdict in verdicts if verdict is not True),
        f"Which value of {named_words(test)} counts, or a repeat.",
    )  # fmt: skip


def _are_apart(verdicts: Sequence[tuple[Measurement, bool | None]]) -> bool:
    """Say whether those that pass and those that do not were measured in different states: they do not disagree.

    Oxygen that is raised until the saturation holds is such a difference.
    """
    flows = [
        frozenset(flows_of(one.context) for one, ok in verdicts if (ok is True) is wanted) for wanted in (True, False)
    ]
    if "" not in flows[0] | flows[1] and not flows[0] & flows[1]:
        return True
    passing = [states_of(one.context) for one, verdict in verdicts if verdict is True]
    failing = [states_of(one.context) for one, verdict in verdicts if verdict is not True]
    return all(mine and theirs and not mine <= theirs and not theirs <= mine for mine in passing for theirs in failing)


def _counted(test: Test, there: Sequence[Measurement], count: int, window: Window) -> Finding:
    apart = each_once(test, there)
    newest = apart[:count] if NEWEST.search(str(test.get("sentence") or "")) else apart
    verdicts = [(one, passes(test, one)) for one in newest]
    passing = [one for one, verdict in verdicts if verdict is True]
    failing = [one for one, verdict in verdicts if verdict is False]
    words = (
        f"{len(passing)} of {len(newest)} results of {named_words(test)} in {window.words} pass; {count} are asked for"
    )
    if len(passing) >= count:
        return met(f"{words}: {_told_all(passing)}.", [_datum(one) for one in passing])
    if len(passing) + (len(newest) - len(passing) - len(failing)) < count <= len(apart):
        return not_met(f"{words}.", _quotes([*failing, *passing]))
    return open_finding(
        f"{words}.", (one.quote for one in passing), (one.quote for one in failing),
        f"Further results of {named_words(test)} from {window.words}.",
    )  # fmt: skip


def _agree(test: Test, there: Sequence[Measurement], newest: Sequence[Measurement]) -> bool:
    """Say whether nothing of the newest day, whatever its hour, speaks against those that pass."""
    others = [one for one in of_newest_day(there) if one not in newest]
    return not any(passes(test, one) is False or "indeterminate" in one.polarity for one in others)


def _told_all(found: Iterable[Measurement]) -> str:
    return listed(list(dict.fromkeys(one.told for one in found))[:4])


def _quotes(found: Iterable[Measurement]) -> list[Quote]:
    """Return where values stand: each where it was measured, with the sentence that tells of it."""
    return [quote for one in found for quote in (one.quote, *one.also)]


def _datum(one: Measurement) -> Datum:
    return Datum((one.quote, *one.also), one.when, one.sides)
