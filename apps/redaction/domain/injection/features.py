"""What speaks in a sentence for work that has nothing to do with a patient: mood, topic, whom it addresses.

Only a sentence that orders, asks, or speaks of the reader's answer is weighed; the rest is told, not asked for.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from apps.redaction.domain.injection.reading import named_patterns, words_of_file

WORD = re.compile(r"[a-z][a-z']*[a-z]|[a-z]")
_PATTERNS = named_patterns("flags.txt")
LEAD, QUESTION = _PATTERNS.pop("LEAD"), _PATTERNS.pop("QUESTION")
CLINICAL_ENDS, NO_ORDER = _PATTERNS.pop("CLINICAL_ENDS"), _PATTERNS.pop("NO_ORDER")
TOLD_A_PATIENT, CORRECTS = _PATTERNS.pop("TOLD_A_PATIENT"), _PATTERNS.pop("CORRECTS")
FLAGS: Mapping[str, re.Pattern[str]] = _PATTERNS
SPOKEN_OF = re.compile(r"[Yy]our|YOUR|[Cc]ode|answer|response|reply|output|snippet|script|function|@|\.\w\w|http|www")
STOP = words_of_file("stop.txt")
# Beside one of these, even a few words are work for a writer.
STRONG = ("your_text", "code", "url", "quoted", "letters", "made", "public", "points")
PLANS = words_of_file("plans.txt")
PLAN_LINE = 4  # words of topic: a line of a plan has fewer
SHORTEST = 3  # letters of a word that carries a topic
SHORT = 3  # words of topic: fewer are too few to tell work from a line of a plan
OF_CARE = 2  # words of care: a question with as many is about a patient
MOST = 4  # words counted of a kind


@lru_cache(maxsize=1)
def verbs() -> frozenset[str]:
    """Return the verbs that open an order, in their base form."""
    return words_of_file("verbs.txt")


@lru_cache(maxsize=1)
def familiar() -> frozenset[str]:
    """Return the words that clinical records use, compiled by ``manage.py injection_fit``."""
    return words_of_file("familiar.txt")


@lru_cache(maxsize=1)
def medical() -> frozenset[str]:
    """Return the words of the clinical dictionary, compiled by ``manage.py injection_fit``."""
    return words_of_file("medical.txt")


@lru_cache(maxsize=1)
def care() -> frozenset[str]:
    """Return words of the dealings of care, as patients and staff ask and tell of them."""
    return words_of_file("care.txt")


@lru_cache(maxsize=1)
def topics() -> frozenset[str]:
    """Return words of what a record of care does not speak about."""
    return words_of_file("topics.txt")


def is_weighed(sentence: str) -> bool:
    """Return whether a sentence orders, asks, or speaks of the reader's own text."""
    if opening(sentence) or QUESTION.match(sentence):
        return True
    if _asks(sentence):
        return not (_is_fragment(sentence) or _is_unsure(sentence))
    return bool(SPOKEN_OF.search(sentence)) and (
        any(FLAGS[name].search(sentence) for name in ("your_text", "code"))
        or (bool(FLAGS["url"].search(sentence)) and not verbs().isdisjoint(WORD.findall(sentence.lower())))
    )


def _asks(sentence: str) -> bool:
    return sentence.rstrip("\"' ").endswith("?")


def _is_fragment(sentence: str) -> bool:
    """Return whether a question is a word or two that a writer was not sure of: it asks for no work."""
    words = content_words(sentence)
    of_care = any(is_medical(word) or word in care() for word in words)
    return len(words) < SHORT + of_care and not any(FLAGS[name].search(sentence) for name in STRONG)


def _is_unsure(sentence: str) -> bool:
    """Return whether a sentence asks by its mark alone, and of care: a writer who was not sure, no work for another."""
    return sum(is_medical(word) or word in care() for word in content_words(sentence)) >= OF_CARE


def is_line_of_plan(sentence: str) -> bool:
    """Return whether a sentence is too short, or opens too much like a plan, to be told from a line of a plan."""
    verb = opening(sentence)
    topic = [word for word in content_words(sentence) if word != verb]
    few = PLAN_LINE if verb in PLANS else SHORT - 1
    return len(topic) < few and bool(verb) and not any(FLAGS[name].search(sentence) for name in STRONG)


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry its topic, in small letters; a stand-in such as [PERSON-1] carries none."""
    return [
        word
        for word in WORD.findall(FLAGS["token"].sub(" ", text).lower())
        if len(word) >= SHORTEST and word not in STOP
    ]


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
    if _asks(sentence):
        found["asks"] = 1.0
    found |= {name: 1.0 for name, pattern in FLAGS.items() if pattern.search(sentence)}
    if len(topic) < SHORT:
        found["short"] = 1.0
    if not verb and "asks" in found and "person" not in found:
        found["impersonal"] = 1.0
    found["topics"] = float(min(sum(word in topics() for word in topic), MOST))
    found["care"] = float(min(sum(word in care() for word in topic), MOST))
    found["medical"] = float(min(sum(is_medical(word) for word in topic), MOST))
    found["foreign"] = float(min(foreign, MOST))
    found["familiar"] = float(min(len(topic) - foreign, MOST))
    found["foreign_share"] = foreign / len(topic) if topic else 0.0
    return found


def is_familiar(word: str) -> bool:
    """Return whether clinical records use a word, in this or its plain form."""
    return is_medical(word) or _is_in(word, familiar()) or word in care()


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
