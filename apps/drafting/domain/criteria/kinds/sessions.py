"""What notes tell of sessions attended and of how long something was done."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.episodes import LASTED, number_of
from apps.drafting.domain.criteria.findings import Datum
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import DAYS_OF, Window, days_wanted, told_dates
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.quantities import SPELLED
from apps.drafting.domain.language.regions import is_elsewhere, regions

_NUMBER = r"(?P<count>\d{1,3}|" + "|".join(SPELLED) + r")"
NEAR = 60  # characters between what was done and for how long
ATTENDED = re.compile(
    rf"\b(?:attended|completed|total attended|went|seen for|finished|had|received|underwent|after|did|saw|x(?=\d)|"
    rf"x)\W{{0,3}}"
    rf"(?:a total of |all |only |of )?{_NUMBER}(?P<of> ?(?:of|/|out of) ?\w+)?\W{{0,2}}(?:\w+ ){{0,3}}?"
    r"(?P<unit>sessions?|visits?|treatments?|cycles?|injections?|classes|class|times|appointments?|weeks?|wks?|"
    r"months?|\.|$)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    rf"(?:\b|(?<=x)){_NUMBER}(?P<of> ?(?:of|/|out of) ?\w+)? ?(?:\w+ ){{0,2}}?(?P<unit>sessions?|visits?|"
    rf"treatments?|cycles?|"
    rf"injections?|rounds?|courses?|bursts?|classes|class|times)\b",
    re.IGNORECASE,
)
# "Visit 9 of 12 today": the number that it is.
THE_NTH = re.compile(
    r"\b(?P<unit>visit|session|treatment|class|cycle|round|appt)s? ?(?:no\.?|number|"
    r"#)? ?(?P<count>\d{1,3})(?P<of> ?(?:of|/|out of) ?"
    r"\d+)?\b(?! ?(?:min|h\b|weeks?|days?|months?))",
    re.IGNORECASE,
)
DID = re.compile(
    r"\b(?:attended|attendance|attending|completed|complet(?:es|ing)|went|underwent|received|finished|had|has had|"
    r"did|done|doing|"
    r"performed|participat\w+|adher\w+|complian\w+|carried out|tried|trial of|failed|failing|after|despite|"
    r"sessions? to date|"
    r"so far|plateau\w*|discharged|saw|sees|seeing|nightly|every (?:night|day)|each (?:night|day)|daily|twice weekly|"
    r"(?:no|w/o|without|minimal|partial|little|some|good|temporary|limited|not much|days? of|weeks? of) "
    r"(?:\w+ )?(?:relief|benefit|improvement|help|response|change|effect|gain)|no better|unchanged|helped|ineffective|"
    r"lost \d+|has been (?:in|on|doing)|been (?:in|to)|using|uses|used|worn|wears|wearing|wore|taking|takes|"
    r"seen for|s/p|status post|visit \d+|session \d+)\b",
    re.IGNORECASE,
)
CORRECTS = re.compile(r"(?i)\bnot (?:the )?\d+\b|\bcorrect(?:ion|ed|s)\b|\bis not right\b")
GENERAL = roots(
    "treatment of or and infection disease disorder the a persistent worse symptoms for pain low high left right acute "
    "chronic"
)
PRESCRIBED = re.compile(r"\b\d ?x ?/? ?(?:a |per )?(?:wk|week)\w* (?:x|for) ?\d", re.IGNORECASE)
ORDERED_ONLY = re.compile(
    r"\b(?:authori[sz]ed|auth|ordered|planned|scheduled|approved|prescribed|recommended|offered)\b", re.IGNORECASE
)
# What is counted is all there was; and that something of the kind was not counted.
ALL_OF_THEM = re.compile(
    r"\btotal\b|\d+ ?(?:of|/|out of) ?(?:the )?\d+|\ball (?:\w+ )?(?:visits?|sessions?)\b|\bonly\b|\bcancell?ed\b|"
    r"\bno[- ]?show\w*|\bmissed\b|\bdischarged?\b|\bD/C\b|\bstopped\b|\blast (?:visit|session)\b|\bfirst (?:visit "
    r")?to last\b|"
    r"\bno (?:further|more|other) (?:visits?|sessions?)\b|\bnever (?:came|went|returned) (?:back|again)\b|\bnot \d+\b",
    re.IGNORECASE,
)
UNCOUNTED = re.compile(
    r"\bno (?:attendance|sign-?in|session|visit) (?:list|sheet|record|log)s?\b|\b(?:list|record|log)s? (?:not|"
    r"never) (?:seen|"
    r"received|obtained)\b|\bmost (?:weeks|days)\b|\bnot (?:been )?counted\b|\bnobody (?:has )?count\w+|"
    r"\bun(?:known|certain) "
    r"(?:number|how many)\b|\belsewhere\b",
    re.IGNORECASE,
)
ON_IT = re.compile(
    r"(?:^|[.;:,]\s*|\b(?:is|was|been|now|remains|stays|and|while) )on (?:an? |the |his |her |auto |fixed )?$",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:since|from|ever since|starting|started|began|begun)(?: about| around| mid| early| late| the)* $",
    re.IGNORECASE,
)
GIVEN_UP = re.compile(
    r"\b(?:stopped|quit|gave up|given up|off (?:it|since)|no longer|not us\w+|never|returned|discontinued|abandoned|"
    r"lapsed|"
    r"broken|until|through|ended|not since|none since|nothing since)\b",
    re.IGNORECASE,
)
WEEK_OF = re.compile(r"\b(?P<unit>day|week|wk|month|mo) (?P<count>\d{1,3}) (?:of|on|with) (?:\w+ )?$", re.IGNORECASE)
SESSION_UNITS = frozenset(
    {"session", "visit", "treatment", "cycle", "injection", "class", "time", "appointment", "appt", "round", "course",
     "burst", ".", ""}
)  # fmt: skip


def is_about(test: Test, text: str) -> bool:
    """Return whether a text shares a word with what a treatment must be for."""
    about = str(test.get("about") or "")
    if not about:
        return True
    near_by = bool(_content(about) & roots(text)) or bool(regions(about) & regions(text))
    return near_by and not is_elsewhere(regions(about), text)


def _content(text: str) -> frozenset[str]:
    return roots(text) - GENERAL


def says_total(one: Mention) -> bool:
    """Return whether a sentence counts out of so many, or in total."""
    return bool(re.search(r"\btotal\b|\bof\b|\bout of\b|/", one.line.text))


def is_complete(counts: Sequence[tuple[Mention, int]], sheets: Sequence[Quote], case: Case, test: Test) -> bool:
    """Return whether the chart claims that what it counts is all there was: a total, an attendance sheet, a list."""
    pages = {one.quote.passage.document_id for one, _ in counts} | {one.passage.document_id for one in sheets}
    if any(UNCOUNTED.search(line.text) for line in case.own_notes if line.quote.passage.document_id in pages):
        return False
    told = [one.line.text for one, _ in counts] + [one.plain for one in sheets]
    return any(ALL_OF_THEM.search(text) for text in told)


def attended(case: Case, test: Test, window: Window) -> list[tuple[Mention, int]]:
    """Return the sentences that tell how many sessions were attended, newest first."""
    found = []
    for one in near(case, test):
        if one.how.relative or one.how.supposed or one.how.planned or one.how.told or not _tells_doing(one):
            continue
        for pattern in (ATTENDED, THE_NTH, COUNTED):
            match = pattern.search(one.line.text)
            if match and _kind(match["unit"]) in SESSION_UNITS and window.holds(one.when):
                found.append((one, _count(match["count"])))
                break
    return found


def _kind(unit: str) -> str:
    small = unit.lower()
    return "class" if small.startswith("class") else small.removesuffix("s")


def since_corrected(counts: list[tuple[Mention, int]]) -> list[tuple[Mention, int]]:
    """Return the counts, newest first, but those older than one that sets another right: "14 sessions, not 30"."""
    for place, (one, _) in enumerate(counts):
        if CORRECTS.search(one.line.text):
            return counts[: place + 1]
    return counts


def _tells_doing(one: Mention) -> bool:
    """Say whether a sentence tells of something done, not of what was prescribed or authorized."""
    text = one.line.text
    on_it = bool(ON_IT.search(text[: one.start]))
    return (
        (on_it or bool(DID.search(text)) or _between_past_days(one))
        and not ORDERED_ONLY.search(one.clause)
        and not PRESCRIBED.search(text)
    )


def _between_past_days(one: Mention) -> bool:
    """Say whether two days that are past stand right after the name: "PT 8/1-9/26"."""
    line = one.line
    told = [each for each in told_dates(line.text[one.end :], line.first_day, months=True) if each.start <= NEAR]
    day = line.first_day
    return len(told) > 1 and day is not None and all(each.when.last <= day for each in told[:2])


def near(case: Case, test: Test) -> list[Mention]:
    """Return the mentions in notes: by name, and in a therapist's own note by the count alone."""
    found = [one for one in mentions(case, names_of(test), classes=True) if is_about(test, _page(one))]
    return [one for one in found if _by_allowed(case, test, one)]


