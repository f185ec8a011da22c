"""States of which one excludes the other: where a chart tells of both, the newer and the signed form stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.findings import Finding, distinct, not_met, open_finding
from apps.drafting.domain.criteria.periods import Interval, of_when, on
from apps.drafting.domain.criteria.sayings import is_suppliers, stance
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


LIMITED = (
    r"(?-i:DNR|DNI|DNAR|DNACPR|CMO)(?:/(?-i:DNR|DNI))?|do not (?:attempt )?(?:resuscitate|resuscitation|intubate)|"
    r"no (?:CPR|code)|comfort (?:care|measures) only|allow natural death"
)
IN_A_FACILITY = (
    r"(?:resid\w+|lives|living|currently|stay\w*) (?:in|at) (?:a |the )?(?:skilled )?(?:nursing|long[- ]term care) "
    r"(?:facility|home)|in (?:an? )?SNF|nursing home resident"
)
AT_HOME = (
    r"discharged (?:to )?home|lives (?:at home|alone|in (?:her|his|their|an?|own) (?:own )?(?:home|house|apartment))|"
    r"home health|(?-i:HHA|HH RN|HH PT)"
)
# Each row: words of one state, words of a state that it excludes. Both ways.
STATES = (
    (r"full code|full resuscitation|attempt resuscitation|code(?: status)?:? full", LIMITED),
    (r"current(?:ly)? smok\w+|active smoker|smokes (?:daily|now|\d+)", r"never[- ]smok\w+|(?:lifelong )?non-?smoker"),
    (r"full weight[- ]bearing|FWB|WBAT", r"non-?weight[- ]bearing|NWB"),
    (
        r"independent (?:with|in) (?:all )?(?:ADLs?|ambulation)|independently ambulatory",
        r"(?:bed|wheelchair)[- ]?bound",
    ),
    (IN_A_FACILITY, AT_HOME),
    (r"seropositive", r"seronegative"),
    (r"post-?menopausal", r"pre-?menopausal"),
    (r"lives alone", r"lives with (?:\w+ )?(?:wife|husband|spouse|partner|son|daughter|family)"),
    (r"right[- ]handed|right hand dominant", r"left[- ]handed|left hand dominant"),
    (r"has (?:decision-?making )?capacity", r"(?:lacks|no) (?:decision-?making )?capacity"),
    (r"insulin[- ](?:dependent|treated)", r"insulin[- ]na[iï]ve|never (?:on )?insulin"),
    (r"(?:treatment|bio(?:logic)?)[- ]na[iï]ve", r"(?:treatment|bio(?:logic)?)[- ]experienced"),
)
EXCLUDING = tuple((_words(one), _words(other)) for one, other in STATES)
# A form that is signed for this very purpose says more than a line in a note.
SIGNED_FORM = re.compile(
    r"(?i)\b(?:POLST|MOLST|POST form|advance(?:d)? (?:care plan|directive)|living will|out-of-hospital DNR)\b"
)


@dataclass(frozen=True, slots=True)
class Excluding:
    """One place that tells of the other state; ``by_form``: it names a form that was signed for this purpose."""

    quote: Quote
    when: Interval | None
    by_form: bool


def excluded_by(case: Case, phrases: Sequence[str]) -> list[Excluding]:
    """Return where the chart tells of a state that excludes a phrasing, newest first."""
    others = [other for phrase in phrases for other in _others(phrase)]
    found = [
        Excluding(line.quote, on(line.first_day or line.day), bool(SIGNED_FORM.search(_with_title(line))))
        for line in case.notes
        if any(_is_told(line, other) for other in others)
    ]
    planned = [
        Excluding(event.line.quote, of_when(event.day), by_form=True)
        for event in case.chart.plans
        if SIGNED_FORM.search(event.line.quote.plain) and any(other.search(event.line.quote.plain) for other in others)
    ]
    return sorted((*found, *planned), key=lambda one: -(one.when.last.toordinal() if one.when else 0))


def unless_excluded(found: Finding, asserted: Sequence[Interval | None], excluded: Sequence[Excluding]) -> Finding:
    """Return a finding that is MET as open, or as NOT_MET, where the other state is told later or by a signed form."""
    if found.verdict is not Verdict.MET or not excluded:
        return found
    newest = max((when.last for when in asserted if when), default=None)
    dated = [one for one in excluded if one.when]
    later = [one for one in dated if one.when and (newest is None or one.when.first > newest)]
    if later:
        against = (one.quote for one in (*later, *excluded))
        return not_met(f"The chart says otherwise since: {later[0].quote.plain[:200]}", against)
    beside = [one for one in excluded if one.by_form or one.when is None or one.when.last == newest]
    if not beside:
        return replace(found, contradicting=distinct(one.quote for one in excluded))
    return open_finding(f"{found.reason} The chart also says: {beside[0].quote.plain[:160]}", found.supporting,
                        (one.quote for one in beside), "Which of the two holds, in writing.")  # fmt: skip


def _others(phrase: str) -> list[re.Pattern[str]]:
    """Return the words of the states that what a phrasing says leaves no room for."""
    return [
        other for pair in EXCLUDING for one, other in (pair, pair[::-1])
        if one.search(phrase) and not other.search(phrase)
    ]  # fmt: skip


def _with_title(line: NoteLine) -> str:
    return f"{line.quote.passage.document_title} {line.text}"


def _is_told(line: NoteLine, other: re.Pattern[str]) -> bool:
    match = other.search(line.text)
    if match is None or is_suppliers(line.quote.passage):
        return False
    how = stance(line, match.start(), match.end())
    own_denial = match.group().lower().startswith(("no ", "do not", "never", "non", "lacks"))
    return (own_denial or not how.denied) and not (how.relative or how.supposed or how.hedged or how.told)
