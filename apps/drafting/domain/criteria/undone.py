"""Newer sentences that undo what a criterion was met on, without calling it wrong.

A medicine that failed is taken again and works; pain has gone to the other side; the study was somebody else's; what
was begun is hardly used. What is undone is neither MET nor NOT_MET: a person says what holds now.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.findings import Finding, distinct
from apps.drafting.domain.criteria.kinds.common import as_list, names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.subjects import KIN
from apps.drafting.domain.criteria.verdicts import Verdict
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import sides

CLAUSE = re.compile(r";|\.\s")
RESUMED = re.compile(
    r"(?i)\b(?:re-?(?:started|challeng\w+|tried|introduced|initiated)|resum\w+|tried (?:it )?again|"
    r"(?:now |is |been )?back on|went back (?:to|on)|now (?:on|takes|taking|using)|again (?:on|taking|takes|since)|"
    r"continues?|continued since|still (?:on|takes?|taking|uses?)|takes? (?:it )?(?:again|now|daily))\b"
)
WORKS = re.compile(
    r"(?i)\b(?:works?|worked|working|helps?|helping|helped|effective|(?:good|great|excellent|adequate|full|complete|"
    r"marked|clear) (?:response|control|relief|effect|benefit|results?)|controls?|controlled|relie(?:f|ves?|ved)|"
    r"pain[- ]free|responds?|responding|responded|doing (?:very |quite |so )?well|benefit(?:s|ing|ted)?|"
    r"satisfied|improv\w+|much better|in remission)\b"
)
BORNE = re.compile(
    r"(?i)\btolerat\w+|\b(?:no|without|denies|free of)(?: any| more| further| new| recurrent| significant)? (?:side "
    r"effects?|s/?e'?s?|adverse \w+|AEs?|reactions?|problems?|issues?|trouble|complaints?|symptoms?|"
    r"(?:\w+ ){0,2}(?:dizz\w+|nausea|vomit\w+|rash|cough|sedation|drows\w+|diarrh\w+|headaches?|hives|swelling|pain|"
    r"bleeding|fatigue|cramps?|aches?|upset|toxicity|edema|weight gain|recurrence))\b|\bfine (?:with|on) it\b"
)
NOT_SO = re.compile(
    r"(?i)\b(?:not|n't|no|never|hardly|barely|without|little|poorly|cannot|unable to|less|minimal)\b[ ,]+(?:\w+ ){0,2}?"
    r"(?:work\w*|help\w*|effective|response|control\w*|relief|benefit\w*|tolerat\w*|improv\w*|respon\w+|effect|"
    r"better)\b|"
    r"\b(?:stopped|quit|failed|intoleran\w+|again (?:dizzy|sick|nauseous)|recurred)\b"
)
NOW_THERE = re.compile(
    r"(?i)\b(?:now|today|currently|has|have|moved|switched|shifted|changed)\b[^.;]{0,20}?\b(?:on|in|to|at) (?:the |"
    r"her |"
    r"his )?(?P<side>left|right|lt|rt|l|r)\b"
)
SIDE_FREE = re.compile(
    r"(?i)\b(?P<side>left|right|lt|rt|l|r)\b[^.;,]{0,24}?\b(?:pain|symptom)[- ]free|\b(?P<other>left|right|lt|rt|l|r)\b"
    r"[^.;,]{0,24}?\b(?:asymptomatic|resolved|gone|no longer (?:hurts|painful|bothers)|without pain|has no pain)\b"
)
SIDE = re.compile(r"(?i)\b(?:left|right|lt|rt|bilateral)\b\W*|\([LR]\)|\b[LR]\b(?!\d)\W*")
STUDY = (
    r"(?:MRI|CT|X-?ray|XR|radiographs?|films?|scan|ultrasound|echo(?:cardiogram)?|ECG|EKG|EMG|NCS|PSG|HSAT|HST|"
    r"sleep study|biopsy|endoscopy|colonoscopy|DEXA|DXA|angiogram|PET|report|study|images?|labs?|results?)"
)
# Up to three words before whoever it is.
THEM = r"(?:(?:her|his|the|a|another|different|twin|own|somebody|someone) ?){0,3}"
NOT_HERS = re.compile(
    rf"(?i)\b(?P<study>{STUDY})\b[^.;]{{0,40}}?\b(?:was|were|is|are|belong(?:s|ed)?|turned out to be)(?: actually| "
    rf"really| in fact)? (?:not (?:of )?(?:hers?|his|this patient|our patient|the patient)|"
    rf"(?:of|to|from|for|that of) {THEM}(?:{KIN}|patient|person|else)|{THEM}(?:{KIN}|patient|person|else)['’]s)\b"
)
USED = re.compile(
    r"(?i)\b(?:used?|worn|wore|wears|usage|use|adheren\w+|complian\w+)\b[^.;\d]{0,30}(?P<days>\d{1,3}) ?"
    r"(?:of|/|out of) ?(?:the )?(?:last |past |first )?(?P<all>\d{1,3}) ?(?:nights?|days?|d\b|n\b)|"
    r"\b(?P<few>\d{1,3}) ?(?:of|/|out of) "
    r"?(?:the )?(?:last |past )?(?P<many>\d{1,3}) (?:nights?|days?) (?:used|of use|worn)"
)
HARDLY = re.compile(
    r"(?i)\b(?:hardly|barely|rarely|scarcely|almost never|never|seldom|not(?: been| really)?|no longer|stopped) "
    r"(?:ever )?(?:us(?:es?|ed|ing)|wear(?:s|ing)?|wore|worn)\b|\b(?:sits|sitting|lies|is) in (?:the|a|her|his) "
    r"(?:closet|box|drawer|garage)\b|\bgave up on\b|\breturned (?:it |the (?:device|machine) )?to\b"
)
UNDOES = {"inadequate_response": WORKS, "intolerance": BORNE}
LEAST_USE = 0.5  # a share of nights below which something is had, and not used


def unless_undone(case: Case, test: Test, finding: Finding) -> Finding:
    """Return a MET finding as INSUFFICIENT where a sentence at least as new as its evidence undoes it."""
    if finding.verdict is not Verdict.MET or finding.not_applicable:
        return finding
    since = max((quote.day for quote in finding.supporting if quote.day and not quote.passage.structured), default=None)
    undone = _UNDONE.get(str(test.get("kind")))
    lines = [line.quote for line in _newer(case, finding, since) if undone(test, line)] if undone else []
    found = distinct((*lines, *_of_others(case, finding, since)))
    if not found:
        return finding
    return replace(
        finding, verdict=Verdict.INSUFFICIENT, data=(), contradicting=distinct((*found, *finding.contradicting)),
        reason=f"{finding.reason} Since then: {found[0].plain[:160]}",
        wanted=(*finding.wanted, "A clinician's word on what holds now."),
    )  # fmt: skip


def _newer(case: Case, finding: Finding, since: date | None) -> Iterator[NoteLine]:
    """Yield the sentences, at least as new as the evidence, beside it."""
    places = {(quote.passage.passage_id, quote.start) for quote in finding.supporting}
    for line in case.own_remarks:
        is_new = since is None or (line.day is not None and line.day >= since)
        if is_new and not line.copied and (line.quote.passage.passage_id, line.quote.start) not in places:
            yield line


def _of_drug(test: Test, line: NoteLine) -> bool:
    """Say whether a medicine that did not work works now, or one that was not borne is borne now."""
    outcomes = {str(one) for one in as_list(test.get("outcome"))}
    wanted = [
        words for outcome, words in (("inadequate_response", WORKS), ("intolerance", BORNE)) if outcome in outcomes
    ]
    return any(
        RESUMED.search(part) and not NOT_SO.search(part) and any(words.search(part) for words in wanted)
        for part in _parts(line.text, names_of(test))
    )


def _of_side(test: Test, line: NoteLine) -> bool:
    """Say whether what was on one side is on the other now, or gone from its own."""
    names = names_of(test)
    asked = sides(" ".join(names))
    if len(asked) != 1:
        return False
    for part in _parts(line.text, [plain for name in names if (plain := SIDE.sub("", name).strip())]):
        moved = NOW_THERE.search(part)
        free = SIDE_FREE.search(part)
        if moved and sides(_spelled(moved["side"])) and not asked & sides(_spelled(moved["side"])):
            return True
        if free and asked & sides(_spelled(free["side"] or free["other"])):
            return True
    return False


def _spelled(side: str) -> str:
    return "left" if side[0].lower() == "l" else "right"


def _of_use(test: Test, line: NoteLine) -> bool:
    """Say whether what was begun is hardly used."""
    for part in _parts(line.text, names_of(test)):
        counted = USED.search(part)
        if counted:
            days, whole = int(counted["days"] or counted["few"]), int(counted["all"] or counted["many"])
            if days < whole * LEAST_USE:
                return True
        if test.get("min_duration") and HARDLY.search(part):
            return True
    return False


_UNDONE: Mapping[str, Callable[[Test, NoteLine], bool]] = {
    "trial": _of_drug, "condition": _of_side, "treatment": _of_use,
}  # fmt: skip


def _parts(text: str, names: Sequence[str]) -> Iterator[str]:
    """Yield the clauses of a sentence that name the thing."""
    return (part for part in CLAUSE.split(text) if first_named(part, names, classes=True))


def _of_others(case: Case, finding: Finding, since: date | None) -> Iterator[Quote]:
    """Yield what says, at least as new, that a study of which the evidence tells was somebody else's.

    Such words are left out of the chart's sentences, so the pages themselves are read.
    """
    told = " ".join(quote.plain for quote in finding.supporting)
    for passage in case.draft_input.passages:
        day = passage.dated_at.date() if passage.dated_at else None
        late = day is not None and day <= case.as_of and (since is None or day >= since)
        if passage.structured or passage.superseded or not late:
            continue
        for said in NOT_HERS.finditer(passage.text):
            if re.search(rf"(?i)\b{re.escape(said['study'])}\b", told):
                yield Quote(passage, *said.span())
