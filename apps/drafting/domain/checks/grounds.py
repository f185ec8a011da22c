"""What a claim may rest on: the sentences and lines of its quotes, each read where it stands in the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.knowledge import result_name
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.dates import mention_of
from apps.drafting.domain.language.lexicon import Lexicon, Name
from apps.drafting.domain.language.sentences import Sentence, sentences
from apps.drafting.domain.language.terms import Term, TermKind, terms


@dataclass(frozen=True, eq=False)
class Ground:
    """One sentence or line of a quote. Its words support; the whole sentence around them may only speak against."""

    quote: Quote
    text: str  # the quoted words of this sentence, on one line
    around: str  # the whole sentence they stand in
    heading: str  # what the page and its section are called, and what clinicians call the result of the line
    lexicon: Lexicon

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """What the quoted words say, in order."""
        return terms(self.text, self.lexicon)

    @cached_property
    def heading_terms(self) -> tuple[Term, ...]:
        """What stands over the words."""
        return terms(self.heading, self.lexicon)

    @cached_property
    def keys(self) -> frozenset[tuple[TermKind, str]]:
        """The terms of the words and of their headings, without their places."""
        return frozenset((term.kind, term.key) for term in (*self.terms, *self.heading_terms))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The terms of the clinical dictionary in the quoted words and their headings."""
        return self.lexicon.names(f"{self.text}\n{self.heading}")

    def says_day(self, term: Term) -> bool:
        """Return whether a date stands in the words, or is the day of their document."""
        if term.date is None:
            return False
        known = [other.date for other in self.terms if other.date]
        days = [mention_of(self.quote.day)] if self.quote.day else []
        return any(term.date.agrees_with(other) for other in (*known, *days))


def grounds_of(quotes: Iterable[Quote], lexicon: Lexicon) -> tuple[Ground, ...]:
    """Return the sentences of quotes in their order, each once; a structured line is one."""
    found = dict.fromkeys((quote, *piece) for quote in quotes for piece in _pieces(quote))
    return tuple(Ground(quote, text, around, _heading(quote), lexicon) for quote, text, around in found)


def _pieces(quote: Quote) -> Iterator[tuple[str, str]]:
    if quote.passage.structured:
        yield from ((line.strip(), line.strip()) for line in quote.text.split("\n") if line.strip())
        return
    start, standing = 0, _sentences(quote.passage.text)
    for sentence in standing:
        # A number in a list ("4.") stands before its sentence and belongs to it.
        text = quote.passage.text[max(start, quote.start) : min(sentence.end, quote.end)]
        start = sentence.end
        if any(character.isalnum() for character in text):
            yield " ".join(text.split()), sentence.plain
    if not standing:
        yield quote.plain, quote.plain


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(sentences(text))


def _heading(quote: Quote) -> str:
    passage = quote.passage
    said = [passage.section_title, passage.document_title, chip_label(quote)]
    if passage.structured:
        label, colon, _ = line_of(quote).head.partition(": ")
        said += [result_name(label)] if colon else []
    return "\n".join(said)
