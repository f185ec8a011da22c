"""A claim that is nothing but quotations: whole sentences of the record, word by word, under their day and place."""

import re
from collections.abc import Iterable

from apps.drafting.domain.checks.vocabulary import FRAME
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.labels import SHORT_KINDS
from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.stemming import plain_stem
from apps.drafting.domain.language.terms import DENIALS

QUOTED = re.compile(r'"([^"]+)"')
WORD = re.compile(r"[a-z]+")
AROUND = FRAME | {
    plain_stem(word)
    for words in (*SHORT_KINDS.values(), "imaging lab family diagnoses and")
    for word in WORD.findall(words.lower())
}
TURNS = re.compile(r"\b(?:ruled out|excluded|absent|negative|unlikely|resolved|declined|refused)\b", re.IGNORECASE)


def is_verbatim(text: str, quotes: Iterable[Quote]) -> bool:
    """Say whether a text only quotes whole sentences: what they deny and in which order, they say themselves.

    The end of a sentence may be left off where it denies nothing.
    """
    quoted = QUOTED.findall(text)
    outside = WORD.findall(masked(QUOTED.sub(" ", text)).lower())
    if not quoted or any(plain_stem(word) not in AROUND for word in outside):
        return False
    known = {_plain(quote.plain) for quote in quotes if _is_whole(quote)}
    return all(_plain(part) in known for part in quoted)


def _is_whole(quote: Quote) -> bool:
    text = quote.passage.text
    standing = sentences(text)
    begins = any(one.start == quote.start for one in standing)
    end = min((one.end for one in standing if one.end >= quote.end), default=quote.end)
    left_off = text[quote.end : end].lower()
    return begins and not TURNS.search(left_off) and not DENIALS & set(WORD.findall(left_off))


def _plain(text: str) -> str:
    return " ".join(text.replace('"', " ").split()).strip(" .;,")
