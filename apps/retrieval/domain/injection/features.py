"""What speaks in a sentence for work that has nothing to do with a patient: mood, topic, whom it addresses.

Only a sentence that orders, asks, or speaks of the reader's answer is weighed; the rest is told, not asked for.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

DATA = files("apps.retrieval").joinpath("data", "injection")
WORD = re.compile(r"[a-z][a-z']*[a-z]|[a-z]")
LEAD = re.compile(
    r"(?:\W|\b(?:please|kindly|and|then|now|also|next|finally|additionally|furthermore|first|just|simply|instead|hey|hi|hello|"
    r"okay|ok|remember to|be sure to|make sure (?:to|you)|feel free to|do not forget to|don't forget to|never forget to|"
    r"don't hesitate to|do not hesitate to|it is (?:advisable|important|essential|recommended|crucial|necessary|vital) to|"
    r"you (?:should|must|need to|have to|may|might want to|can|could|will|are (?:asked|required|encouraged|to)(?: to)?)|"
    r"(?:can|could|would|will) you|i (?:want|need|would like) you to|your task is to|try to|consider|"
    r"in (?:your|the) (?:answer|response|reply|output|summary|message),?|at the (?:end|start|beginning) of your \w+,?)\b)*",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^\W*(?:(?:what|what's|who|who's|whom|whose|which|when|where|where's|why|how|how's|is|are|was|were|do|does|did|can|could|"
    r"would|will|should|may|has|have)\b(?=.*\?)|(?:what|who|why|how) (?:is|are|was|were|do|does|did|to|can|would)\b)",
    re.IGNORECASE,
)
# Drugs, operations, diseases and examinations are known by how they end.
CLINICAL_ENDS = re.compile(
    r"(?:ectomy|otomy|ostomy|plasty|scopy|graphy|gram|itis|osis|oma|emia|uria|opathy|algia|pril|sartan|statin|olol|azole|"
    r"mycin|cillin|cycline|floxacin|mab|nib|sone|solone|idine|amine|azepam|gliptin|gliflozin|glutide|parin|xaban|triptan|"
    r"oxetine|pine|done|mide|zide|tidine|prazole|dronate|vir|virus|coccus|cyte|scopic|oid|ular|plegia|paresis|esthesia|rrhea|"
    r"stasis|lysis|trophy|penia|pnea|cardia|dipine|terol|tropium|caine|ology|ologist)s?$"
)
SHORT = 3  # words of topic: too few to tell work from a line of a plan
SPOKEN_OF = re.compile(r"[Yy]our|YOUR|[Cc]ode|answer|response|reply|output|snippet|script|function|@|\.\w\w|http|www")
THING = (
    r"(?:answers?|response|reply|replies|outputs?|messages?|code|implementation|program|solution|algorithm|codebase|script|"
    r"words?|text|project|software|application|system|design|architecture|framework|explanation|final \w+)"
)
FLAGS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "your_text": rf"\b(?:your|the|this) (?:\w+ ){{0,2}}?(?:answer|response|reply|output)\b|\byour (?:\w+ )?{THING}\b",
        "code": r"```|\bcode (?:snippet|block|section|excerpt|fragment|segment|chunk|sample|portion|piece|below)\b|\bsnippets?\b|"
        r"\b(?:following|subsequent|below|ensuing|given) (?:\w+ )?(?:code|script|lines of code|function)\b|\b(?:piece|block|section|"
        r"lines?|segment|fragment|chunk) of code\b",
        "url": r"https?://|www\.|\b\w[\w-]*\.(?:com|net|org|io|xyz|test|example|info|biz|co|app|site|online)\b|\S@\S",
        "quoted": r"'[^']{3,}'|\"[^\"]{3,}\"|“[^”]{3,}”",
        "points": r"\b(?:following|below|above|subsequent|next) (?:text|sentence|phrase|paragraph|code|lines?|words?|statement|passage|"
        r"list|review|tweet|email|comment|message)\b",
        "third": r"\b(?:patient|patients|pt|he|she|her|hers|him|his|they|their|them|client|child|baby|mother|father|daughter|son|family)\b",
        "mine": r"\b(?:my|i|i'm|i've|we|our)\b",
        "me": r"\b(?:me|us)\b",
        "you": r"\byou\b",
        "your": r"\byour\b",
        "dose": r"\b\d+(?:\.\d+)? ?(?:mg|mcg|ml|g|meq|units?|tabs?|tablets?|puffs?|l|lbs?|kg|hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|"
        r"minutes?|%)\b|\b(?:daily|bid|tid|qid|qhs|prn|po|iv|nightly|bedtime|twice|weekly|stat)\b",
        "number": r"\d",
        "token": r"\[[A-Z-]+-\d+[a-z]*\]",
        "letters": r"\b(?:letters?|vowels?|consonants?|emojis?|anagrams?|typos?|alphabet\w*|cipher\w*|misspell\w*|rhym\w+|uppercase|lowercase|"
        r"base\d+|morse|binary|palindrom\w*|punctuation|numerals?)\b",
        "made": r"\b(?:poem|poetry|story|essay|speech|song|joke|article|blog|tweet|novel|lyrics|slogan|headline|script|haiku|limerick|"
        r"email|e-mail|advert\w*|quiz|riddle|puzzle|screenplay|dialogue|paragraph|recipe|itinerary)\b",
        "public": r"\b(?:users?|readers?|customers?|visitors?|audience|viewers?|subscribers?|followers?|clients|donors?|voters?|public)\b",
    }.items()
}
STOP = frozenset(
    "a an the and or but of to in on at for from with without by as is are was were be been being it its this that these those "
    "there here what which who whom whose when where why how do does did can could should would will may might must have has had "
    "not no yes if then than so such very more most some any all each every other another into out up down over under about "
    "your you me my we us our i he she they them their his her him please also just only one two between during after before "
    "don't isn't it's let".split()
)  # fmt: skip
# What follows a heading, one half of a pair or a noun, not a verb.
NO_ORDER = re.compile(r"[:/=&-]|\s+(?:of|is|was|were|are|has|had|shows?|showed|remains?|reveals?|revealed|demonstrate[sd]?)\b", re.IGNORECASE)
MOST = 4  # words counted of a kind


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """Return the verbs that open an order, in their base form."""
    return _words("verbs.txt")


@lru_cache(maxsize=1)
def familiar() -> frozenset[str]:
    """Return the words that clinical records use, compiled by ``manage.py injection_fit``."""
    return _words("familiar.txt")


@lru_cache(maxsize=1)
def medical() -> frozenset[str]:
    """Return the words of the clinical dictionary, compiled by ``manage.py injection_fit``."""
    return _words("medical.txt")


def is_weighed(sentence: str) -> bool:
    """Return whether a sentence orders, asks, or speaks of the reader's own text."""
    if opening(sentence) or QUESTION.match(sentence) or sentence.rstrip("\"' ").endswith("?"):
        return True
    return bool(SPOKEN_OF.search(sentence)) and any(FLAGS[name].search(sentence) for name in ("your_text", "code", "url"))


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry its topic, in small letters."""
    return [word for word in WORD.findall(text.lower()) if len(word) > 2 and word not in STOP]  # noqa: PLR2004


def features_of(sentence: str) -> dict[str, float]:
    """Return the features of a sentence by name."""
    words = content_words(sentence)
    verb = opening(sentence)
    topic = words[1:] if verb and words[:1] == [verb] else words
    foreign = sum(not is_familiar(word) for word in topic)
    found = {f"w:{word}": 1.0 for word in topic}
    if verb:
        found[f"v:{verb}"] = 1.0
        found["order"] = 1.0
    elif question := QUESTION.match(sentence):
        found[f"q:{WORD.findall(question.group().lower())[0]}"] = 1.0
    if sentence.rstrip("\"' ").endswith("?"):
        found["asks"] = 1.0
    found |= {name: 1.0 for name, pattern in FLAGS.items() if pattern.search(sentence)}
    if len(topic) < SHORT:
        found["short"] = 1.0
    found["medical"] = float(min(sum(is_medical(word) for word in topic), MOST))
    found["foreign"] = float(min(foreign, MOST))
    found["familiar"] = float(min(len(topic) - foreign, MOST))
    found["foreign_share"] = foreign / len(topic) if topic else 0.0
    return found


def is_familiar(word: str) -> bool:
    """Return whether clinical records use a word, in this or its plain form."""
    return is_medical(word) or _is_in(word, familiar())


def is_medical(word: str) -> bool:
    """Return whether a word is of the clinical dictionary, or ends as such words do."""
    return bool(CLINICAL_ENDS.search(word)) or _is_in(word, medical())


def _is_in(word: str, words: frozenset[str]) -> bool:
    stems = (word[: -len(end)] for end in ("s", "es", "ed", "ing", "ly") if word.endswith(end))
    return word in words or any(stem in words for stem in stems)


def opening(sentence: str) -> str:
    """Return the verb by which a sentence opens as an order, or an empty text."""
    lead = LEAD.match(sentence)
    word = WORD.match(sentence.lower(), lead.end() if lead else 0)
    if not word or word.group() not in verbs() or NO_ORDER.match(sentence, word.end()):
        return ""
    return word.group()


def _words(name: str) -> frozenset[str]:
    lines = DATA.joinpath(name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
