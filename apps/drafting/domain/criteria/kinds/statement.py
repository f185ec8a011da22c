"""Whether a clinician asserts a sentence of this patient, in one of the phrasings a policy gives, or in the same "
"words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from apps.drafting.domain.criteria.alike import same_words
from apps.drafting.domain.criteria.case import Case, Test, day_of_line
from apps.drafting.domain.criteria.denials import FILLERS, denials, folded
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import names_of, outside_words
from apps.drafting.domain.criteria.kinds.condition import mostly, one_for_each
from apps.drafting.domain.criteria.mentions import OVER, Mention, when_said
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.opposites import excluded_by, unless_excluded
from apps.drafting.domain.criteria.performers import performed_by
from apps.drafting.domain.criteria.periods import Interval, Window
from apps.drafting.domain.criteria.sayings import DISBELIEF, NOT_DONE, REFUSED, is_suppliers, is_told, plans, stance
from apps.drafting.domain.criteria.subjects import KIN, is_of_another
from apps.drafting.domain.criteria.wordings import (
    SMALL,
    content,
    content_of_all,
    part_with,
    phrasings,
    plainly,
    ways_to_say,
)
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.assertion import polarity, sides
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.retrieval.domain.assertion import is_hedged

NEAR = 0.5  # of the words of a phrasing: worth showing, never enough
FEWEST_NEAR = 2
DENIAL = re.compile(r"\b(?:no|not|never|without|denies|denied|n't|cannot|unable|neither|nor|none)\b", re.IGNORECASE)
NOT_SAYING = re.compile(
    r"\b(?:if|unless|should|whether|policy|criteria|criterion|required (?:by|for|before)|requires? (?:that|a|the|proof|"
    r"documentation)|requirements?|payer|insurer|insurance|medicare|medicaid|plan (?:needs|wants|asks)|"
    r"asks? (?:for|whether)|must (?:show|have|document)|(?:low|little|minimal) (?:suspicion|suspected|concern|"
    r"likelihood|"
    r"probability)|needs? to|once|until|when)\b",
    re.IGNORECASE,
)
RULED_OUT = re.compile(r"(?i)\b(?:excluded|ruled out|absent|resolved|free of|negative)\b")
SPARED = re.compile(
    r"(?i)\b(?:clear|spar(?:ed|ing)|uninvolved|unaffected|free of|normal|no|without|except|not|healed|resolved|"
    r"was|were|previously)\b|\bin (?:19|20)\d\d\b"
)
NOW_ABLE = re.compile(r"(?i)\bnow (?:can|climbs?|walks?|able|does|manages?|independent)\b")
CONSENT = content("agree agrees agreed accept accepts accepted consent consents willing enrolled participate wants")
AFFECTED = "affected"
UNABLE = "unable"
LATER = re.compile(
    r"\b(?:will|would|shall|to be|plans? to|planned|going to|next (?:visit|week|month|time|appointment)|"
    r"scheduled|not yet|"
    r"(?-i:may)|might|hop(?:es|ing|efully)|wish(?:es)?|wants?|worr(?:y|ied|ies)|afraid|fears?|asks?|asked|wonders?|"
    r"googled|"
    r"read about|tomorrow|upcoming|in future|whether|unclear|unknown|to follow|pending|awaiting)\b",
    re.IGNORECASE,
)
ONE_EVENT = re.compile(r"\bcould(?: not|n't)\b", re.IGNORECASE)  # what once was so, whatever was done another time
KIN_WORD = re.compile(rf"\b{KIN}\b", re.IGNORECASE)
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
CLINICAL = re.compile(
    r"\b(?:note|consult\w*|summary|report|visit|evaluation|H&P|history and physical|letter)\b", re.IGNORECASE
)
NO_NOTE = re.compile(
    r"\b(?:after[- ]visit|patient (?:portal|message|education)|portal|diary|log|questionnaire|form|supplier|"
    r"upload\w*|"
    r"instructions?|scanned|outside record|fax)\b",
    re.IGNORECASE,
)
CREDENTIAL = re.compile(
    r"\b(?:M\.?D|D\.?O|N\.?P|PA-C|PA|A?P?RN|FNP|DNP|CRNP|ARNP|PhD|PsyD|LCSW|LPC|LMFT|PT|DPT|OTR/L|OTR|OT|SLP|"
    r"CCC-SLP|RD|RDN|"
    r"RRT|PharmD|RPh|DPM|DDS|DMD|OD|AuD)\b|\b(?:signed|dictated) by\b|\bDr\.? ",
)
# What makes no assertion of a sentence, unless the phrasing says it as well: before the words, with them, after them.
BEFORE: tuple[Callable[[str], object], ...] = (is_hedged, NOT_SAYING.search)
BESIDE: tuple[Callable[[str], object], ...] = (plans, LATER.search)
AFTER: tuple[Callable[[str], object], ...] = (OVER.search, REFUSED.search, NOT_DONE.search)
NEGATION = re.compile(r"(?i)^(?:no|not|without) ")
SUPPOSED = re.compile(r"(?i)\b(?:risk|suspect\w*|possible|concern)\b")  # what is asked is a doubt itself
LASTING = re.compile(r"(?i)\b(?:placed|inserted|implanted)\b")  # what was placed then is there now
NEXT_PART = re.compile(r"\W*[^,;(]*")
NONE_AFTER = re.compile(r"(?i)^[^:,;]{2,40}: ?(?:no|none|neg|negative|never|not|denies|denied|absent|n/a)\b")
MOST_JOINED = 2  # clauses with a semicolon between them that are read as one
MOST_GOVERNED = 14  # words
CUT = re.compile(
    r"[;.](?=\s|$)|\bbut\b|\bhowever\b|,(?=\s)(?![^.;]*\bor\b)"
)  # "unable to cook, dress or wash" is one list
STOP_AT = re.compile(r"(?<=[a-z0-9)%])[.;](?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Said:
    line: NoteLine
    phrase: str
    words: str
    start: int
    share: float


def statement(case: Case, test: Test) -> Finding:
    """Return whether a clinician asserts one of the phrasings: all of its words in one sentence, as it has them."""
    own, window = names_of(test), case.window(test.get("within"))
    phrases = phrasings(own)
    if window is None:
        return open_finding("The chart does not say on which day the window of this criterion ends.",
                            wanted="The day of the order or of the event itself.")  # fmt: skip
    full = [one for one in _said(case.own_notes, phrases) if one.share == 1.0]
    dated = [(one, _when(one)) for one in full]
    asserted = [(one, when) for one, when in dated if _is_asserted(one) and _allowed(case, test, one, when)]
    denied = [(one, _when(one)) for one in (*_denying(case, phrases), *_affirming(case, phrases))]
    general = _generally_denied(case, own, window)
    timely = [(one, when) for one, when in asserted if window.holds(when)]
    excluded = [one for one in excluded_by(case, phrases) if window.holds(one.when) is not False]
    if timely:
        found = _unless_denied(case, timely, [*denied, *_countered(case, timely)])
        return unless_excluded(found, [when for _, when in timely], excluded)
    if asserted and all(window.holds(when) is False for _, when in asserted):
        first, when = asserted[0]
        return not_met(f"{outside_words(first.line.text[:160], when, window)}.", [first.line.quote])
    against = [*(one.line.quote for one, _ in denied), *(one.quote for one in excluded)]
    if against:
        return not_met(f"A clinician says otherwise: {against[0].plain[:200]}", against[:3])
    if general and not asserted and not [one for one in full if is_hedged(one.words) and not is_hedged(one.phrase)]:
        return not_met(f"A clinician denies it: {general[0].line.text[:200]}", (one.quote for one in general[:4]))
    near = [one.line for one in full or sorted(_said(case.own_notes, phrases), key=lambda one: -one.share)[:3]]
    near = near or _on_the_subject(case, phrases)
    return open_finding(
        "No clinician's statement of this is in the chart." if not near else
        f"What comes near does not state it: {near[0].text[:160]}",
        (line.quote for line in near[:3]), wanted=f"The treating clinician's statement: {phrases[0]}.",
    )  # fmt: skip


def _when(one: _Said) -> Interval | None:
    """Return the day of which the part of a sentence is that says a phrasing."""
    part = part_with(one.phrase, one.words)
    if LASTING.search(part.text):
        return day_of_line(one.line)
    start = one.start + len(part.before)
    return when_said(one.line, start, start + max(1, len(part.text)))


def _affirming(case: Case, phrases: Sequence[str]) -> list[_Said]:
    """Return the sentences that assert what a phrasing denies: "employed by the supplier"."""
    positive = [phrase[match.end() :] for phrase in phrases if (match := NEGATION.match(phrase))]
    said = _said(case.own_notes, [phrase for phrase in positive if len(content(phrase)) >= FEWEST_NEAR])
    return [one for one in said if one.share == 1.0 and _is_asserted(one)]


def _on_the_subject(case: Case, phrases: Sequence[str]) -> list[NoteLine]:
    """Return the newest sentences that name the subject of a phrasing: its longest word."""
    subjects = {max(sorted(content(phrase)), key=len) for phrase in phrases if content(phrase)}
    found = [line for line in case.own_notes if subjects & content(line.text) and not is_suppliers(line.quote.passage)]
    return found[:2]


def _said(lines: Sequence[NoteLine], phrases: Sequence[str]) -> Iterator[_Said]:
    """Yield the sentences that hold the words of a phrasing, or most of them."""
    for line in lines:
        for start, words in _statements(line.text):
            said = content_of_all(words)
            for phrase in phrases:
                asked = content(phrase)
                shared = asked & said
                share = len(shared) / len(asked) if asked else 0.0
                if share == 1.0 and not _same_numbers(phrase, words):
                    share = 0.9
                if share == 1.0 or (share >= NEAR and len(shared) >= FEWEST_NEAR):
                    yield _Said(line, phrase, words, start, share)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    begin = 0
    for match in STOP_AT.finditer(text):
        yield begin, text[begin : match.start()]
        begin = match.end()
    if text[begin:].strip():
        yield begin, text[begin:]
    if begin and ";" in text and text.count(";") < MOST_JOINED:
        yield 0, text


def _same_numbers(phrase: str, words: str) -> bool:
    asked = {one.value for one in quantities(plainly(phrase))}
    return asked <= {one.value for way in (words, *ways_to_say(words)) for one in quantities(way)}


def _denying(case: Case, phrases: Sequence[str]) -> list[_Said]:
    """Return the sentences, whole, that deny a phrasing: "the chair was tried; he cannot operate it safely"."""
    found = []
    for line in case.own_notes:
        whole = [(line.text, 0)] if STOP_AT.search(line.text) else []
        for words, start in [*((words, start) for start, words in _statements(line.text)), *whole]:
            for phrase in phrases:
                if _is_refused(phrase, words) and not is_told(line, start, start + 1):
                    found.append(_Said(line, phrase, words, start, 1.0))
                elif any(_is_denied(line, phrase, words, way, start) for way in _ways_to_deny(words)):
                    found += [] if is_suppliers(line.quote.passage) else [_Said(line, phrase, words, start, 1.0)]
    return found


def _is_refused(phrase: str, words: str) -> bool:
    """Say whether what a phrasing has the patient agree to was refused: "remote monitoring: does not want it"."""
    subject = content(phrase) - CONSENT
    agrees = bool(content(phrase) & CONSENT)
    return agrees and len(subject) >= FEWEST_NEAR and subject <= content(words) and bool(REFUSED.search(words))


def _generally_denied(case: Case, phrases: Sequence[str], window: Window) -> list[Mention]:
    """Return denials of what most of the phrasings say, or of the only one, in more general words."""
    positive = [
        phrase
        for phrase in phrases
        if not DENIAL.search(phrase) and not RULED_OUT.search(phrase) and UNABLE not in plainly(phrase)
    ]
    found = [
        one for one in denials(case, positive)
        if window.holds(one.when) is not False and _says_half(one.line.text[one.start : one.end], one.name)
    ]  # fmt: skip
    told = mostly(phrases, found) or (len(phrases) == 1 and bool(found))
    return one_for_each(found) if told else []


def _says_half(item: str, phrase: str) -> bool:
    said, asked = folded(item) - FILLERS, folded(phrase) - FILLERS
    return 2 * len(said) >= len(asked)


def _countered(case: Case, timely: Sequence[tuple[_Said, Interval | None]]) -> list[tuple[_Said, Interval | None]]:
    """Return the sentences that affirm what the patient is said to be unable to: "propelled 150 ft"."""
    found = []
    for phrase in dict.fromkeys(one.phrase for one, _ in timely):
        asked = content(phrase) - content(UNABLE)
        if UNABLE not in plainly(phrase) or len(asked) < FEWEST_NEAR or ONE_EVENT.search(phrase):
            continue
        for line in case.own_notes:
            for start, words in _statements(line.text):
                if asked <= content(words) and not _is_unable(words) and not asked & polarity(words)[0]:
                    one = _Said(line, phrase, words, start, 1.0)
                    found += [(one, when_said(line, start, start + 1))] if _is_plain(one) else []
    return found


def _is_unable(words: str) -> bool:
    return any(UNABLE in way for way in ways_to_say(words))


def _is_of_it(conflict: Conflict, phrases: Sequence[str]) -> bool:
    """Say whether the other side of a conflict speaks of a phrasing: a dose is no word on being steroid dependent."""
    others = frozenset().union(*(content(quote.plain) for quote in conflict.stands))
    return any(content(phrase) & others for phrase in phrases)


def _is_plain(one: _Said) -> bool:
    """Say whether a sentence is told outright: no doubt, plan, condition, relative or claim of the patient."""
    how = stance(one.line, one.start, one.start + len(one.words))
    return not (how.relative or how.supposed or how.told or is_hedged(one.words) or plans(one.words)
                or NOT_SAYING.search(one.words))  # fmt: skip


def _is_asserted(one: _Said) -> bool:
    """Say whether a sentence asserts a phrasing: by a clinician, of this patient, of now, outright."""
    line, phrase, words = one.line, one.phrase, one.words
    how = stance(line, one.start, one.start + len(words))
    told = is_told(line, one.start, one.start + 1) or is_told(line, one.start, one.start + len(words))
    supposed = how.supposed and not SUPPOSED.search(phrase)
    if how.relative or supposed or told or not _is_clinicians(line) or _is_of_another(one):
        return False
    if UNABLE in plainly(phrase) and NOW_ABLE.search(words):
        return False
    if AFFECTED in plainly(phrase) and SPARED.search(words):
        return False
    if DISBELIEF.search(words) or _is_unsaid(phrase, words):
        return False
    asked_for = words.rstrip().endswith("?") or line.text.rstrip().endswith("?")
    if asked_for:
        return False
    return any(_says(plainly(phrase), way) for way in ways_to_say(words))


def _is_unsaid(phrase: str, words: str) -> bool:
    """Say whether the part of a sentence that holds a phrasing only supposes or plans it, or tells of it as over."""
    part = part_with(phrase, words)
    after = NEXT_PART.match(part.after)
    texts = (
        (BEFORE, part.before + part.text),
        (BESIDE, part.text),
        (AFTER, part.text + (after.group() if after else "")),
    )
    none = NONE_AFTER.search(part.text + part.after) and not DENIAL.search(phrase)
    return bool(none) or any(
        says(text) and says(same_words(text)) and not says(phrase) for checks, text in texts for says in checks
    )


def _says(phrase: str, words: str) -> bool:
    """Say whether one way of saying a sentence affirms a phrasing, or denies it where the phrasing does."""
    return content(phrase) <= content(words) and _governs(phrase, words) and not _turned(phrase, words)


def _is_clinicians(line: NoteLine) -> bool:
    """Say whether a page is by a clinician: known as one, or signing as one, and no supplier of what is asked for."""
    passage = line.quote.passage
    if is_suppliers(passage) or NO_NOTE.search(passage.document_title):
        return False
    return bool(passage.author_role or CREDENTIAL.search(passage.text) or CLINICAL.search(passage.document_title))


def _is_of_another(one: _Said) -> bool:
    """Say whether the words that were asked for are said of somebody beside the patient."""
    if KIN_WORD.search(one.phrase):
        return False
    asked = content(one.phrase)
    places = [match.span() for match in WORD.finditer(one.words) if content(match.group()) & asked]
    if not asked <= content(one.words):  # in other words: of whom is the part that says it?
        first = len(part_with(one.phrase, one.words).before)
        places = [match.span() for match in WORD.finditer(one.words, first)]
    return any(is_of_another(one.line.text, one.start + start, one.start + end) for start, end in places[-1:])


def _governs(phrase: str, words: str) -> bool:
    """Say whether "unable" stands before the same words in both: unable to drive is not unable to walk."""
    if UNABLE not in phrase:
        return True
    asked = roots(phrase.partition(UNABLE)[2]) - SMALL
    return UNABLE in words and asked <= _governed(words)


def _governed(words: str) -> frozenset[str]:
    """Return the stems of what stands after "unable"."""
    return roots(" ".join(CUT.split(words.partition(UNABLE)[2])[0].split()[:MOST_GOVERNED]))


def _turned(phrase: str, words: str) -> bool:
    """Say whether a sentence denies what a phrasing affirms, or the other way round."""
    asked = content(phrase)
    phrase_denied, phrase_affirmed = polarity(phrase)
    denied, affirmed = polarity(words)
    if asked & (denied - affirmed) & (phrase_affirmed - phrase_denied):
        return True
    if bool(phrase_denied & asked) and not denied & phrase_denied:
        return True
    return bool(DENIAL.search(words)) != bool(DENIAL.search(phrase)) and bool(asked & denied) != bool(
        asked & phrase_denied
    )


def _ways_to_deny(words: str) -> tuple[str, ...]:
    """Return the ways in which a sentence denies; what it says as well is denied only by words of the table."""
    ways = ways_to_say(words)
    return ways if not DENIAL.search(words) else ways[:-1] or ways


def _is_denied(line: NoteLine, phrase: str, words: str, way: str, start: int) -> bool:
    asked = content(phrase)
    if not asked <= content(way) or is_hedged(words) or DENIAL.search(phrase):
        return False
    how = stance(line, start, start + len(words))
    if how.relative or how.supposed or how.told:
        return False
    if UNABLE in way and UNABLE not in plainly(phrase):
        return 2 * len(asked & _governed(way)) >= len(asked)
    denied, affirmed = polarity(way)
    return asked <= (denied | affirmed) and len(asked & (denied - affirmed)) * 2 >= len(asked)


def _allowed(case: Case, test: Test, one: _Said, when: Interval | None) -> bool:
    by = test.get("performed_by")
    return by is None or performed_by(case, by, one.line.quote, when) is True


def _unless_denied(
    case: Case, timely: Sequence[tuple[_Said, Interval | None]], denied: Sequence[tuple[_Said, Interval | None]]
) -> Finding:
    newest = max((when.last for _, when in timely if when), default=None)
    later = [one for one, when in denied if when and (newest is None or when.last >= newest)]
    quotes: tuple[Quote, ...] = tuple(one.line.quote for one, _ in timely[:3])
    conflict = case.disputed(quotes)
    if conflict and not _is_of_it(conflict, [one.phrase for one, _ in timely]):
        conflict = None
    if later:
        return open_finding(f"A clinician states it, and later it is denied: {later[0].line.text[:160]}", quotes,
                            (one.line.quote for one in later), "Which of the two holds, in writing.")  # fmt: skip
    if conflict:
        return open_finding(conflict.text, conflict.against, conflict.stands, "Which of the two holds, in writing.")
    first = timely[0][0]
    return met(
        f"A clinician states: {first.line.text[:200]}",
        [Datum((one.line.quote,), when, sides(part_with(one.phrase, one.words).text)) for one, when in timely[:2]],
    )
