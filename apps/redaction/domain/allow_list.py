"""What must survive: words of clinical prose that look like names, and what only looks like an identifier (R12)."""

import re

from apps.redaction.domain.folding import fold
from apps.redaction.domain.words import CLINICAL_NOUN, EPONYMS, word_set, words_of

CLINICAL_WORDS = words_of("clinical_words.txt")
# Diagnoses, findings and medicines that begin a line of a note. Behind a name they are taken for its other half.
DICTIONARY_WORDS = words_of("dictionary_words.txt")
# Whole classes of drugs, diseases, operations and specialties, told by how their names end.
_ENDING = re.compile(
    r"\w{2,}(?:azole|caine|cillin|cycline|dipine|dronate|fenac|floxacin|gliptin|glutide|gliflozin"
    r"|lukast|mycin|olol|oxetine|parin"
    r"|pril|profen|sartan|semide|setron|statin|terol|thiazide|tidine|triptan|tinib|tyline|vudine"
    r"|zepam|zolam|zosin|umab|ximab|cept"
    r"|micin|afil|asone|isone|onide|barbital|penem|ciclib|parib|amine|azine|idine|apine|quine|oxide"
    r"|amide|imide|chloride|sulfate"
    r"|nitrate|acetate|itis|osis|oses|emia|aemia|pathy|pathic|ectomy|otomy|ostomy|oscopy|plasty"
    r"|graphy|gram|ology|ologist|ological"
    r"|iatry|iatric|iatrist|oma|omas|algia|uria|plegia|paresis|trophy|trophic|plasia|megaly|rrhea"
    r"|rrhagia|sclerosis|stenosis"
    r"|axone|azolin|mestane|trozole|ostane|fungin|ciclovir|vir|mab|tadine"
    r"|phobia|philia|penia|cytosis|globin|therapy|surgical"
    r"|iasis|phasia|dynia|lepsy|pno?ea|phagia|kinesia|a?esthesia|opsia|somnia|malacia|ectasi[as]|rrhoea|rrhoeic"
    r"|praxia|centesis|emesis|geusia|osmia|cusis|dermia)"
)
# Names of people and towns that end as a disease or a drug does: the ending says nothing of them.
_CALLED = words_of("given_names.txt") | word_set(
    "adomas coloma considine eremia eufemia euphemia ieremia ingram jasvir jeremia leonide luoma noemia oklahoma paloma"
    " pilgram sonoma tacoma tasvir thomas tuomas"
)
_CALLED_ENDING = re.compile(r"\w{2,}aitis|\w{1,5}[hklnrt]vir")
# What makes the name before it that of a disease, a test or a trial.
_STUDY = re.compile(
    r"(?:['’]s?)?[\s-]+(?-i:[A-Z]\w*[\s-]+){0,2}?(?:study|trial|score|risk|scale|criteria"
    r"|classification|index|disease|syndrome|angina"
    r"|palsy|guidelines?|reflex|sign|test|wort|virus|fever|stain|catheter|tube|diet|formula|equation|grade|stage)\b",
    re.IGNORECASE,
)
# Eponyms that are common family names as well: only what follows makes a disease or a test of one.
_FAMILY_NAMES = word_set(
    "baker barrett bell bowen brown cooper cushing dressler gilbert glasgow"
    " gordon grey hunt hutchinson jackson lambert lynch murphy"
    " reed ross roth russell smith stevens still swan turner wilson weber wolff horton barlow cooley down osgood"
)
# What makes a thing of a name before it that owns nothing: "Bruce protocol", "Lewis (a-b+)", "Timothy 4+".
_THING = re.compile(
    r"[ ](?:drains?|shunts?|nodules?|procedure|man(?:eu|oeu)v(?:er|re)s?|dressings?|catheters?|tubes?|index|stage|scale"
    r"|pupils?|blades?|bag|suction|wrap|bandages?|gauze|valves?|cannulas?|hooks?|screws?|prosthes[ei]s|flaps?|grafts?"
    r"|splints?|boot|pessary|balloon|cells|proteins?|lesions?|facies|habitus|hernias?|murmur"
    r"|protocols?|inventory|questionnaire|manoeuvre|approach|incision|position|views?|rings|spaces?|rules?"
    r"|regimen"
    r"|technique|antigens?|antibod(?:y|ies)|screening|assessment|fixation|clamp|forceps|retractor|harness|brace"
    r"|pearls"
    r"|consensus|staging|operation|osteotomy|arthroplasty|angle|nomogram|curve|precautions|grass|thistle|elder|bengal"
    r"|shunt|collar|solution|criteria|scores?|needle|suture|knot|stent|effect|law|convention|method|system[ ]of"
    r"|grade|level|point|triad|tetrad|pentad"
    r"|nerve|duct"
    r"|canal|artery|vein|ligament|muscle|fascia|fossa|fissure|tubercle|triangle|space)\b"
    r"|[ ]\((?:[a-z]\d?[+\-]){1,2}\)|[ ][0-4]\+(?![\w+])"
)
# A place with a grade behind it is a classification: "Denver II", "Montreal A2L3B1", "Geneva 6".
_GRADE = re.compile(
    r"[ ](?:(?:I{1,3}|IV|VI{0,3})[AB]?|(?:[A-Z]\d){1,4}[a-z]?|\d{1,2}(?=[,;.)]|$))(?![\w'’]|[ ]\d[A-Z]{2})"
)
# Several eponyms share one noun: "Hawkins, Neer and Jobe tests".
_LISTED = re.compile(
    r"(?:(?:,|,?[ ](?:and|or|/))[ ][A-Z][\w'’\-]+){1,4}"
    r"[ ](?:tests?|signs?|man(?:eu|oeu)v(?:er|re)s?|criteria|scores?|nodes|lesions)\b"
)
_WORDS = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]+$")


