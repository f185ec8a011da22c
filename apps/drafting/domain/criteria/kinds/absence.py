"""What must not be there: explicitly denied or excluded. Silence leaves it open, and where it is there it is not "
"met."""

import re
from collections.abc import Sequence
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.exceptions import is_requested, leaves_out
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.habits import is_habit
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.kinds.condition import BELIEVED, covers, denied_anyhow, is_named_problem
from apps.drafting.domain.criteria.kinds.habit import habit_absent
from apps.drafting.domain.criteria.kinds.kinship import asks_family, family_absence
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.periods import Interval, Window, of_when
from apps.drafting.domain.criteria.sayings import stance
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.quotes import Quote

# A denial that speaks of the record: it was planned, listed or entered, and never given.
EXPLAINED = re.compile(
    r"(?i)\b(?:list(?:ed)?|record|chart|entered|entry|error|planned|ordered|scheduled|cancell?ed|aborted|"
    r"never (?:had|given|done|received|took|taken|started|placed)|not (?:given|done|placed|taken|started))\b"
)
# What may turn out to be the thing that was denied before.
SIGNS = (
    (
        re.compile(r"(?i)\binfection|\bsepsis|\bpneumonia"),
        re.compile(
            r"(?i)\b(?:fever(?:ish)?|febrile|chills|(?:productive )?cough w|productive cough|purulent|(?:38|"
            r"39|40)\.\d ?C|"
            r"10[0-4]\.\d ?(?:F|by)|abscess|cellulitis|started (?:on )?(?:antibiotics?|abx)|\bhot since)\b"
        ),
    ),
    (re.compile(r"(?i)\bpregnan"), re.compile(r"(?i)\b(?:missed period|late menses|positive hCG|hCG positive)\b")),
    (
        re.compile(r"(?i)\bsuicid"),
        re.compile(
            r"(?i)\b(?:suicidal|wants? to die|better off dead|self[- ]harm|"
            r"overdose)\b"
        ),
    ),
)
SUPPOSED = re.compile(r"(?i)^\W*(?:if|when|should|in case)\b")


def absence(case: Case, test: Test) -> Finding:
    """Return MET where every name is denied in the window, NOT_MET where one is present, else INSUFFICIENT."""
    window = case.window(test.get("within"))
    name = named_words(test)
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    listed = _listed(case, test, window)
    if not listed and (found := _otherwise(case, test, window)):
        return found
    said = [
        one
        for one in mentions(case, names_of(test))
        if (one.is_denied or not leaves_out(test, one.clause))
        and window.last >= (one.when.first if one.when else window.last)
    ]
    present = [*listed, *_noted(said, window)]
    denied = [
        one for one in denied_anyhow(case, names_of(test), said) if not one.how.told and window.holds(one.when)
    ]  # fmt: skip
    if present and denied and not _done(case, listed, denied) and _denied_later(present, denied):
        return open_finding(f"The chart both tells of {name} and denies it.", (one.quote for one in denied[:3]),
                            (quote for quote, _ in present[:3]), f"Which of the two holds: {name}.")  # fmt: skip
    if present:
        return not_met(f"It is there: {present[0][0].plain[:160]}", (quote for quote, _ in present[:4]))
    if denied and covers(names_of(test), denied):
        return _met_unless_open(case, test, said, denied, window)
    return _open(test, said, denied)


def _otherwise(case: Case, test: Test, window: Window) -> Finding | None:
    """Return what decides where relatives are asked about as well, or habits."""
    if asks_family(str(test.get("about") or "")):
        return family_absence(case, test, window)
    return habit_absent(case, test, window) if is_habit(names_of(test)) else None


