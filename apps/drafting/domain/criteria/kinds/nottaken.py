"""Medicines that the list still has as running, and of which a clinician says since that they are not taken."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.episodes import Episode
from apps.drafting.domain.criteria.mentions import Mention
from apps.drafting.domain.criteria.names import named_in
from apps.drafting.domain.criteria.periods import Window, of_when, on, told_dates
from apps.drafting.domain.facts.records import drug_key

BEFORE = re.compile(
    r"\b(?:not (?:currently |now |presently )?(?:on|taking|using)|no longer (?:on|taking|using|takes|uses)|"
    r"(?:does|do|did|is|has)(?: not|n't) (?:take|taken|taking|use|using)|denies (?:taking|using|use of|any)?|no|"
    r"never (?:took|"
    r"taken|started|filled|used))\s+(?:any |other |more )?(?:\w+[ ,/]+){0,2}$",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"^[^.;]{0,24}?\b(?:(?:is|was|are) )?(?:not (?:being )?(?:taken|used)|never (?:picked up|filled|started|"
    r"taken|used)|"
    r"no longer (?:taken|used))\b|"
    r"^:? ?last (?:dose|shot|injection|tab(?:let)?|used?|taken)\b[^.;]{0,50}\b(?:none since|stopped|nothing since)\b",
    re.IGNORECASE,
)
STOPPED_BEFORE = re.compile(
    r"(?<!hold )(?<!held )(?<!put )(?<!cut )(?<!level )(?<!days )(?<!day )\boff (?:of )?(?:all |any |the |her |his |"
    r"oral |"
    r"daily |home ){0,2}$|\b(?:stopped|discontinued|d/?c'?e?d|dc'd|quit|ceased|came off|weaned off|taken off) "
    r"(?:taking |using |wearing |the |all |her |his |their |oral |daily ){0,3}$",
    re.IGNORECASE,
)
STOPPED_AFTER = re.compile(
    r"^(?:\s+\d[\w.,/]*(?: \w+){0,3}?)?[ ,:-]{1,3}(?:was |were |has been |have been |had been |is |now |pens? )?"
    r"(?:stopped|discontinued|d/?c'?e?d|dc'd|returned|discarded|handed back)\b(?! (?:if|when|before|for))",
    re.IGNORECASE,
)
AGAIN = re.compile(r"\b(?:restart\w*|resum\w*|re-?start\w*|back on|again|reinstat\w*|held)\b", re.IGNORECASE)
# A clinician's own order in the plan: from that day it is not to be taken.
STOP_NOW = re.compile(
    r"(?:^|[;:.)\d-]\s*|\b(?:today|will|to|and|pt|also|please|then)\s)"
    r"(?:stop|d/?c|discontinue)\s+(?:the |his |her |all )?(?:\w+ )?$",
    re.IGNORECASE,
)
IF_ANYTHING = re.compile(
    r"\b(?:if|when|once|unless|until|before|after|prior to|for surgery|in \d+|next|consider\w*|may|might|could|not|"
    r"don't|never|plan(?:s|ning)? to|eventually|tomorrow)\b",
    re.IGNORECASE,
)
NEVER = re.compile(r"\bnever (?:picked up|filled|started|taken|took|used|tried)\b", re.IGNORECASE)
LONG_AGO = re.compile(r"^[^.;,]{0,12}\bsince\b[^.;,]{0,24}\blast year\b", re.IGNORECASE)
ENDED_LATELY = re.compile(
    r"\b(?:yesterday|today|(?:this|last) (?:week|month)|(?:days?|wks?|weeks?) ago|just)\b", re.IGNORECASE
)
NEAR = 30  # characters
LATELY_USED = 31  # days: a window this short asks what is used now
LATELY = 60  # days


def not_taken(case: Case, names: Sequence[str], said: Sequence[Mention], window: Window) -> list[Mention]:
    """Return where clinicians say, in the window, that a medicine of the test is not taken, newest first."""
    given = {drug_key(fill.head) for fill in case.chart.fills if fill.given and window.holds(of_when(fill.day))}
    return [
        one for one in said
        if _is_timely(one, window) and not one.line.copied and one.line.quote.passage.author_role
        and not any(list(named_in(key, (one.name,), classes=True)) for key in given)
    ] if names else []  # fmt: skip


def _is_timely(one: Mention, window: Window) -> bool:
    """Say whether words say that it is not taken, in the window, or that it was stopped, in or before it."""
    in_plan = one.line.section_kind in {"plan", "instructions"}
    inside = window.holds(on(one.line.day))
    if inside and not in_plan and _says_not(one):
        return True
    earlier = bool(one.line.day and window.first and one.line.day < window.first)
    return bool(inside or earlier) and (_orders_to_stop(one) or (not in_plan and _says_stopped(one)))


def _says_stopped(one: Mention) -> bool:
    text, how = one.line.text, one.how
    if how.relative or how.supposed or how.told or how.hedged or how.planned or AGAIN.search(text):
        return False
    return bool(STOPPED_BEFORE.search(text[: one.start]) or STOPPED_AFTER.match(text[one.end :]))


def _says_not(one: Mention) -> bool:
    text, how = one.line.text, one.how
    if how.relative or how.supposed or how.told or how.hedged:
        return False
    return bool(BEFORE.search(text[: one.start]) or AFTER.match(text[one.end :]))


def _orders_to_stop(one: Mention) -> bool:
    """Say whether a clinician's plan of the day has it stopped, without a condition."""
    text, how = one.line.text, one.how
    if how.relative or how.told or how.supposed or IF_ANYTHING.search(one.clause):
        return False
    return bool(STOP_NOW.search(text[: one.start]))


def covers_window(one: Mention, window: Window) -> bool:
    """Return whether what is said reaches back to the first day of a window: not now is not "not in three months"."""
    if window.first is None or one.line.day is None:
        return bool(NEVER.search(one.line.text)) and window.first is None
    if one.when and one.when != on(one.line.day):
        return one.when.last < window.first
    after = told_dates(one.line.text[one.end :], one.line.first_day, months=True)
    if after and _says_stopped(one) and after[0].start <= NEAR and after[0].when.last < window.first:
        return True
    if LONG_AGO.search(one.line.text[one.end :]) and window.first.year == one.line.day.year:
        return True
    if NEVER.search(one.clause) or NEVER.search(one.line.text[one.end : one.end + NEAR]):
        return True
    return (window.last - window.first).days <= LATELY_USED and not ENDED_LATELY.search(one.line.text)


def is_requested(case: Case, course: Episode) -> bool:
    """Return whether a course is the order itself that is asked about, written lately: it is no treatment yet."""
    ordered = case.request.ordered_on
    lately = ordered is not None and (case.as_of - ordered).days <= LATELY
    return lately and any(quote in case.request.lines for quote in course.quotes)


def without(courses: Sequence[Episode], gone: Sequence[Mention]) -> list[Episode]:
    """Return the courses but the listed ones that a clinician's later word says are not taken."""
    return [one for one in courses if not any(_is_of(one, mention) for mention in gone)]


def _is_of(course: Episode, mention: Mention) -> bool:
    if not (course.listed and course.ongoing and mention.line.day):
        return False
    later = course.start is None or course.start.first <= mention.line.day
    named = named_in(mention.line.text[mention.start : mention.end], (course.drug,), classes=True)
    return later and (
        any(True for _ in named) or any(True for _ in named_in(course.head, (mention.name,), classes=True))
    )
