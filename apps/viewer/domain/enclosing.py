"""How much of a cited document goes out with a letter: the sections that are cited, no more (45 CFR 164.502(b))."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apps.viewer.domain.layout import Block, Part

LONGEST_SECTION = 3000  # characters; of a longer one only the paragraphs about the quotes
AROUND = 1  # paragraphs kept before and after a quoted one


@dataclass(frozen=True, slots=True)
class Extract:
    """What is enclosed of a document, and the sentence that says what is not; empty when it is whole."""

    parts: tuple[Part, ...]
    note: str


def extract(parts: Sequence[Part], *, structured: bool) -> Extract:
    """Return the cited parts of a document. A section goes whole unless it is very long; of a list, the cited lines."""
    cited = [part for part in parts if part.lit]
    if structured:
        return _lines(parts, cited)
    kept = [_around(part) if _size(part) > LONGEST_SECTION else part for part in cited]
    left = len(parts) - len(cited)
    notes = [f"{left} other section{'s' if left != 1 else ''} of this document not enclosed" if left else ""]
    notes += ["a long section is cut to the paragraphs about the quoted words" if kept != cited else ""]
    return Extract(tuple(kept), _sentence(notes))


def _lines(parts: Iterable[Part], cited: Iterable[Part]) -> Extract:
    kept = tuple(replace(part, blocks=tuple(_lit_rows(part.blocks))) for part in cited)
    left = _rows(parts) - _rows(kept)
    return Extract(
        kept, _sentence([f"{left} other line{'s' if left != 1 else ''} of this list not enclosed"] if left else [])
    )


def _lit_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.lit:
            yield replace(block, rows=tuple(row for row in block.rows if row.lit))


def _rows(parts: Iterable[Part]) -> int:
    return sum(len(block.rows) for part in parts for block in part.blocks)


def _around(part: Part) -> Part:
    lit = [index for index, block in enumerate(part.blocks) if block.lit]
    near = {index + step for index in lit for step in range(-AROUND, AROUND + 1)}
    return replace(part, blocks=tuple(block for index, block in enumerate(part.blocks) if index in near))


def _size(part: Part) -> int:
    rows = (run for block in part.blocks for row in block.rows for cell in row.cells for run in cell)
    return sum(len(run.text) for run in (*rows, *(run for block in part.blocks for run in block.runs)))


def _sentence(notes: Iterable[str]) -> str:
    told = [note for note in notes if note]
    return f"{'; '.join(told).capitalize()}." if told else ""