def _listed(case: Case, test: Test, window: Window) -> list[tuple[Quote, Interval | None]]:
    """Return what the lists and results have of it: active problems, current medicines, what was done in the window."""
    names, chart = names_of(test), case.chart
    found: list[tuple[Quote, Interval | None]] = [
        (one.line.quote, of_when(when(one.since))) for one in chart.problems
        if is_named_problem(one.name, names) and not one.certainty and not leaves_out(test, one.name)
        and (one.active or window.holds(of_when(when(one.since))))
    ]  # fmt: skip
    found += [
        (one.line.quote, of_when(one.started)) for one in chart.medications
        if first_named(one.head.split(",")[0], names, classes=True) and not one.planned
        and not is_requested(case, test, one.head)
        and (one.current or window.holds(of_when(one.ended)))
    ]  # fmt: skip
    done = [*chart.procedures, *chart.reports, *chart.immunizations]
    found += [
        (one.line.quote, of_when(one.day)) for one in done
        if not one.title.startswith("NOT") and is_named_problem(one.title, names)
        and window.holds(of_when(one.day)) is not False
    ]  # fmt: skip
    return found


def _noted(said: Sequence[Mention], window: Window) -> list[tuple[Quote, Interval | None]]:
    return [
        (one.quote, one.when) for one in said
        if one.holds and not one.how.told and not one.is_over and not one.how.planned and not one.how.not_done
        and not one.is_declined and one.line.section_kind in BELIEVED and window.holds(one.when)
        and not SUPPOSED.match(one.line.text)
    ]  # fmt: skip


def _done(case: Case, listed: Sequence[tuple[Quote, Interval | None]], denied: Sequence[Mention]) -> list[Quote]:
    """Return what the lists have as done on a day, where no later denial says that the list itself is wrong."""
    done = {event.line.quote for event in case.chart.procedures}
    found = [(quote, when) for quote, when in listed if quote in done and when and when.first == when.last]
    explained = any(EXPLAINED.search(one.line.text) for one in denied)
    return [] if explained else [quote for quote, _ in found]


def _denied_later(present: Sequence[tuple[Quote, Interval | None]], denied: Sequence[Mention]) -> bool:
    newest = max((when.last for _, when in present if when), default=None)
    return newest is None or any(one.when and one.when.last >= newest for one in denied)


def _met_unless_open(
    case: Case, test: Test, said: Sequence[Mention], denied: Sequence[Mention], window: Window
) -> Finding:
    """A doubt voiced after the denial leaves it open."""
    newest = max(one.when.last for one in denied if one.when)
    if signs := _signs(case, test, newest):
        return open_finding(f"It is denied, and there have been signs of it since: {signs[0].plain[:160]}",
                            (one.quote for one in denied[:3]), signs, f"Whether it is "
                                f"{named_words(test)}.")  # fmt: skip
    doubts = [
        one for one in said
        if (one.how.hedged or (one.how.told and one.how.asserted)) and not one.is_denied
        and one.when and one.when.last >= newest and window.holds(one.when)
    ]  # fmt: skip
    if doubts:
        return open_finding(f"It is denied, but also suspected: {doubts[0].line.text[:160]}",
                            (one.quote for one in denied[:3]), (one.quote for one in doubts[:2]),
                            f"A clinician's statement on {named_words(test)}.")  # fmt: skip
    return met(f"Denied: {denied[0].line.text[:200]}", [Datum((one.quote,), one.when) for one in denied[:2]])


def _signs(case: Case, test: Test, since: date) -> list[Quote]:
    """Return what clinicians wrote, after a denial, of signs of the same thing that nobody has explained."""
    patterns = [signs for names, signs in SIGNS if any(names.search(name) for name in names_of(test))]
    return [
        line.quote for line in case.notes
        if line.day and line.day > since
        and any((match := signs.search(line.text)) and not stance(line, *match.span()).denied for signs in patterns)
    ][:3]  # fmt: skip


def _open(test: Test, said: Sequence[Mention], denied: Sequence[Mention]) -> Finding:
    name = named_words(test)
    if denied:
        reason = f"Only part of it is denied: {denied[0].line.text[:160]}"
    elif said:
        reason = f"{name} is mentioned, and neither denied nor asserted for the time asked about."
    else:
        reason = f"The chart says nothing of {name}; silence is no denial."
    near = denied or said
    return open_finding(
        reason, (one.quote for one in near[:3]), wanted=f"A clinician's statement that there is no {name}."
    )
