"""Which words of the passages that were found are quoted for a question, best or newest first."""

import re
from collections.abc import Sequence
from datetime import date

from apps.redaction.domain.kinds import REACHES_SOMEONE
from apps.redaction.domain.tokens import kind_of, tokens_in
from apps.retrieval.domain.answerability import Statement
from apps.retrieval.domain.asking import Asked, asks_dose, asks_of_now, asks_of_past, must_hold, written
from apps.retrieval.domain.chunking import windows
from apps.retrieval.domain.dating import period_asked
from apps.retrieval.domain.evidence import (
    LOOKED_AT,
    READ,
    Found,
    Scores,
    Window,
    best_window,
    best_windows,
    holds,
    is_of_relative,
    rarity,
)
from apps.retrieval.domain.measures import asks_value, is_value_of, measure_asked
from apps.retrieval.domain.spans import Span, sentences

QUOTED, FAR_BEHIND = 4, 0.35
OF_ONE = 2  # windows of one passage that hold as much: what is said first may be denied in the next sentence
WRAPPED = 40  # characters: a shorter line was ended by its writer
LONGEST_LIST = 600  # characters: a list that is kept of what is asked is quoted whole
A_PART, NEAREST = 0.25, 2  # share of the question, and passages shown, where none answers
AS_MUCH = 0.8  # of the best share of the question: so much is the same thing, said at another time
ALIKE = 0.5  # cosine: so near in meaning that it is quoted without a word of the question
_NUMBER = re.compile(
    r"(?<![\d/.])\d{1,4}(?:[.,]\d+)?(?![\d/])(?! ?(?:wks?|weeks?|d|days?|mos?|months?|yrs?|years?|h|hours?|x)\b)"
)
# "1.5 or more", "at least 1.5", "if > 1.5", "goal < 7": demanded, not measured.
_CRITERION = re.compile(
    r"(?i)\d+(?:\.\d+)?[^\d.;,\n]{0,12} or (?:more|less|greater|above|below|higher|lower|over|under|older|younger)\b|"
    r"\b(?:at least|at most|no more than|goal|target|threshold|cut-?off)\b[^\d;,\n]{0,20}\d+(?:\.\d+)?|"
    r"\b(?:if|unless|when|until|hold for|call for)\b[^;,\n]{0,40}?(?:[<>≥≤]=?|above|below|over|under|exceeds)"
    r"[^\d;,\n]{0,6}\d+(?:\.\d+)?"
)
_ASKS_CRITERION = re.compile(
    r"(?i)\b(?:goals?|targets?|thresholds?|criteri\w+|cut-?offs?|eligib\w+|if|should|at least)\b"
)
_CLAUSE = re.compile(r"[;\n]|[.,](?!\d)")
_GOES_ON = re.compile(r"[a-z]{2,}")  # "e." begins an item of a list
_NO_END = re.compile(r"(?:\b(?:Drs?|Mr|Mrs|Ms|Prof|St|[db])|\b[A-Z])\.$")
_NO_SUBJECT = re.compile(
    r"(?i)\W*(?:not|never|continu\w+|until|since|through|for \d|to be|repeat\w*|stop\w*|taper\w*)\b"
)
_HOW_LONG = re.compile(r"(?i)\bhow long\b|\b(?:until|till) when\b")
_UNTIL = re.compile(r"(?i)\b(?:until|till|through|for|to|indefinite\w*|lifelong|weeks?|months?|years?|days?)\b")
_RANGE = re.compile(r"(?<=reference )\[[A-Z]+-\d+[a-z]*\]")
_Near = tuple[Found, Window]  # a passage and its best window


def quotes_of(
    asked: Sequence[Asked], found: Sequence[Found], scores: Scores, *, question: str = ""
) -> tuple[Statement, ...]:
    """Return the windows of the passages that were found which come nearest to the question, best first.

    What lies ``FAR_BEHIND`` the best one is no answer beside it. A question for what is so now is answered by the
    newest statement first, and no old statement stands alone where a newer one holds the same words.
    """
    near = _held(asked, found, scores, question)
    ranked = sorted(
        _without_criteria(asked, _without_numbers(near), question),
        key=lambda row: (is_of_relative(asked, row[0]), not row[0].is_first, -(row[0].dense + row[1].share)),
    )
    least = max((one.dense + best.share for one, best in ranked), default=0.0) - FAR_BEHIND
    kept = [row for row in ranked if row[0].is_first or (row[0].dense + row[1].share > least and _is_worth_it(*row))]
    chosen = _in_time(asked, _with_dose(question, ranked), _with_dose(question, kept) or ranked[:1], question)
    return _told(asked, chosen, question)


