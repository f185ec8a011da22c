"""A text as it is judged: without politeness, its tokens as plain words, in sentences and word sequences."""

import itertools
import re
from collections.abc import Iterator

from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.domain.tokens import TOKEN, kind_of

_ADDRESS = (
    r"(?:hello|hi|hey|dear (?:workbench|assistant|system)|good (?:morning|evening|afternoon)|"
    r"ok(?:ay)?(?! (?:for|to|with)\b)|so)(?: there)?"
)
_PLEASE = r"(?:please|kindly|thanks|thank you|i beg you|if you do not mind|if possible)"
_ASKING = (
    r"(?:(?:can|could|would|will) you (?:please |kindly |be so kind as to )?(?:tell (?:me|us)|let (?:me|us) know|say)"
    r"|(?:i|we) (?:would like|want|need|wonder|was wondering|am wondering|'d like)"
    r"(?: you to tell me| to know| to ask(?: you)?)"
    r"|i have a question|quick question|do you know|tell me|may i ask)"
)
_OPENING = re.compile(rf"(?i)^\W*(?:{_ADDRESS}|{_PLEASE}|{_ASKING})\b(?!-)[\s,.:;!-]*")
_ENDING = re.compile(rf"(?i)[\s,;.!-]+{_PLEASE}(?: (?:in advance|very much|so much))?[\s.!?]*$")
_LONGEST_OPENING = 6  # one after another: hello, please, could you tell me
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_CLAUSE_END = re.compile(
    r"(?i)[;:,()\n]+|(?<=[.!?])\s+|\s[-+\u2013]+\s|\u2014|(?:^|\s)(?:and|then|also|but)\s|"
    r"\s(?=(?:with|incl(?:uding|udes?|\.)?|include|plus|add)\s)"
)
# What somebody may do "and" do is one clause: "so that the surgeon can review and decide on it" orders nothing.
_ONE_ACT = re.compile(r"(?i)\b(?:can|could|may|might|will|would|to|must|should|let|helps?)(?: \w+){1,3}$")
_SHORTEST = 3  # words of a sentence that is judged by itself
_TOKENS = {
    IdentifierKind.PATIENT: "the patient",
    IdentifierKind.CLINICIAN: "the doctor",
    IdentifierKind.RELATIVE: "a relative",
    IdentifierKind.PERSON: "somebody",
}


def bare(text: str) -> str:
    """Return a text without politeness before and after, its tokens said as plain words."""
    left = TOKEN.sub(_said, text).strip().replace("\u2019", "'")
    for _ in range(_LONGEST_OPENING):
        shorter = _ENDING.sub("", _OPENING.sub("", left, count=1))
        if not shorter or shorter == left:
            break
        left = shorter
    return left


def _said(token: re.Match[str]) -> str:
    return _TOKENS.get(kind_of(token.group()), "something")


def pieces_of(text: str) -> list[str]:
    """Return what is judged of a text: the whole without politeness, then each of several sentences by itself."""
    whole = bare(text)
    sentences = [bare(one) for one in _SENTENCE_END.split(whole)]
    alone = [one for one in sentences if len(words_of(one)) >= _SHORTEST and one != whole]
    return [whole, *dict.fromkeys(alone)]


def clauses_of(text: str) -> list[str]:
    """Return the clauses of a text, each without politeness; one that opens with "with" or "including" keeps it."""
    whole, begin, found = bare(text), 0, []
    for cut in _CLAUSE_END.finditer(whole):
        if cut.group().strip().lower() == "and" and _ONE_ACT.search(whole[begin : cut.start()]):
            continue
        found.append(whole[begin : cut.start()])
        begin = cut.end()
    bared = [bare(one).strip("\"'[]{}<>*# ") for one in (*found, whole[begin:])]
    return [one for one in bared if one]


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def grams_of(text: str) -> Iterator[str]:
    """Yield each word, each two words in a row, and how the text begins; some may come twice."""
    words = words_of(text)
    yield from words
    yield from map(" ".join, itertools.pairwise(words))
    if words:
        yield f"^ {words[0]}"
        yield f"^ {' '.join(words[:3])}"
