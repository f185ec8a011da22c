"""What a question asks: its words without those that only ask, and whether of now, of the past or of a relative."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apps.retrieval.domain.dictionary import ExpansionKind
from apps.retrieval.domain.expansion import Expansion

# Words that say how something is asked, not what. PostgreSQL's own stop words are left out by its dictionary.
_ASKING = """
    age amount anybody anyone anything around author authors current currently describe different done dosage dose
    doses ever everything example examples explain find finding findings first follow followup found get give given
    happen happened happens highest history hx kind kinds known last lately latest level levels list lowest main
    many max maximal maximum mean means min minimal minimum most much name newest nothing nowadays number often
    paper patient patients present previous previously reason recent recently report reported result results said
    say says show showed shown shows side sided size something still study tell test tested testing tests today
    trend trends type types use used uses using usually value values was well would
"""
# Measures, spans of time and words of any chart: they stand everywhere and answer nothing by themselves.
_EVERYWHERE = """
    cc cm daily day days dl g gram grams hour hours kg l less lb mcg meq mg milligram milligrams minute minutes ml mm
    mmhg mmol month monthly months more ng once percent per pg take taken takes taking times took tablet tablets twice
    unit units ug week weekly weeks year yearly years yes
"""
# The stop words of PostgreSQL's English dictionary: a question of these alone asks for nothing.
_STOP = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
    herself it its itself they them their theirs themselves what which who whom this that these those am is are
    was were be been being have has had having do does did doing a an the and but if or because as until while
    of at by for with about against between into through during before after above below to from up down in out
    on off over under again further then once here there when where why how all any both each few more most
    other some such no nor not only own same so than too very s t can will just don should now
"""
STOP = frozenset(_STOP.split())
GENERIC = frozenset(
    ["attack", "condition", "disease", "disorder", "problem", "reaction", "symptom", "symptoms", "syndrome"]
)
ASKING = frozenset((_ASKING + _EVERYWHERE).split())
_CAPITALS = re.compile(r"[A-Z]{2,5}|[A-Z][a-z][A-Z]")  # and PsA, which is not PSA
SHORTHAND = 2  # words: each of so few is what is asked, and in capitals a short form
# Stems of international nonproprietary names (WHO): so ends a medicine that the dictionary does not know.
_MEDICINE = re.compile(
    r"[a-z]{2,}(?:mab|cept|nib|pril|sartan|statin|cillin|azole|olol|gliptin|gliflozin|glutide|parin|xaban|dipine|oxetine|"
    r"azepam|zolam|cycline|floxacin|mycin|ciclib|umide|semide|lukast|sone|solone|triptan|setron|pidem|gabalin|vir)"
)
_ASKS_OF_RELATIVE = re.compile(
    r"(?i)\b(?:famil\w+|relatives?|runs? in|heredit\w+|inherit\w*|genetic\w*|(?:grand|step|half-)?(?:mother|father|"
    r"sister|brother|son|daughter|parent)s?|mom|dad|siblings?|aunts?|uncles?|cousins?|nieces?|nephews?|maternal|paternal|"
    r"child|children|FHx?)\b"
)
_ASKS_OF_NOW = re.compile(
    r"(?i)\b(?:latest|last|current(?:ly)?|now|still|today|recent(?:ly)?|newest|present(?:ly)?|these days|"
    r"code status|full code|DN[RI]|POLST|"
    r"smok\w+|tobacco|cigarettes?|alcohol|drinks?|allerg\w+|medications?|medicines?|meds?|rx|(?:drug|pill) list|dose|"
    r"dosage|takes?|taking|this (?:year|month|week|season)|"
    r"married|lives?|living)\b"
)
_ASKS_OF_PAST = re.compile(
    r"(?i)\b(?:was|were|did|had|when|why|first|initial\w*|start\w*|began|onset|history|hx|ever|previous\w*|prior|past|"
    r"(?:19|20)\d\d|how (?:long|often|many)|before|after|since|stopped|trend\w*|over time|compar\w+|change\w*)\b"
)
_ASKS_DOSE = re.compile(r"(?i)\b(?:dos(?:e|es|age)|how (?:much|many (?:mg|milligrams|units|tablets|pills)))\b")
_HOW_MUCH = re.compile(r"(?i)\bhow (?:long|far|old|big|large|high|low|bad|severe|soon)\b")
# What only says of which kind an allergy is, and whether a value is high: none of it stands beside the answer.
_FILLS = re.compile(
    r"(?i)\b(?:drug|medication|medicine|med)s?(?= (?:allerg|intoleran))|"
    r"(?<=allergic to )(?:any )?(?:drug|medication|medicine|med)s?\b|(?<=allergies to )(?:any )?(?:drug|medication|"
    r"medicine|med)s?\b|(?<=\w )(?:too |very |abnormally )?(?:high|low|normal|abnormal|elevated)(?=\W*$)|"
    r"(?-i:(?<=[A-Z]{3} )activity\b)|"
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?\b"
    r"(?=,? (?:of )?(?:19|20)\d\d)"
)
_OF_THE_FAMILY = re.compile(
    r"(?i)\bfamil(?:y|ial) (?:history|hx)(?: (?:of|for))?\b|\bFHx?(?: of)?\b|\b(?:runs? )?in (?:the|her|his) family\b|"
    r"\bfamily members? (?:with|who ha(?:s|ve|d))\b"
)
_STATUS = re.compile(r"(?i)(?<!\bcode )(?<!\bmarital )(?<!\bmental )(?<!\bfunctional )(?<!\bperformance )\bstatus\b")
# Where such a word is the thing that is asked for: sleep alone is no sleep study.
_HEAD = re.compile(
    r"(?i)\b(?:(?:sleep|conduction|swallow\w*|barium) (study)|blood (type)|"
    r"(?:stress|flu|influenza|covid|skin|tilt|treadmill|breath|pregnancy|walk|hearing) (test))\b"
)
_ASKS_MEDICINES = re.compile(
    r"(?i)\b(?:med(?:ication|icine)?s?|rx|prescriptions?|(?:drug|pill)s? list|what (?:drugs|pills))\b"
)
_MEDICINES = frozenset(
    f"{word}{ending}"
    for word in ("med", "medication", "medicine", "drug", "pill", "prescription")
    for ending in ("", "s")
) | {"rx"}
_STAND_IN = re.compile(r"\[[A-Z]+(?:-\d+)+\]")
_WORD = re.compile(r"\[[A-Z]+(?:-\d+)+\]|[^\W_]+(?:['’][a-z]+)?")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a question: what PostgreSQL makes of it, and how many of the chart's passages hold it."""

    word: str
    lexeme: str
    passages: int
    called: tuple[str, ...] = ()  # what else it may be called, says the dictionary
    named: int = 0  # passages that hold it under one of its other names
    thing: str = ""  # the term of the dictionary that it is a word of: a medicine, a condition, a test
    typed: str = ""  # as the person wrote it
    is_medicine: bool = False

    @property
    def shown(self) -> str:
        """Return the word as it was written."""
        return self.typed or self.word

    @property
    def is_absent(self) -> bool:
        """Say whether no passage holds it under any of its names."""
        return not self.passages and not self.named