def _held(asked: Sequence[Asked], found: Sequence[Found], scores: Scores, question: str) -> list[_Near]:
    """Return the windows that may be quoted: those of the medicine or other thing that is named, where any holds it."""
    weights, needed = [rarity(one, scores.passages) for one in asked], must_hold(asked)
    measure, near = measure_asked(question, asked), []
    for one in found[:READ]:
        rows = [(one, best) for best in best_windows(asked, weights, one, needed, measure.fits if measure else None)]
        if asks_of_now(question) or asks_value(question) or period_asked(question):
            rows.sort(key=lambda row: (not _is_then(row, question), *_newest(row)))
        near += rows[:OF_ONE]
    near = [row for row in near if measure and measure.fits(_text(row))] or near
    return [row for row in near if row[0].is_first or not needed or _speaks_of(needed, row)] or near


def _speaks_of(needed: Sequence[Asked], row: _Near) -> bool:
    words = written(f"{row[0].above}\n{row[0].text[row[1].start : row[1].end]}")
    return any(holds(one, words) for one in needed)


def _text(row: _Near) -> str:
    return row[0].text[row[1].start : row[1].end]


def _is_then(row: _Near, question: str) -> bool:
    """Say whether a window is of the month or year that is asked for."""
    period, day = period_asked(question), _day_of(row)
    return bool(period and day and (period.has(day) or period.is_named(row[0].text[row[1].start : row[1].end])))


def _told(asked: Sequence[Asked], rows: Sequence[_Near], question: str = "") -> tuple[Statement, ...]:
    spans = ((one, _going_on(asked, one, _cut(asked, one, best), question)) for one, best in rows)
    return tuple(dict.fromkeys(Statement(one.passage_id, *span) for one, span in spans))


def nearest_of(asked: Sequence[Asked], found: Sequence[Found], scores: Scores) -> tuple[Statement, ...]:
    """Return what is worth reading though it does not answer: the windows that hold a part of the question.

    A passage that came up by its meaning alone, or with a word that stands everywhere, says nothing of what was asked.
    """
    weights = [rarity(one, scores.passages) for one in asked]
    near = [(one, best_window(asked, weights, one)) for one in found[:LOOKED_AT]]
    ranked = sorted((row for row in near if row[1].share >= A_PART), key=lambda row: -(row[0].dense + row[1].share))
    best = max((row[1].share for row in ranked), default=0.0)
    kept = [row for row in ranked if row[1].share >= AS_MUCH * best]
    return _told(asked, kept[:NEAREST])


def _without_numbers(rows: Sequence[_Near]) -> list[_Near]:
    """Leave out what holds a number or an address of a person, unless nothing else holds as much of the question."""
    clean = [row for row in rows if not _reaches_someone(row[0].text[row[1].start : row[1].end])]
    most, best = (max((row[1].share for row in some), default=0.0) for some in (clean, rows))
    return clean if clean and most >= AS_MUCH * best else list(rows)


def _without_criteria(asked: Sequence[Asked], rows: Sequence[_Near], question: str) -> list[_Near]:
    """Leave out what only says from which value on something is done, unless nothing else holds as much."""
    if asks_of_past(question) or _ASKS_CRITERION.search(question):
        return list(rows)
    clean = [row for row in rows if not _is_criterion(asked, row[0].text[row[1].start : row[1].end])]
    most, best = (max((row[1].share for row in some), default=0.0) for some in (clean, rows))
    return clean if clean and most >= AS_MUCH * best else list(rows)


def _is_criterion(asked: Sequence[Asked], text: str) -> bool:
    """Say whether every clause with a word of the question has no value but one that is demanded."""
    held = [clause for clause in _CLAUSE.split(text) if _holds_any(asked, clause)]
    return bool(held) and all(_CRITERION.search(one) and not _NUMBER.search(_CRITERION.sub("", one)) for one in held)


def _with_dose(question: str, rows: Sequence[_Near]) -> list[_Near]:
    """Return what names a dose, where one is asked for and any does: else all."""
    told = [(one, best) for one, best in rows if _NUMBER.search(one.text, best.start, best.end)]
    return told if told and asks_dose(question) else list(rows)


def _in_time(asked: Sequence[Asked], ranked: Sequence[_Near], kept: Sequence[_Near], question: str) -> list[_Near]:
    """Return what is quoted, with the newest passage that holds as much of the question as the best one.

    A question for what is so now gets the newest ones; any other that is not for the past gets them in that order.
    """
    best = max((row[1].share for row in ranked), default=0.0)
    alike = [row for row in ranked if best and row[1].share >= AS_MUCH * best and not is_of_relative(asked, row[0])]
    if then := sorted((row for row in alike if _is_then(row, question)), key=_newest):
        return [*then, *(row for row in kept if row not in then)][:QUOTED]
    if asks_value(question) and (values := _values(asked, ranked)):
        return values
    if asks_of_now(question) and alike:
        return sorted(alike, key=_newest)[:QUOTED]
    chosen = list(kept[:QUOTED])
    newest = min((row for row in alike if _day_of(row)), key=_newest, default=None)
    if newest and newest not in chosen and all(_day_of(row) != _day_of(newest) for row in chosen):
        chosen = [*chosen[: QUOTED - 1], newest]
    if asks_of_past(question):
        return _with_others(asked, chosen, ranked, question)
    return sorted(chosen, key=lambda row: (is_of_relative(asked, row[0]), row not in alike, *_newest(row)))


