"""A quote: a span of one passage, the only thing a fact may rest on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from apps.drafting.domain.claims import CitedSpan, Stance
from apps.drafting.domain.tasks import PassageView

SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Quote:
    """[start, end) of a passage's text."""

    passage: PassageView
    start: int
    end: int

    @property
    def text(self) -> str:
        """The characters as they stand in the passage."""
        return self.passage.text[self.start : self.end]

    @property
    def plain(self) -> str:
        """The quote on one line."""
        return " ".join(self.text.split())

    @property
    def day(self) -> date | None:
        """The day of the document it stands in."""
        return self.passage.dated_at.date() if self.passage.dated_at else None

    def cite(self, stance: Stance = Stance.SUPPORTS) -> CitedSpan:
        """Return the citation of exactly this span."""
        return CitedSpan(self.passage.passage_id, self.start, self.end, self.text, stance)


def structured_lines(passage: PassageView) -> Iterator[Quote]:
    """Yield the lines of a structured passage that hold a fact: not its title, not its headings."""
    start = 0
    for line in passage.text.split("\n"):
        stripped = line.strip()
        if stripped and stripped not in {passage.document_title, passage.section_title}:
            lead = len(line) - len(line.lstrip())
            yield Quote(passage, start + lead, start + lead + len(stripped))
        start += len(line) + 1
