"""What a letter quotes for one criterion: what the answer rests on, each place once, the weightiest first."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from apps.coverage.domain.typed_tests import singles
from apps.drafting.domain.criteria import LeafAnswer, Verdict
from apps.drafting.domain.criteria.episodes import NEVER_GIVEN
from apps.drafting.domain.criteria.headings import HEAD, TOKEN, is_heading
from apps.drafting.domain.criteria.names import named_in
from apps.drafting.domain.criteria.sides import is_wanted
from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.chart import RESULT_KINDS, Chart
from apps.drafting.domain.facts.lines import when
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import SEPARATOR, Quote, structured_lines
from apps.drafting.domain.language.words import normal, stems
from apps.drafting.domain.tasks import PassageView, PolicyLeaf

MOST_QUOTES = 3  # for one criterion
MOST_OF_ALL = 5  # for one with several parts, all of which must hold: each needs its own
MOST_PENDING, MOST_OLDER = 2, 1
FEWEST_SHARED = 3  # stems with the payer's sentence, where nobody typed it
LONGEST_QUOTE, SHORTEST_QUOTE = 48, 2  # words
NUMBER = re.compile(r"\d+(?:\.\d+)?")
SHORTEST_BESIDE = 3  # words of a sentence beside a list or a result
LONGEST_REPEAT = 6  # words of a sentence that says a result once more
LONGEST_TITLE = 12  # words
IN_CAPITALS = re.compile(r"\W*[A-Z][A-Z0-9-]+[\s/,:&-]+[A-Z]{2,}\b")
STATUS = re.compile(
    r"\b(?:final|preliminary|addendum|amended|corrected|unsigned|draft|in person|video|telephone|telehealth)\b",
    re.IGNORECASE,
)
# Not said to a payer unless the policy itself asks for it: the least that the purpose needs.
SENSITIVE = re.compile(
    r"\b(?:counsel\w*|psych\w*|depress\w*|anxi\w*|PHQ\S*|GAD\S*|suicid\w*|alcohol\w*|EtOH|drink\w*|substance|HIV|"
    r"opioid use|abus\w*|violence|sexual\w*|pregnan\w*|abortion|LCSW)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is quoted for one criterion. ``disputed``: both sides are there and the chart does not settle it.

    ``also`` is pending or planned, ``older`` from before the days that count: told as such where nothing else is there.
    """

    supporting: tuple[Quote, ...]
    contradicting: tuple[Quote, ...]
    disputed: bool = False
    also: tuple[Quote, ...] = ()
    older: tuple[Quote, ...] = ()

    @property
    def all(self) -> tuple[Quote, ...]:
        """Every quote, in the order in which a letter tells them."""
        return tuple(dict.fromkeys((*self.supporting, *self.contradicting, *self.also, *self.older)))


@dataclass
class Shelf:
    """The sentences of a chart by their place, what was quoted already, and which disputes were told."""

    chart: Chart
    passages: Mapping[str, PassageView] = field(default_factory=dict)
    quoted: dict[str, str] = field(default_factory=dict)  # the words -> the criterion they were first quoted for
    told: set[str] = field(default_factory=set)  # what the disputes are about

    def __post_init__(self) -> None:
        self._lines = {(line.quote.passage.passage_id, line.quote.start): line for line in self.chart.notes}

    def line(self, quote: Quote) -> NoteLine | None:
        """Return the sentence that a quote is, or None for a structured line and for what is more than a sentence."""
        line = self._lines.get((quote.passage.passage_id, quote.start))
        return line if line and quote.end <= line.quote.end else None

    def put(self, quotes: Iterable[Quote], node_id: str) -> None:
        """Remember for which criterion words were quoted first."""
        for quote in quotes:
            self.quoted.setdefault(normal(quote.plain), node_id)

    def is_first(self, quote: Quote, node_id: str) -> bool:
        """Say whether a criterion is the first for which these words are quoted."""
        return self.quoted.get(normal(quote.plain), node_id) == node_id

    def is_new(self, quote: Quote) -> bool:
        """Say whether these words were not quoted yet."""
        return normal(quote.plain) not in self.quoted


