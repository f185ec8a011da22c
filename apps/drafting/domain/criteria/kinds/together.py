"""What is used together with what is ordered: as the order says it, and as the chart's list and notes do."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.episodes import listed_episodes
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.nottaken import not_taken
from apps.drafting.domain.criteria.mentions import Mention, mentions
from apps.drafting.domain.criteria.names import first_named, named_in
from apps.drafting.domain.criteria.sayings import clause_around, stance
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import drug_key

NO_OTHER = re.compile(
    r"\b(?:no|nor any|not any|without) (?:other|another|concurrent|concomitant|additional|second|further)\b|"
    r"\bnot (?:be )?(?:used |taken |given )?(?:together|(?:combined )?with another)\b|"
    r"\bmonotherapy\b|\bwill not be (?:combined|used with)\b|\bnothing else\b|\bas (?:the )?(?:only|sole) (?:agent|"
    r"drug|biologic|"
    r"therapy|treatment)\b|\bwill (?:be stopped|stop) (?:before|when)\b",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\b(?:together with|in combination|combined with|alongside|on top of|in addition to|add(?:ed)? to|plus|"
    r"continu\w+)\b",
    re.IGNORECASE,
)
CLASS_WORDS = re.compile(
    r"(?i)\b(?:biologic\w*|antibod\w+|gepants?|JAK\w*|DMARDs?|inhibitors?|agents?|drugs?|therap\w+|treatments?|"
    r"medicines?|"
    r"medications?|preventives?|immunosuppress\w+|anticoagul\w+|stimulants?|opioids?|pills?|shots?|injections?|tablets?|meds|rx|GLP-?1\w*)\b"
)
NONE = frozenset({"none", "no", "no other", "nothing"})
RECENT = {"days": 90, "before": "order"}


def concurrent(case: Case, text: str, wanted: Sequence[str], stated: str) -> Finding:
    """Return whether one of the drugs asked about is to be used with the order; ``none`` asks that nothing is."""
    asks_none = any(value.lower() in NONE for value in wanted)
    lines = case.request.lines[:1]
    denials = _denials(case, text)
    if stated and not asks_none:
        return _stated(stated, wanted, lines)
    running = [] if asks_none else _running(case, wanted)
    gone = _not_taken(case, wanted) if running else []
    if gone and all(any(first_named(quote.plain, (one.name,), classes=True) for one in gone) for quote in running):
        running = []
    if asks_none and (denials or stated.lower() in NONE):
        return met("Nothing else is used with it, by the order or the note to it.", [Datum((*lines, *denials[:2]))])
    if asks_none:
        return open_finding("What is used together with it is not stated in the order.", lines,
                            wanted="The prescriber's statement of what is used together with it.")  # fmt: skip
    ordered = [drug_key(line_of(quote).head) for quote in case.request.lines]
    meant = [line.quote for line in _recent(case) if _is_meant(line, wanted, ordered)]
    if meant and not denials:
        return met(f"It is to be used together: {meant[0].plain[:160]}", [Datum((*meant[:2], *running[:1]))])
    if denials and not meant and not running:
        return not_met(
            f"Nothing of this is used with it: {denials[0].plain[:160]}", [*denials[:2], *_never(case, wanted)[:2]]
        )
    near = [*meant[:1], *running[:2]]
    return open_finding("What is used together with it is not stated in the order.", [*lines, *near], denials[:2],
                        "The prescriber's statement of what is used together with it.")  # fmt: skip


def _stated(stated: str, wanted: Sequence[str], lines: Sequence[Quote]) -> Finding:
    if first_named(stated, wanted, classes=True):
        return met(f"It is stated with the order: {stated[:160]}", [Datum(tuple(lines))])
    return not_met(f"What is stated with the order is none of those: {stated[:160]}", lines)


def _recent(case: Case) -> list[NoteLine]:
    window = case.window(RECENT)
    return [
        line
        for line in case.notes
        if window and window.first and line.day and window.first <= line.day and not line.copied
    ]


def _denials(case: Case, text: str) -> list[Quote]:
    """Return where the order, or a recent note, says that nothing else of the kind is used with it."""
    found: list[Quote] = list(case.request.lines[:1]) if NO_OTHER.search(text) else []
    for line in _recent(case):
        match = NO_OTHER.search(line.text)
        if match and CLASS_WORDS.search(line.text[match.end() : match.end() + 60] or match.group()):
            said = stance(line, *match.span())
            if not (said.told or said.relative or said.supposed):
                found.append(line.quote)
    return found


def _not_taken(case: Case, wanted: Sequence[str]) -> list[Mention]:
    """Return where clinicians lately say of one of the drugs that it is not taken."""
    window = case.window(RECENT)
    return not_taken(case, wanted, list(mentions(case, wanted, classes=True)), window) if window else []


def _running(case: Case, wanted: Sequence[str]) -> list[Quote]:
    """Return the list's lines that stand, but those that were never handed over."""
    never = {quote for one in listed_episodes(case, wanted) if one.never for quote in one.quotes}
    return [
        one.line.quote for one in case.chart.medications
        if one.current and not one.planned and one.line.quote not in never and one.line.quote not in case.request.lines
        and first_named(one.head.split(",")[0], wanted, classes=True)
    ]  # fmt: skip


def _is_meant(line: NoteLine, wanted: Sequence[str], ordered: Sequence[str]) -> bool:
    """Say whether a clinician's recent note has one of the drugs go on with what is ordered."""
    for named in named_in(line.text, wanted, classes=True):
        said = stance(line, named.start, named.end)
        clause = clause_around(line.text, named.start, named.end)
        if first_named(line.text[named.start : named.end], ordered):
            continue  # what is asked for itself
        if said.denied or said.relative or said.told or said.hedged or said.supposed or said.refused or said.not_done:
            continue
        if TOGETHER.search(clause) and not re.search(
            r"(?i)\b(?:stop\w*|discontinu\w+|off|instead|replac\w+|failed)\b", line.text
        ):
            return True
    return False


def _never(case: Case, wanted: Sequence[str]) -> list[Quote]:
    """Return where recent notes deny one of the drugs, or say that it was stopped."""
    found = []
    for line in _recent(case):
        for named in named_in(line.text, wanted, classes=True):
            said = stance(line, named.start, named.end)
            if not said.relative and (said.denied or re.search(r"(?i)\b(?:stopped|discontinued)\b", line.text)):
                found.append(line.quote)
    return list(dict.fromkeys(found))
