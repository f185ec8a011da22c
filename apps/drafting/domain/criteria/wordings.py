"""Ways of saying one thing: the words of a policy and those of a note need not be the same ones."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from apps.drafting.domain.criteria.alike import said_as_well, same_words
from apps.drafting.domain.criteria.names import roots


def _of(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


LIMB = (
    r"(?=[ -](?:legs?|arms?|knees?|hips?|foot|feet|hands?|shoulders?|sided|side|ankle|lower|upper|EHL|L[1-5]|S1|"
    r"sciatica))"
)
# Applied in this order: what is written otherwise becomes the word on the right.
SAME_WORDS = (
    (re.compile(rf"(?<![\w-])L{LIMB}"), "left"), (re.compile(rf"(?<![\w-])R{LIMB}"), "right"),
    (_of(r"(?-i:LLE)"), "left leg"), (_of(r"(?-i:RLE)"), "right leg"), (_of(r"(?-i:LUE)"), "left arm"),
    (_of(r"(?-i:RUE)"), "right arm"), (_of(r"left[- ]sided"), "left"), (_of(r"right[- ]sided"), "right"),
    (_of(r"(?-i:R/?B(?:/?A)?s?)"), "risks and benefits"), (_of(r"risks?, benefits?"), "risks and benefits"),
    (_of(r"risks? for"), "risk of"), (_of(r"able and willing"), "willing and able"),
    (_of(r"(?:has |have )?failed to (?=improve|respond)"), "not "),
    (_of(r"(?:did|has|have|does) not (?:improve|respond|help|get better)\w*|no (?:better|improvement|relief|benefit)|"
         r"without (?:any )?(?:improvement|relief|benefit)|unchanged after"), "not improved"),
    (_of(r"(?:(?:is|are|was|were|(?:has|have) been) )?(?:not (?:sufficient|enough|adequate|useful|helpful)|"
         r"insufficient|inadequate|of no (?:use|help)|no use|useless|do(?:es)? not (?:suffice|help)|ineffective|"
         r"unsuccessful|(?:has |have )?fail(?:s|ed|ing)?)"), "insufficient"),
    (_of(r"cannot|can ?not|can't|could not|couldn't|(?:is |was |are )?not able to|(?:is |was )?unable to|incapable of|"
         r"(?:is |was )?not capable of|lacks? the ability to"), "unable"),
    (_of(r"won'?t (?:do|suffice|be (?:enough|sufficient|adequate))|will not (?:do|suffice|be (?:enough|"
        r"sufficient|adequate))|"
         r"falls? short|not up to (?:it|the task)"), "insufficient"),
    (_of(r"no longer able to|no longer (?:can|able)"), "unable"),
    (_of(r"(?:do|does|doing|manage[sd]?|managing|use[sd]?|negotiat(?:e|es|ing)|go(?:es)? up|tak(?:e|es)|"
        r"climb(?:s|ed|ing)?) "
         r"(?:the |a flight of |flights of )?(?:stairs|steps)"), "climb stairs"),
    (_of(r"(?:steroid|prednisone|pred|corticosteroid)s? (?:bursts?|courses?|tapers?)"), "burst"),
    (_of(r"abx|antibiotics?|antimicrobials?"), "antibiotics"),
    (_of(r"(?:1|one) block"), "one block"),
    (_of(r"self[- ]propel(?:s|led|ling)?|propel(?:s|led|ling)? (?:himself|herself)|wheel(?:s|ed)? (?:himself|herself)|"
         r"propel(?:s|led|ling)?"), "propel"),
    (_of(r"(?P<kind>manual|power(?:ed)?|electric|motori[sz]ed) (?:w/c|wheel ?chair|chair)"), r"\g<kind> wheelchair"),
    (_of(r"w/c|wheel chair"), "wheelchair"),
    (_of(r"ambulat(?:e|es|ed|ing|ion)|walk(?:s|ed|ing)?"), "walk"),
    (_of(r"persist(?:s|ed|ent|ently|ing)?|remain(?:s|ed|ing)?|continu(?:e|es|ed|ing)|ongoing|still"), "remain"),
    (_of(r"contra-?indicat(?:ion|ions|ed)"), "contraindicated"),
    (_of(r"SDM"), "shared decision making"),
    (_of(r"MRADLs?|mobility[- ]related (?:activities of daily living|ADLs?)"), "mobility activities of daily living"),
    (_of(r"ADLs?"), "activities of daily living"),
    (_of(r"hypox(?:ia|emia|aemia|ic|emic|aemic)"), "hypoxemia"),
    (_of(r"safely|safe|safety"), "safe"),
    (_of(r"willing|motivated|agreeable"), "motivated"),
    (_of(r"medications?|meds|medicines?|drugs?"), "medication"),
    (_of(r"house(?:hold)?|residence|apartment"), "home"),
    (_of(r"bathroom|commode"), "toilet"),
    (_of(r"every day|day[- ]to[- ]day|each day"), "daily"),
    (_of(r"flare(?:-up)?s?"), "exacerbation"),
    (_of(r"dyspn(?:o?ea|eic)|short(?:ness)? of breath|SOB"), "dyspnea"),
    (_of(r"operations?|surger(?:y|ies)"), "surgery"),
    (_of(r"(?:went|gone|go) (?:through|over)|talked (?:about|over)|explained|reviewed"), "discussed"),
    (_of(r"understands|(?:verbali[sz]e[sd]|expressed) understanding(?: of)?|comprehends"), "understand"),
    (_of(r"complian(?:t|ce)|adheren(?:t|ce)|adheres"), "adherent"),
    (_of(r"steady|stable"), "stable"),
    (_of(r"(?:excessive(?:ly)? )?(?:day-?time )?(?:sleepiness|sleepy|somnolen(?:t|ce)|"
         r"hypersomnolence|hypersomnia|drowsiness)"),
     "excessive daytime sleepiness"),
    (_of(r"interfer(?:e|es|ed|ing) with|limit(?:s|ed|ing)?|restrict(?:s|ed|ing)?|impair(?:s|ed|ing)?"), "limits"),
    (_of(r"progressi(?:ve|ng)(?:ly)?|progressed|worsen(?:s|ed|ing)|worse|deteriorat(?:ed|ing|es)"), "worse"),
    (_of(r"twice"), "two times"),
    (_of(r"plaques?|lesions?|involve(?:d|ment)|affect(?:s|ed)|crack(?:s|ed|ing)?|fissur(?:es?|ed|ing)"), "affected"),
)  # fmt: skip
MOST_PARTS = 14  # of a sentence that is still looked at part by part
AGE = re.compile(r"\b\d+[- ]?(?:y/?o|(?:yr|year)s?[- ]old)\b", re.IGNORECASE)
# Where a sentence goes on to something else; a label and its colon stay with what they are of.
PART_END = re.compile(
    r"(?=[;,—–(])(?!, ?(?:and|or|nor)\b)|\)|(?=\s-\s)|"
    r"\s(?=(?:but|so|therefore|because|while|whereas|although|though|however)\s)", re.IGNORECASE,
)  # fmt: skip
SMALL = roots(
    "the patient member is are was has have been be a an of in on to for and or with at by that this it our his "
    "her their "
    "he she they any some its also there"
)


@lru_cache(maxsize=20_000)
def plainly(text: str) -> str:
    """Return a text with what can be said in several ways said in one."""
    for pattern, word in SAME_WORDS:
        text = pattern.sub(word, text)
    return text


@lru_cache(maxsize=20_000)
def content(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that carry its meaning, whichever way it is said."""
    return roots(plainly(text)) - SMALL