def words_asked(question: str) -> list[str]:
    """Return the words of a question that may say what is asked, in order and once each.

    Stand-ins are whole, and an abbreviation keeps its capitals; a number says nothing without what it counts.
    """
    plain = _OF_THE_FAMILY.sub(" ", question)
    plain = _FILLS.sub("", _STATUS.sub("", _HOW_MUCH.sub("how", _POSSESSIVE.sub("", plain))))
    words = (match.group() for match in _WORD.finditer(plain) if not match.group().isdecimal())
    heads = {match[match.lastindex or 0].lower() for match in _HEAD.finditer(plain)}
    is_written_small = any(character.islower() for character in question) or len(question.split()) <= SHORTHAND
    return list(
        dict.fromkeys(
            word if is_stand_in(word) or (is_written_small and is_abbreviation(word)) else word.lower()
            for word in words
            if word.lower() not in ASKING or word.lower() in heads
        )
    )


def says_nothing(question: str) -> bool:
    """Say whether a question holds no word that can be looked for."""
    return all(word.lower() in STOP for word in words_asked(question))


def is_abbreviation(word: str) -> bool:
    """Say whether the word is written in capitals, as MS is and Ms. is not."""
    return bool(_CAPITALS.fullmatch(word))


def typed(word: str, question: str) -> str:
    """Return a word as the question writes it."""
    return next((match.group() for match in _WORD.finditer(question) if match.group().lower() == word.lower()), word)


