"""A machine's answer on its way back: which of its tokens and dates mean what, and which mean nothing we know of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.redaction.domain.boundary import Prepared, SentDate
from apps.redaction.domain.date_shapes import AMOUNT
from apps.redaction.domain.dates import CalendarDate, FoundDate, find, read
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.domain.tokens import MeantToken, meant_in


class Doubt(StrEnum):
    """Why a part of an answer could not be brought back, or should be looked at."""

    UNKNOWN_TOKEN = "unknown_token"  # noqa: S105 - a reason, not a secret
    NOT_SENT = "not_sent"  # no date that was sent reads so; it stays as the machine wrote it
    DERIVED = "derived"  # a whole date that was not sent: it was moved back, but the machine made it
    AMBIGUOUS = "ambiguous"  # more than one date of what was sent reads so
    UNREADABLE = "unreadable"  # a range, or a date that cannot be written in this manner


@dataclass(frozen=True, slots=True)
class Unresolved:
    """[start, end) of the text that came back, and why it is in doubt."""

    start: int
    end: int
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Returned:
    """An answer in the words of the record, with everything in it that is in doubt."""

    text: str
    unresolved: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str
    doubt: Doubt | None = None


def bring_back(text: str, *, sent: Prepared, days: int, tokens: Mapping[str, str]) -> Returned:
    """Return an answer to what was sent, with each token of ``tokens`` replaced and each shifted date moved back.

    ``days`` is the patient's offset. A whole date is moved back by it even when it was not sent, and said to be in
    doubt then; a part of a date only when everything sent that reads so means the same.
    """
    pieces = [_token(meant, text[meant.start : meant.end], sent, tokens) for meant in meant_in(text)]
    if sent.policy is BoundaryPolicy.HOSTED:
        taken = [(piece.start, piece.end) for piece in pieces]
        dates = [found for found in _dates(text, sent) if all(found.end <= s or e <= found.start for s, e in taken)]
        pieces += [_date(found, text[found.start : found.end], sent, days) for found in dates]
    return _joined(text, sorted(pieces, key=lambda piece: piece.start))


def _token(meant: MeantToken, written: str, sent: Prepared, tokens: Mapping[str, str]) -> _Piece:
    if meant.token != written and _is_a_word(written, sent):
        return _Piece(meant.start, meant.end, written)
    known = tokens.get(meant.token)
    return _Piece(meant.start, meant.end, known or written, None if known else Doubt.UNKNOWN_TOKEN)


def _is_a_word(written: str, sent: Prepared) -> bool:
    """Return whether the record itself says so, as it may say "DEVICE-2" of a device."""
    alone = re.compile(rf"(?<!\[){re.escape(written)}(?!\])")
    return any(alone.search(text) for text in sent.texts)


def _dates(text: str, sent: Prepared) -> list[FoundDate]:
    """Return the dates of the answer. A writing in digits that was sent as a date counts wherever it stands free."""
    found = find(text, sent.about)
    for written in {one.shown_text for one in sent.sent_dates if not one.shown_text.isalpha()}:
        start = text.find(written)
        while start >= 0:
            end = start + len(written)
            if _stands_free(text, start, end) and all(end <= it.start or it.end <= start for it in found):
                found.append(FoundDate(start, end, read(written, sent.about)))
            start = text.find(written, end)
    return found


def _stands_free(text: str, start: int, end: int) -> bool:
    around = text[max(start - 1, 0) : start] + text[end : end + 2].rstrip(" .\n")
    return not any(it.isalnum() or it in "/-." for it in around) and not AMOUNT.match(text, end)


def _date(found: FoundDate, text: str, sent: Prepared, days: int) -> _Piece:
    if found.written is None:
        return _Piece(found.start, found.end, text, Doubt.UNREADABLE)
    shown = found.written.value
    alike = [one for one in sent.sent_dates if shown.holds(one.shown)]
    meant = _meaning(shown, alike, sent, days)
    if meant is None:
        return _Piece(found.start, found.end, text, Doubt.AMBIGUOUS if alike else Doubt.NOT_SENT)
    as_written = {one.meant_text for one in alike if one.shown_text == text and one.meant == meant}
    new = as_written.pop() if len(as_written) == 1 else found.written.written_as(meant, sent.about)
    if new is None:
        return _Piece(found.start, found.end, text, Doubt.UNREADABLE)
    return _Piece(found.start, found.end, new, None if alike else Doubt.DERIVED)


def _meaning(shown: CalendarDate, alike: Sequence[SentDate], sent: Prepared, days: int) -> CalendarDate | None:
    if shown.is_whole:
        return shown.moved(-days, sent.about)
    meanings = {shown.parts_of(one.meant) for one in alike}
    return meanings.pop() if len(meanings) == 1 else None


def _joined(text: str, pieces: Sequence[_Piece]) -> Returned:
    parts: list[str] = []
    unresolved: list[Unresolved] = []
    done = length = 0
    for piece in pieces:
        kept = text[done : piece.start]
        start = length + len(kept)
        length = start + len(piece.text)
        if piece.doubt:
            unresolved.append(Unresolved(start, length, piece.doubt))
        parts += (kept, piece.text)
        done = piece.end
    return Returned("".join([*parts, text[done:]]), tuple(unresolved))