def _page(one: Mention) -> str:
    return one.line.quote.passage.text


def _by_allowed(case: Case, test: Test, one: Mention) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.quote, one.when) is True


def _count(text: str) -> int:
    return int(text) if text.isdigit() else int(SPELLED[text.lower()])


def duration_data(case: Case, test: Test, window: Window) -> list[Datum]:
    """Return the sentences that tell of long enough."""
    if not test.get("min_duration"):
        return []
    wanted = days_wanted(test["min_duration"])
    return [Datum((one.quote,), one.when) for one in near(case, test) if (duration(one, window) or 0) >= wanted]


def duration(one: Mention, window: Window) -> float | None:
    """Return for how many days a sentence tells that it was done, or None."""
    if not one.how.done or one.how.told or not window.holds(one.when):
        return None
    if (days := _since(one)) is not None or (days := _from_to(one)) is not None:
        return days
    if counted := WEEK_OF.search(one.line.text[: one.start]):
        return number_of(counted["count"]) * DAYS_OF[counted["unit"][0].lower()]
    if not _tells_doing(one):
        return None
    match = LASTED.search(one.line.text, one.end) or LASTED.search(one.line.text)
    if match is None or abs(match.start() - one.end) > NEAR:
        return None
    return number_of(match["count"]) * DAYS_OF[match["unit"][0].lower()]


def _since(one: Mention) -> float | None:
    """Return for how long something has been done that goes on since a day: "CPAP since 3/9", "on it since March"."""
    line = one.line
    if line.first_day is None or GIVEN_UP.search(line.text) or ORDERED_ONLY.search(one.clause):
        return None
    for told in told_dates(line.text, line.first_day, months=True):
        near_by = 0 <= told.start - one.end <= NEAR or 0 <= one.start - told.end <= NEAR
        if near_by and SINCE.search(line.text[: told.start]) and told.when.last <= line.first_day:
            return float((line.first_day - told.when.last).days + 1)
    return None


def _from_to(one: Mention) -> float | None:
    """Return how long it lasted between two past days that stand right after the name."""
    if not _between_past_days(one) or ORDERED_ONLY.search(one.clause):
        return None
    first, last = told_dates(one.line.text[one.end :], one.line.first_day, months=True)[:2]
    begin = first.when.last
    days = (last.when.first - begin).days + 1
    return float(days) if days > 0 else None
