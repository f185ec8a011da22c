"""The sentences of a page that show what it is: of an examination what was examined, never its title line alone."""

import re
from collections.abc import Iterator, Sequence

from apps.drafting.domain.criteria.headings import is_heading
from apps.drafting.domain.criteria.kinds.pages import Page
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.wordings import content_of_all
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.sentences import sentences

SEVERAL = 3  # parts of a name such as "history, examination and plan": all of them make the document
MOST_SENTENCES = 3
LEAST_PREFIX = 4


def parts_of(name: str) -> list[str]:
    """Return the parts that together make a document: "strength, sensation, reflexes"; none of a plain name."""
    parts = [part.strip() for part in re.split(r",| and ", name) if part.strip()]
    return parts if len(parts) >= SEVERAL else []


def holds(text: str, part: str) -> bool:
    """Say whether a text speaks of one part of an examination: by its words, or as notes shorten them."""
    said = roots(text) | content_of_all(text)
    return all(
        any(word == root or (len(word) >= LEAST_PREFIX and root.startswith(word)) for word in said)
        for root in roots(part)
    )


def telling_sentences(page: Page, names: Sequence[str], about: str) -> list[Quote]:
    """Return, in the page's order, a sentence for each part that a name asks for, else the one that shares most
    with what is asked; nothing where no sentence speaks of it.
    """
    said = list(_sentences(page))
    for name in names:
        parts = parts_of(name)
        chosen = {quote for part in parts if (quote := next((one for one in said if holds(one.plain, part)), None))}
        if chosen:
            return [quote for quote in said if quote in chosen][:MOST_SENTENCES]
    asked = roots(" ".join((*names, about)))
    shared = {quote: len(asked & roots(quote.plain)) for quote in said}
    best = max(said, key=lambda quote: shared[quote], default=None)
    return [best] if best and shared[best] else []


def _sentences(page: Page) -> Iterator[Quote]:
    for passage in page.passages:
        for one in sentences(passage.text):
            quote = Quote(passage, one.start, one.end)
            if not is_heading(quote):
                yield quote