@lru_cache(maxsize=8000)
def ways_to_say(words: str) -> tuple[str, ...]:
    """Return a sentence as it stands, in the words of the table of phrases, and with all that it says as well."""
    return tuple(dict.fromkeys(plainly(way) for way in (words, same_words(words), said_as_well(words))))


@lru_cache(maxsize=8000)
def content_of_all(words: str) -> frozenset[str]:
    """Return the stems of a sentence that carry its meaning, in every way of saying it."""
    return frozenset().union(*(content(way) for way in ways_to_say(words)))


def phrasings(phrases: Sequence[str]) -> list[str]:
    """Return a policy's phrasings, and each in the words of the table."""
    return list(dict.fromkeys([*phrases, *(same_words(phrase) for phrase in phrases)]))


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a sentence that holds the words of a phrasing, and what stands before and after it."""

    before: str
    text: str
    after: str


@lru_cache(maxsize=8000)
def part_with(phrase: str, words: str) -> Part:
    """Return the shortest run of a sentence's parts that says a phrasing, else all of it; ages are masked."""
    words = AGE.sub(lambda match: " " * len(match.group()), words)
    asked = content(phrase)
    ends = sorted({0, *(match.end() for match in PART_END.finditer(words)), len(words)})
    runs = sorted(
        ((first, last) for first in ends for last in ends if first < last),
        key=lambda run: (run[1] - run[0], run[0]),
    )
    if len(ends) <= MOST_PARTS:
        for first, last in runs:
            if asked <= content_of_all(words[first:last]):
                return Part(words[:first], words[first:last], words[last:])
    return Part("", words, "")