def _values(asked: Sequence[Asked], rows: Sequence[_Near]) -> list[_Near]:
    """Return the newest lines of results with a value of what is asked, and the newest note where it is newer still."""
    results = sorted(
        (row for row in rows if row[0].is_result and is_value_of(asked, row[0].of_patient[row[1].start : row[1].end])),
        key=_newest,
    )
    if not results:
        return []
    last = _day_of(results[0])
    newer = [row for row in rows if not row[0].structured and last and (_day_of(row) or last) > last]
    told = [row for row in sorted(newer, key=_newest) if _NUMBER.search(_text(row))][:1]
    return [*results[: QUOTED - len(told)], *told]


def _with_others(
    asked: Sequence[Asked], chosen: Sequence[_Near], ranked: Sequence[_Near], question: str
) -> list[_Near]:
    """Return what is quoted with the newest that is said of the same medicine on other days: one note may be wrong."""
    told = list(chosen)
    if asks_dose(question) or not any(one.is_medicine for one in asked):
        return told
    for row in sorted(ranked, key=_newest):
        if len(told) < QUOTED and not is_of_relative(asked, row[0]) and _day_of(row) not in map(_day_of, told):
            told.append(row)
    return told


def _newest(row: _Near) -> tuple[bool, bool, bool, int]:
    """Order rows from the newest: what is over or only planned comes after what is so, what has no date last."""
    found, day = row[0], _day_of(row)
    return not found.is_first, found.is_over, found.is_plan, -day.toordinal() if day else 0


def _day_of(row: _Near) -> date | None:
    return row[0].day_of(row[1].start, row[1].end)


def _is_worth_it(found: Found, best: Window) -> bool:
    """Say whether a window is quoted: for a word of the question, or as prose that is near in meaning to it."""
    return bool(best.share) or (
        found.dense > ALIKE and not found.structured and not _reaches_someone(found.text[best.start : best.end])
    )


def _cut(asked: Sequence[Asked], found: Found, best: Window) -> Span:
    """Return a window without what stands at its ends and holds nothing of what was asked: other lines, numbers.

    Short lines and sentences are read together, and a number of the record may stand beside the answer.
    """
    if found.is_first and (found.structured or found.is_whole) and len(found.text) <= LONGEST_LIST:
        return 0, len(found.text)
    if found.structured:
        return best.start, best.end
    start, end = _whole(found.text, best.start, best.end)
    parts = list(sentences(found.text, start, end))
    held = [number for number, (left, right) in enumerate(parts) if _holds_any(asked, found.text[left:right])]
    if not held:
        held = [0]
    first, last = held[0], held[-1]
    while first and _stays(found.text, parts[first - 1], parts[first]):
        first -= 1
    while last + 1 < len(parts) and _stays(found.text, parts[last + 1], parts[last]):
        last += 1
    return parts[first][0], parts[last][1]


def _going_on(asked: Sequence[Asked], found: Found, span: Span, question: str) -> Span:
    """Return a quotation with the next sentence where that goes on without a subject: "Continue until February"."""
    start, end = span
    if found.structured:
        return span
    left, right = next(sentences(found.text, end, len(found.text)), (end, end))
    piece = found.text[left:right]
    if "\n" in found.text[end:left] or not _NO_SUBJECT.match(piece) or _reaches_someone(piece):
        return span
    is_asked = _holds_any(asked, piece) or (_HOW_LONG.search(question) and _UNTIL.search(piece))
    return (start, right) if is_asked else span


def _stays(text: str, part: Span, beside: Span) -> bool:
    """Say whether a sentence is quoted with the one beside it: on its line or going on from it, and of no number."""
    if _reaches_someone(text[slice(*part)]):
        return False
    left, right = sorted((part, beside))
    if "\n" not in text[left[1] : right[0]]:
        return True
    line = text[text.rfind("\n", 0, left[1]) + 1 : left[1]]
    return len(line) >= WRAPPED and bool(_GOES_ON.match(text, right[0]))


def _holds_any(asked: Sequence[Asked], text: str) -> bool:
    words = written(text)
    return any(holds(one, words) for one in asked)


def _reaches_someone(text: str) -> bool:
    """Say whether a text holds a number or an address of a person; the range of a result is none, however concealed."""
    return any(kind_of(token) in REACHES_SOMEONE for token in tokens_in(_RANGE.sub("", text)))


def _whole(text: str, start: int, end: int) -> Span:
    """Return a window that ends at no title, initial or "d." of a date: with what follows, up to its sentence's end."""
    for left, right in windows(text):
        if left >= end and _NO_END.search(text[start:end]) and "\n" not in text[end:left]:
            end = right
    return start, end