def evidence_for(leaf: PolicyLeaf, answer: LeafAnswer, shelf: Shelf) -> Evidence:
    """Return what to quote for a criterion; words quoted before only where there are no others."""
    if leaf.test is None:
        return Evidence(tuple(_nearest(leaf, answer.supporting, shelf))[:MOST_QUOTES], ())
    sensitive = bool(SENSITIVE.search(leaf.text))
    most = MOST_OF_ALL if "all" in leaf.test or _therapies(leaf) else MOST_QUOTES
    told = (*answer.supporting, *_courses(leaf, shelf))
    supporting = _chosen(told, shelf, most, sensitive=sensitive, whole="all" in leaf.test)
    disputed = bool(supporting) and "kind" in leaf.test and answer.verdict != Verdict.NOT_MET
    room = most if disputed else max(1, most - len(supporting))
    against = _chosen(answer.contradicting, shelf, room, sensitive=sensitive)
    against = [quote for quote in against if quote not in supporting]
    also, older = ([], []) if supporting or against else _beside(answer, shelf, sensitive=sensitive)
    older += [quote for quote in (*supporting, *against) if quote in answer.older]
    is_disputed = disputed and _is_disputed(supporting, against)
    return Evidence(tuple(supporting), tuple(against), is_disputed, tuple(also), tuple(older))


def _beside(answer: LeafAnswer, shelf: Shelf, *, sensitive: bool) -> tuple[list[Quote], list[Quote]]:
    """Return what is still to come, and the newest result that is older than asked; wanted papers are not told."""
    also = [quote for quote in answer.also if not is_wanted(quote)]
    older = sorted(answer.older, key=_day, reverse=True)
    return (
        _chosen(also, shelf, MOST_PENDING, sensitive=sensitive), _chosen(older, shelf, MOST_OLDER, sensitive=sensitive)
    )  # fmt: skip


def _is_disputed(supporting: Iterable[Quote], against: Iterable[Quote]) -> bool:
    """Say whether something as new as the evidence speaks against it; what is older was overtaken."""
    newest = max((_day(quote) for quote in against), default=date.min)
    return newest > date.min and newest >= min(_day(quote) for quote in supporting)


def _day(quote: Quote) -> date:
    """Return the day a line speaks of, else the day of its document."""
    spoken = when(quote.plain.split(SEPARATOR, 1)[-1]) if quote.passage.structured else None
    return spoken.last if spoken else quote.day or date.min


def _therapies(leaf: PolicyLeaf) -> list[str]:
    """Return the medicines whose trials a criterion asks for."""
    return [str(name) for test in singles(leaf.test) if test["kind"] == "trial" for name in test["any_of"]]


def _courses(leaf: PolicyLeaf, shelf: Shelf) -> Iterator[Quote]:
    """Yield every course on the list of a medicine that a criterion names, not only the one that answers it.

    In the order of their starts; what is only reported is left out where it was ordered as well.
    """
    names = _therapies(leaf)
    taken = [
        one for one in shelf.chart.medications if names and not one.planned and not one.line.has(*NEVER_GIVEN)
        and next(named_in(one.head.split(",")[0], names, classes=True), None)
    ]  # fmt: skip
    ordered = {one.key for one in taken if not one.reported}
    for one in sorted(taken, key=lambda one: one.started.first if one.started else date.max):
        if not one.reported or one.key not in ordered:
            yield one.line.quote


def _chosen(
    quotes: Iterable[Quote], shelf: Shelf, most: int, *, sensitive: bool, whole: bool = False
) -> list[Quote]:  # fmt: skip
    """Return lists and results first, then one sentence of a note beside them, or notes alone.

    Words quoted before are left out where there are others; of a ``whole``, no line is.
    """
    fit = [
        quote for quote in _distinct(quotes)
        if not is_heading(quote) and (sensitive or not SENSITIVE.search(quote.plain))
    ]  # fmt: skip
    new = [quote for quote in fit if shelf.is_new(quote) or (whole and quote.passage.structured)] or fit[:1]
    lines = [quote for quote in new if quote.passage.structured]
    notes = _without_titles([quote for quote in new if not quote.passage.structured], lines)
    beside = [quote for quote in notes if _adds(quote, lines)][:1] if lines else notes
    return _limited([*lines, *beside], most)