_PAIRS = re.compile(
    r"\b(?:" + "|".join(sorted(re.escape(word) for word in EPONYMS if "-" in word)) + r")\b", re.IGNORECASE
)


def is_clinical_word(word: str) -> bool:
    """Say whether one folded lower-case word belongs to clinical prose; of "sept/nov" each half has to."""
    if "/" in word.strip("/"):
        return all(is_clinical_word(half) for half in word.split("/") if half)
    return (
        len(word) == 1
        or word in CLINICAL_WORDS
        or (word in EPONYMS and word not in _FAMILY_NAMES)
        or word in DICTIONARY_WORDS
        or (word.endswith("s") and (word[:-1] in CLINICAL_WORDS or word[:-1] in DICTIONARY_WORDS))
        or _ends_clinically(word)
    )


def _ends_clinically(word: str) -> bool:
    called = word in _CALLED or _CALLED_ENDING.fullmatch(word) is not None
    return not called and _ENDING.fullmatch(word) is not None


def is_clinical(text: str) -> bool:
    """Say whether a text consists of clinical words alone. A number by itself is no word."""
    folded = fold(text).text.casefold()
    if "-" in folded and (rest := _PAIRS.sub(" ", folded)) != folded:
        return all(is_clinical_word(word) for word in _WORDS.findall(rest))
    words = _WORDS.findall(folded)
    return bool(words) and all(is_clinical_word(word) for word in words)


def names_a_thing(text: str, end: int) -> bool:
    """Say whether what follows ``end`` makes the name before it that of a disease, a test or a trial.

    "Lou Gehrig's disease", "Wells score"; and "Wilson's" of an eponym, whose disease goes without saying.
    """
    return bool(
        CLINICAL_NOUN.match(text, end) or _STUDY.match(text, end) or _THING.match(text, end) or _LISTED.match(text, end)
    ) or (_owned_eponym(text, end))


def is_graded(text: str, end: int) -> bool:
    """Say whether the grade that follows ``end`` makes a classification of the place before it."""
    return _GRADE.match(text, end) is not None


def _owned_eponym(text: str, end: int) -> bool:
    last = _LAST_WORD.search(text, max(0, end - 24), end)
    return last is not None and last.group().casefold() in EPONYMS and text[end : end + 2] in {"'s", "’s"}
