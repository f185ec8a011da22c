"""Whether a medicine, a device or a therapy is in use, or whether the record says that it is not."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.denials import denials
from apps.drafting.domain.criteria.episodes import Episode
from apps.drafting.domain.criteria.findings import Datum
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.kinds.condition import SAME_BEGINNING, covers, mostly
from apps.drafting.domain.criteria.kinds.sessions import is_about
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.names import classes_of, first_named, named_in, roots, same_medicine
from apps.drafting.domain.criteria.periods import Window, of_when
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Fill, drug_key

TAKING = re.compile(
    r"\b(?:on|takes?|taking|uses?|using|continues?|cont|tolerat\w+|tol|injects?|injecting|wears?|wearing|maintained|"
    r"managed with|treated with|doses?|adherent)\b|\d ?(?:mg|u|units?|mcg)\b",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:stopped|discontinued|d/c'?d|thrown (?:away|out)|threw (?:it )?(?:away|out)|broke(?:n)?|returned|"
    r"gave (?:it )?back|"
    r"given (?:back|up)|gave (?:it )?up|handed back|removed|explanted|taken (?:off|out)|lost|sold|no longer|for good|"
    r"not (?:been )?(?:restarted|resumed|replaced)|never again|came off|weaned off|off)\b",
    re.IGNORECASE,
)
# Said by a clinician of a thing in use, or that was done: the verb stands right before the name or right after it.
USED_BEFORE = re.compile(
    r"(?:^|[.;:,]\s*)on\s(?:(?:a|an|the|his|her|their|nightly|auto|fixed|home|\d+|L|LPM|liters?|cm|mg|mcg|units?|"
    r"weekly) ?){0,5}$|"
    r"\b(?:uses|using|wears|wearing|tolerat(?:es|ing)|adheren(?:t|ce) (?:with|to)|complian(?:t|ce) with|sleeps with|"
    r"is on|are on|now on|currently on|remains on|continues(?: on| with| to use)?|"
    r"takes|taking|"
    r"maintained on|treated with|managed with|completed|attended|attends|underwent|received|had|has had|s/p|"
    r"status post|"
    r"after|finished|has been (?:doing|using|wearing|on))\s(?:(?:a|an|the|his|her|their|nightly|daily|all|full|"
    r"course|of|in|"
    r"home|\d+|L|LPM|liters?|auto|fixed|mg|units?|weekly|monthly|outpatient|inpatient|supervised|left|right) ?){0,4}$",
    re.IGNORECASE,
)
USED_AFTER = re.compile(
    r"^[ ,:-]{1,3}(?:\w+ ){0,3}?(?:was |is |has been )?(?:used|in use|nightly|every night|each night|worn|taken|"
    r"completed|attended|done|performed|"
    r"finished|carried out)\b",
    re.IGNORECASE,
)
# "ESI 8/14/26, two days of relief": the day right after the name, and what came of it.
DATED = re.compile(r"^ ?(?:x ?\d+ ?)?(?:on |in |\(|: ?)?\d{1,2}/\d{1,2}(?:/\d{2,4})?\b")
CAME_OF_IT = re.compile(
    r"\b(?:relief|benefit|help(?:ed)?|improv\w+|response|better|worse|no change|effect|done|tolerated|lasted|"
    r"wore off)\b",
    re.IGNORECASE,
)
COMPLETED = re.compile(
    r"\b(?:completed|attended|underwent|received|had|s/p|status post|finished)\s(?:(?:a|an|the|his|her|\d+|all|"
    r"full|course|of|"
    r"left|right) ?){0,4}$",
    re.IGNORECASE,
)
# Not so now: no answer where any earlier time counts.
ONLY_NOW = re.compile(r"(?i)\b(?:at present|at this time|presently|current(?:ly)?|now|yet|today|any ?more)\b")
MOST_SUPPLIES = 2
TELLING = 8  # letters by which the name of a class is known to be of an illness


def taken(case: Case, test: Test, courses: Sequence[Episode], window: Window) -> list[Datum]:
    """A medicine is taken when the list has it as running, and a note, a report or a supply of the time says "
    "so too."""
    running = [
        one
        for one in courses
        if one.listed
        and not one.never
        and (one.ongoing or window.holds(one.end))
        and one.start
        and one.start.first <= window.last
        and _is_for(test, one)
    ]
    said = [
        one for one in mentions(case, names_of(test), classes=True)
        if one.how.asserted and not (one.how.refused or one.how.not_done or one.how.told or one.is_over)
        and not one.how.planned and TAKING.search(one.line.text)
        and window.holds(one.when) and (is_about(test, one.line.text) or _fits(test, one.name))
    ]  # fmt: skip
    supplied = [fill for fill in fills_of(case, names_of(test)) if fill.given and window.holds(of_when(fill.day))]
    supplied.sort(key=lambda fill: -(fill.day.last.toordinal() if fill.day else 0))
    reported = [one for one in running if _is_reported(one, window)]
    never = any(one.never and any(same_medicine(one.head, other.head) for other in running) for one in courses)
    if never or not running or not (said or reported or supplied):
        return []
    return [
        *(Datum(one.quotes, one.start, frozenset(), one.indication) for one in running[:3]),
        *(Datum((fill.line.quote,), of_when(fill.day)) for fill in supplied[:1]),
        *(Datum((one.quote,), one.when) for one in said[:MOST_SUPPLIES]),
    ]


