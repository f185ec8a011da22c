"""Whether a sentence states a phrasing of a policy, or denies it: by a clinician, of this patient, outright."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from apps.drafting.domain.criteria.alike import same_words
from apps.drafting.domain.criteria.mentions import OVER
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.sayings import DISBELIEF, NOT_DONE, REFUSED, is_suppliers, is_told, plans, stance
from apps.drafting.domain.criteria.subjects import KIN, is_of_another
from apps.drafting.domain.criteria.wordings import (
    SMALL,
    content,
    part_with,
    plainly,
    ways_to_say,
)
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.language.assertion import polarity
from apps.retrieval.domain.assertion import is_hedged

DENIAL = re.compile(r"\b(?:no|not|never|without|denies|denied|n't|cannot|unable|neither|nor|none)\b", re.IGNORECASE)
NOT_SAYING = re.compile(
    r"\b(?:if|unless|should|whether|policy|criteria|criterion|required (?:by|for|before)|requires? (?:that|a|the|proof|"
    r"documentation)|requirements?|payer|insurer|insurance|medicare|medicaid|plan (?:needs|wants|asks)|"
    r"asks? (?:for|whether)|must (?:show|have|document)|(?:low|little|minimal) (?:suspicion|suspected|concern|"
    r"likelihood|"
    r"probability)|needs? to|once|until|when)\b",
    re.IGNORECASE,
)
NOT_SO = re.compile(
    r"(?i)\b(?:not|never|n't|hardly) (?:at all |entirely |really )?(?:un|in)able\b|\b(?:may|might|could|would|will) "
    r"(?:yet |soon |well |eventually |one day )?(?:become|end up|turn out|prove|lose)\b"
)
SPARED = re.compile(
    r"(?i)\b(?:clear|spar(?:ed|ing)|uninvolved|unaffected|free of|normal|no|without|except|not|healed|resolved|"
    r"was|were|previously)\b|\bin (?:19|20)\d\d\b"
)
NOW_ABLE = re.compile(r"(?i)\bnow (?:can|climbs?|walks?|able|does|manages?|independent)\b")
# What is tried out is not owned: "PWC trial with joystick" for "has had a power wheelchair".
OWNS = re.compile(
    r"(?i)^(?:(?:has|have|had|was|is) )*(?:has|have|had|owns?|owned|got|possess\w*|issued|supplied|given)\b"
)
TRIED_OUT = re.compile(
    r"(?i)\b(?:trials?|trial+ed|tried|loan\w*|loaner|demo\w*|borrow\w*|test drives?|try-?outs?|simulat\w+|rental|"
    r"ordered|requested|recommended|approved for|waiting for)\b"
)
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
SUPPOSED = re.compile(r"(?i)\b(?:risk|suspect\w*|possible|concern)\b")  # what is asked is a doubt itself
NEXT_PART = re.compile(r"\W*[^,;(]*")
NONE_AFTER = re.compile(r"(?i)^[^:,;]{2,40}: ?(?:no|none|neg|negative|never|not|denies|denied|absent|n/a)\b")
MOST_GOVERNED = 14  # words
CUT = re.compile(
    r"[;.](?=\s|$)|\bbut\b|\bhowever\b|,(?=\s)(?![^.;]*\bor\b)"
)  # "unable to cook, dress or wash" is one list


@dataclass(frozen=True, slots=True)
class Said:
    """A phrasing that a sentence, from ``start`` of a line, holds by a share of its words."""

    line: NoteLine
    phrase: str
    words: str
    start: int
    share: float


def is_unable(words: str) -> bool:
    """Say whether a sentence tells in any way of what somebody is unable to do."""
    return any(UNABLE in way for way in ways_to_say(words))


def is_plain(one: Said) -> bool:
    """Say whether a sentence is told outright: no doubt, plan, condition, relative or claim of the patient."""
    how = stance(one.line, one.start, one.start + len(one.words))
    return not (how.relative or how.supposed or how.told or is_hedged(one.words) or plans(one.words)
                or NOT_SAYING.search(one.words))  # fmt: skip


def is_asserted(one: Said) -> bool:
    """Say whether a sentence asserts a phrasing: by a clinician, of this patient, of now, outright."""
    line, phrase, words = one.line, one.phrase, one.words
    how = stance(line, one.start, one.start + len(words))
    told = is_told(line, one.start, one.start + 1) or is_told(line, one.start, one.start + len(words))
    supposed = how.supposed and not SUPPOSED.search(phrase)
    if how.relative or supposed or told or not _is_clinicians(line) or _is_of_another(one):
        return False
    if _is_turned(phrase, words) or DISBELIEF.search(words) or NOT_SO.search(words) or _is_unsaid(phrase, words):
        return False
    asked_for = words.rstrip().endswith("?") or line.text.rstrip().endswith("?")
    if asked_for:
        return False
    return any(_says(plainly(phrase), way) for way in ways_to_say(words))


def _is_turned(phrase: str, words: str) -> bool:
    """Say whether a word of a sentence turns what is asked round: able now, spared, tried out instead of owned."""
    return bool(
        (UNABLE in plainly(phrase) and NOW_ABLE.search(words))
        or (AFFECTED in plainly(phrase) and SPARED.search(words))
        or (OWNS.search(phrase) and TRIED_OUT.search(words) and not TRIED_OUT.search(phrase))
    )


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
    asked = content(phrase)
    if UNABLE in words and UNABLE not in phrase and 2 * len(asked & _governed(words)) >= len(asked):
        return False
    return asked <= content(words) and _governs(phrase, words) and not _turned(phrase, words)


def _is_clinicians(line: NoteLine) -> bool:
    """Say whether a page is by a clinician: known as one, or signing as one, and no supplier of what is asked for."""
    passage = line.quote.passage
    if is_suppliers(passage) or NO_NOTE.search(passage.document_title):
        return False
    return bool(passage.author_role or CREDENTIAL.search(passage.text) or CLINICAL.search(passage.document_title))


def _is_of_another(one: Said) -> bool:
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


def ways_to_deny(words: str) -> tuple[str, ...]:
    """Return the ways in which a sentence denies; what it says as well is denied only by words of the table."""
    ways = ways_to_say(words)
    return ways if not DENIAL.search(words) else ways[:-1] or ways


def is_denied(line: NoteLine, phrase: str, words: str, way: str, start: int) -> bool:
    """Say whether a sentence, in one way of saying it, denies outright what a phrasing affirms."""
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