def thing(word: str, expansions: Iterable[Expansion]) -> str:
    """Return the medicine, condition or test that the word names or is a word of; empty for any other word."""
    known = (
        one.asked
        for one in expansions
        if one.kind is not ExpansionKind.SPELLING and not _ASKS_MEDICINES.match(one.asked)
    )
    small = word.lower()
    return next(
        (asked.lower() for asked in known if small in words_of(asked)), small if _MEDICINE.fullmatch(small) else ""
    )


def unspoken(asked: Sequence[Asked]) -> list[Asked]:
    """Return the words of each thing that no passage speaks of: by none of its words and none of its names."""
    things = {one.thing for one in asked if one.thing}
    spoken = {one.thing for one in asked if not one.is_absent}
    return [one for one in asked if one.thing in things - spoken]


def lacks_one(question: str, asked: Sequence[Asked], held: Sequence[Asked]) -> bool:
    """Say whether a shorthand is not held: none of its words, or one of two that no passage holds.

    No exposure answers for asbestos, and what is near in meaning alone, a hypothyroidism, for no thyroidectomy.
    """
    if len(question.split()) > SHORTHAND + 1:
        return False
    spoken = {one.thing for one in asked if one.thing and not one.is_absent}
    telling = (one for one in asked if one.word.lower() not in GENERIC and one.thing not in spoken)
    lacking = any(one.is_absent and not is_stand_in(one.word) for one in telling)
    return not held or (len(asked) == SHORTHAND and lacking)


def is_stand_in(word: str) -> bool:
    """Say whether the word stands for an identifier, such as [PERSON-1]."""
    return bool(_STAND_IN.fullmatch(word))


def called(word: str, expansions: Iterable[Expansion]) -> tuple[str, ...]:
    """Return what else the dictionary calls the thing that the word names."""
    return tuple(
        dict.fromkeys(
            name
            for one in expansions
            if word.lower() in words_of(one.asked)
            for name in one.added
            if name.lower() != word.lower()
        )
    )


def written(text: str) -> list[str]:
    """Return the words of a text as they are written."""
    return [match.group() for match in _WORD.finditer(text)]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [match.group().lower() for match in _WORD.finditer(text)]


def asks_of_now(question: str) -> bool:
    """Say whether the question is for the latest of something, or for a status, which is what it is now."""
    return bool(_ASKS_OF_NOW.search(question))


def asks_of_past(question: str) -> bool:
    """Say whether the question is for what was once, or for how it came or went: the newest is no better answer."""
    return bool(_ASKS_OF_PAST.search(question))


def asks_dose(question: str) -> bool:
    """Say whether the question is for a dose."""
    return bool(_ASKS_DOSE.search(question))


def asks_medicines(question: str, asked: Sequence[Asked]) -> bool:
    """Say whether the question is for the list of the medicines, not for those of one disease or class."""
    told = {one.word.lower() for one in asked} - STOP - _MEDICINES
    return bool(_ASKS_MEDICINES.search(question)) and not told


def is_medicine(word: str, expansions: Iterable[Expansion]) -> bool:
    """Say whether the word names one medicine, by its own name or that of a brand."""
    small = word.lower()
    known = (one.asked for one in expansions if one.kind is ExpansionKind.BRAND)
    return bool(_MEDICINE.fullmatch(small)) or any(small in words_of(asked) for asked in known)


def must_hold(asked: Sequence[Asked]) -> list[Asked]:
    """Return the words of which an answer holds one: the medicines named, else any thing of the dictionary.

    The dose of another medicine is near in meaning, and no answer.
    """
    return [one for one in asked if one.is_medicine] or [one for one in asked if one.thing]


def asks_of_family(question: str) -> bool:
    """Say whether the question is whether anybody of the family has or had something."""
    return bool(_OF_THE_FAMILY.search(question))


def asks_of_relative(question: str) -> bool:
    """Say whether the question is about the family."""
    return bool(_ASKS_OF_RELATIVE.search(question))
