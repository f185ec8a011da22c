"""How much of a cited document goes out with a letter: the least that the purpose needs (45 CFR 164.502(b)).

Of a list the cited lines; of a note the quoted sentences, each with the sentence before and after it in its paragraph,
so that it can be read in context. A sentence beside a quoted one that tells of the patient's private life stays out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apps.viewer.domain.layout import Block, Part
from apps.viewer.domain.marks import LEADS_TO, Run, cut
from apps.viewer.domain.sentences import sentence_spans

AROUND = 1  # sentences kept before and after a quoted one
LEFT_OUT = "[…]"
PRIVATE = re.compile(
    r"\b(?:husband|wife|spouse|partner|fianc\w+|boyfriend|girlfriend|(?:grand|step)?(?:son|daughter|mother|father|child)"
    r"(?:s|ren)?|kids?|parents?|sisters?|brothers?|siblings?|aunts?|uncles?|niece|nephew|cousins?|famil(?:y|ies)|"
    r"married|divorc\w+|separated from|widow\w*|single (?:mom|mother|dad|father|parent)|lives? (?:with|alone|in)|"
    r"work(?:s|ed|ing) (?:as|at|for|in|nights?|\d)|jobs?|boss|employ\w+|occupation\w*|retire[ds]?|laid off|salary|"
    r"school|college|church|religio\w+|immigra\w+|prison|jail|court|lawyer|evict\w+|homeless\w*|shelter|money|debts?|"
    r"alcohol\w*|EtOH|drinks?|beers?|wine|smok\w+|vap(?:es?|ing)|marijuana|cannabis|cocaine|heroin|tobacco|"
    r"sexual\w*|intercourse|pregnan\w*|abortion|contracepti\w+|HIV|depress\w*|anxi\w*|suicid\w*|psych\w*|abus\w*|"
    r"violence|counsel\w*|dog|cat|hobb(?:y|ies)|vacation|holiday|vaccin\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Extract:
    """What is enclosed of a document, and the sentence that says what is not; empty when it is whole."""

    parts: tuple[Part, ...]
    note: str


def extract(parts: Sequence[Part], *, structured: bool) -> Extract:
    """Return the cited words of a document with what they need to be understood."""
    cited = [part for part in parts if part.lit]
    if structured:
        return _lines(parts, cited)
    kept = tuple(replace(part, blocks=tuple(_passages(part.blocks))) for part in cited)
    return Extract(kept, "" if _size(kept) == _size(parts) else "The rest of this document is not enclosed.")


def _size(parts: Iterable[Part]) -> int:
    blocks = [block for part in parts for block in part.blocks]
    cells = [run for block in blocks for row in block.rows for cell in row.cells for run in cell]
    return sum(len(run.text) for run in (*cells, *(run for block in blocks for run in block.runs)))


def _lines(parts: Iterable[Part], cited: Iterable[Part]) -> Extract:
    kept = tuple(replace(part, blocks=tuple(_lit_rows(part.blocks))) for part in cited)
    left = _rows(parts) - _rows(kept)
    return Extract(kept, f"{left} other line{'s' if left != 1 else ''} of this list not enclosed." if left else "")


def _lit_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block.lit:
            yield replace(block, rows=tuple(row for row in block.rows if row.lit))


def _rows(parts: Iterable[Part]) -> int:
    return sum(len(block.rows) for part in parts for block in part.blocks)


def _passages(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield the quoted paragraphs cut to what is about the quotes, the quoted rows of tables under their heads."""
    for block in blocks:
        if block.rows:
            yield from _lit_rows([block])
        elif block.lit:
            yield replace(block, runs=_passage(block.runs))


def _passage(runs: Sequence[Run]) -> tuple[Run, ...]:
    text = "".join(run.text for run in runs)
    sentences = sentence_spans(text)
    quoted = _quoted(runs)
    lit = {number for number, one in enumerate(sentences) if any(_meet(one, other) for other in quoted)}
    near = {number + step for number in lit for step in range(-AROUND, AROUND + 1)} & set(range(len(sentences)))
    kept = [number for number in sorted(near) if number in lit or not PRIVATE.search(text[slice(*sentences[number])])]
    return tuple(_cut(runs, [sentences[number] for number in kept], text))


def _quoted(runs: Iterable[Run]) -> list[tuple[int, int]]:
    found, at = [], 0
    for run in runs:
        if run.kind in LEADS_TO:
            found.append((at, at + len(run.text)))
        at += len(run.text)
    return found


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _cut(runs: Sequence[Run], kept: Sequence[tuple[int, int]], text: str) -> Iterator[Run]:
    """Yield the kept stretches with the blanks between neighbours; what is left out between them is marked."""
    at = 0
    for start, end in kept:
        if text[at:start].strip():
            yield Run(f"{' ' if at else ''}{LEFT_OUT} ")
        else:
            yield from cut(runs, at, start)
        yield from cut(runs, start, end)
        at = end
    if text[at:].strip():
        yield Run(f" {LEFT_OUT}")