def _without_titles(notes: list[Quote], lines: list[Quote]) -> list[Quote]:
    """Leave out the title line of a page where anything else is quoted: it names the page, not a finding."""
    told = [quote for quote in notes if not is_title(quote)]
    return told if told or lines else notes


def is_title(quote: Quote) -> bool:
    """Say whether a quote is a short line at the head of its page that begins with words in capitals."""
    text = TOKEN.sub("", quote.plain)
    at_head = quote.passage.start + quote.start <= HEAD and len(text.split()) <= LONGEST_TITLE
    return at_head and bool(IN_CAPITALS.match(text)) and not STATUS.search(text)


def _adds(note: Quote, lines: Sequence[Quote]) -> bool:
    """Say whether a sentence tells more than the lines beside it: "MIDAS 41." beside the score does not.

    Nor does the row of a laboratory's page that a result on the list was taken from.
    """
    told = " ".join(line.plain for line in lines)
    numbers, known = set(NUMBER.findall(note.plain)), set(NUMBER.findall(told))
    if note.passage.document_kind == "laboratory_report" and numbers & _values(lines):
        return False
    words, own = note.plain.split(), stems(note.plain)
    if numbers and numbers <= known and len(words) <= LONGEST_REPEAT and own & stems(told):
        return False
    new = not own <= stems(told) or numbers - known
    return bool(new) and len(words) >= SHORTEST_BESIDE


def _values(lines: Iterable[Quote]) -> set[str]:
    results = (records.result_of(line) for line in lines if line.passage.document_kind in RESULT_KINDS)
    return {number for result in results if result for number in NUMBER.findall(result.value)[:1]}


def _limited(quotes: Iterable[Quote], most: int) -> list[Quote]:
    """Return the first quotes; the results of one name are told in one sentence, and count as one."""
    names: dict[object, None] = {}
    found = []
    for quote in quotes:
        names.setdefault(series_name(quote) or quote)
        if len(names) <= most:
            found.append(quote)
    return found


def series_name(quote: Quote) -> str:
    """Return the name of the result that a line holds, empty for anything else."""
    if not quote.passage.structured or quote.passage.document_kind not in RESULT_KINDS:
        return ""
    result = records.result_of(quote)
    return result.name if result and result.day else ""


def _distinct(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Yield each place, and the same words, once."""
    seen: set[str] = set()
    for quote in quotes:
        words = normal(quote.plain)
        if words not in seen:
            seen.add(words)
            yield quote


def _nearest(leaf: PolicyLeaf, passages: Iterable[Quote], shelf: Shelf) -> list[Quote]:
    """Return the sentences of the best passages that share the most words with a sentence that nobody typed."""
    asked, sensitive = stems(leaf.text), bool(SENSITIVE.search(leaf.text))
    shared = {quote: len(asked & stems(quote.plain)) for quote in _sentences(passages, shelf)}
    near = [quote for quote, count in shared.items() if count >= min(FEWEST_SHARED, len(asked))]
    ordered = sorted(near, key=lambda quote: -shared[quote])
    return _chosen(ordered, shelf, MOST_QUOTES, sensitive=sensitive)


def _sentences(passages: Iterable[Quote], shelf: Shelf) -> Iterator[Quote]:
    ids = {quote.passage.passage_id: quote.passage for quote in passages}
    for passage in ids.values():
        if passage.structured:
            yield from structured_lines(passage)
    for line in shelf.chart.notes:
        fits = SHORTEST_QUOTE <= len(line.text.split()) <= LONGEST_QUOTE
        if line.quote.passage.passage_id in ids and fits and not line.relative:
            yield line.quote
