"""Cutting a text into sentences, and telling what stands beside one in its paragraph."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

LINE = re.compile(r"[^\n]+")
BREAK = re.compile(r"(?<=[.!?])[\"')\]]*[ \t]+(?=[\"'(\[*<#{]*[^\W_]|[\[*<#{]+[ \t]|<\||<!--)|[ \t]{3,}|[ \t]+·[ \t]+")
ENDS = re.compile(r"[.!?:;][\"')\]*]*\s*$")
BULLET = re.compile(r"[ \t]*(?:#{1,6}|\(?\d{1,2}[.)](?!\d)|[-*•>]+|/[/*]+)[ \t]*")
SHORT_FORMS = re.compile(r"(?i)\b(?:dr|mr|mrs|ms|st|vs|no|approx|pt|pts|hx|dx|rx|e\.g|i\.e|cf|etc|dept|[a-z])\.$")
LONGEST_PIECE = 1000  # characters that are read at a time: what it costs to read them grows faster than they do
OVERLAP = 200  # characters that two pieces share: an order is shorter
LONG_RUN = re.compile(r"\w{100}(?=\w)")
REPEATED = re.compile(r"([^\w\s])\1{20,}+")
BLANKS = re.compile(r"\s{3,}+")
WRAPPED_AFTER = 50  # characters; a line shorter than this ended because its writer ended it


def sentences_of(text: str) -> Iterator[Span]:
    """Yield [start, end) of the sentences of a text, bullets and blanks left out."""
    for start, end in lines_of(text):
        begin = start
        for found in BREAK.finditer(text, start, end):
            if not SHORT_FORMS.search(text, max(begin, found.start() - 12), found.start()):
                yield from _trimmed(text, begin, found.start())
                begin = found.end()
        yield from _trimmed(text, begin, end)


def pieces_of(sentence: str) -> Iterator[str]:
    """Yield a sentence as it can be read in linear time: in pieces that overlap, runs without a break broken."""
    if len(sentence) > LONGEST_PIECE // 10:
        sentence = LONG_RUN.sub(r"\g<0> ", REPEATED.sub(_twenty, BLANKS.sub("  ", sentence)))
    yield sentence[:LONGEST_PIECE]
    for start in range(LONGEST_PIECE - OVERLAP, len(sentence) - OVERLAP, LONGEST_PIECE - OVERLAP):
        words = sentence.find(" ", start, start + OVERLAP // 2)
        yield f"x {sentence[max(words, start) : start + LONGEST_PIECE].lstrip()}"  # it does not begin a sentence


def _twenty(repeated: re.Match[str]) -> str:
    return repeated[1] * 20


def lines_of(text: str) -> Iterator[Span]:
    """Yield [start, end) of the lines of a text, those that were only wrapped put together again."""
    start, end = -1, -1
    for line in LINE.finditer(text):
        if start >= 0 and line.start() == end + 1 and _goes_on(text, end, line):
            end = line.end()
            continue
        if start >= 0:
            yield start, end
        start, end = line.span()
    if start >= 0:
        yield start, end


def _goes_on(text: str, end: int, line: re.Match[str]) -> bool:
    begin = text.rfind("\n", 0, end) + 1
    before, first = text[begin:end], line.group().lstrip()[:1]
    return len(before.rstrip()) >= WRAPPED_AFTER and not ENDS.search(before) and first.islower()


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    bullet = BULLET.match(text, start, end)
    start = bullet.end() if bullet and bullet.end() < end else start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > 1:
        yield start, end