def _is_for(test: Test, one: Episode) -> bool:
    """Say whether a course is for what is asked: as its order says, or, where that says nothing, as its class "
    "tells."""
    if is_about(test, f"{one.indication} {one.quotes[0].plain}"):
        return True
    return not one.indication and _fits(test, one.head.split()[0])


def _fits(test: Test, drug: str) -> bool:
    """Say whether a class that a medicine belongs to is named after the illness: an antihypertensive."""
    asked = {root[:TELLING] for root in roots(str(test.get("about") or "")) if len(root) >= SAME_BEGINNING}
    return any(root in name.lower() for name in classes_of(drug) for root in asked)


def fills_of(case: Case, names: Sequence[str]) -> list[Fill]:
    """Return what a pharmacy did with orders of these medicines."""
    return [fill for fill in case.chart.fills if first_named(fill.head, names, classes=True)]


def _is_reported(one: Episode, window: Window) -> bool:
    """Say whether the list has a medicine as reported to be taken, on a day in the window."""
    quote = one.quotes[0]
    if not quote.passage.section_title.startswith("Reported"):
        return False
    return window.first is None or bool(window.holds(of_when(line_of(quote).date_of("stated "))))


def told_done(case: Case, test: Test, said: Sequence[Mention], window: Window) -> list[Mention]:
    """Return where a clinician states in the window that it is in use or was done, for what lists do not hold."""
    if any(not fill.given for fill in fills_of(case, names_of(test))) or test.get("performed_by"):
        return []
    return [
        one for one in said
        if one.how.done and not (one.how.told or one.how.hedged) and window.holds(one.when)
        and (is_completed(one) or not is_ended(one))
        and is_about(test, one.line.text) and _is_used(one) and one.line.section_kind not in {"plan", "instructions"}
    ]  # fmt: skip


def is_completed(one: Mention) -> bool:
    """Return whether a sentence tells of something that was done once and for all: an operation, a course of "
    "therapy."""
    after = one.line.text[one.end :]
    dated = DATED.match(after) is not None and CAME_OF_IT.search(after) is not None
    return dated or bool(COMPLETED.search(one.line.text[: one.start]))


def _is_used(one: Mention) -> bool:
    text = one.line.text
    after = text[one.end :]
    dated = DATED.match(after) is not None and CAME_OF_IT.search(after) is not None
    return dated or bool(USED_BEFORE.search(text[: one.start]) or USED_AFTER.match(after))


def is_ended(one: Mention) -> bool:
    """Return whether a sentence says of a thing that it is no longer in use."""
    text = one.line.text
    stop = min((place for mark in ("; ", ". ") if (place := text.find(mark, one.end)) >= 0), default=len(text))
    return bool(ENDED.search(one.clause) or ENDED.search(text[one.start : stop])) or one.is_over


def is_in_use(one: Mention) -> bool:
    """Return whether a clinician says of a thing that it is used or was done, not only that there is such a thing."""
    done = one.how.done and not one.how.told and not is_ended(one)
    return done and (_is_used(one) or bool(TAKING.search(one.clause)))


def exclusions(
    case: Case, test: Test, said: Sequence[Mention], courses: Sequence[Episode], window: Window
) -> list[Quote]:
    """Return what excludes most of the names: denied, refused, left undone, given up, or ordered and never "
    "supplied."""
    names = names_of(test)
    denied = [
        one for one in said
        if (one.how.not_done or one.how.refused or one.is_denied) and not one.how.relative
        and window.holds(one.when) is not False
    ]  # fmt: skip
    denied += [one for one in denials(case, names) if window.holds(one.when) is not False]
    denied = [one for one in denied if not (window.first is None and ONLY_NOW.search(one.line.text))]
    never = [
        event.line.quote for event in case.chart.procedures
        if event.title.startswith("NOT done") and first_named(event.title, names, classes=True)
    ]  # fmt: skip
    unfilled = [fill for fill in fills_of(case, names) if not fill.given]
    given = {drug_key(fill.head) for fill in case.chart.fills if fill.given}
    unfilled = [fill for fill in unfilled if drug_key(fill.head) not in given]
    running = [one for one in courses if one.listed and one.ongoing and not one.never]
    running = [one for one in running if drug_key(one.head) not in {drug_key(fill.head) for fill in unfilled}]
    if running:
        return []
    if not (denied or never or unfilled):
        return []
    ended = [one for one in said if is_ended(one) and not one.how.relative and not one.how.told]
    over = [one for one in courses if one.listed and not one.ongoing and window.holds(one.end) is False]
    told = [*denied, *ended]
    names_over = [one.drug for one in over] + [
        one.name for fill in unfilled for one in named_in(fill.head, names, classes=True)
    ]
    if never or covers(names, told, names_over) or mostly(names, told, names_over):
        return [*never, *(fill.line.quote for fill in unfilled), *(one.quote for one in told[:4]),
                *(quote for one in over for quote in one.quotes)]  # fmt: skip
    return []
