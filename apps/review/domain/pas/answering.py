"""From what a payer's system said to the answer that goes on record, and why some of it waits for a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from apps.review.domain.authorizations import Answer, Stage, wants_of
from apps.review.domain.pas.lines import Ours
from apps.review.domain.pas.replies import ACTION_WORDS, ItemReply, Reply, ReviewAction
from apps.review.domain.pas.values import Item

OTHER_REASON = "other"  # of data/denial_reasons.json: as stated
WRONG_CLAIM = "The answer does not name this request. Nothing was recorded."
WRONG_PATIENT = "The answer is about another patient, or does not say about whom. Nothing was recorded."
NOT_ACTIVE = "The answer does not say that it counts: its status is not active. Nothing was recorded."
NOT_PREAUTHORIZATION = "The answer is not to a request for prior authorization. Nothing was recorded."
NO_DAY = "The answer does not say on which day it was made. Nothing was recorded."
DAY_CANNOT_BE = "The answer is dated before the request was sent or in the future. Nothing was recorded."
NO_SUCH_LINE = "The answer names a line that the request does not have. Nothing was recorded."
NOT_NEEDED = "The payer says that this needs no authorization (NA). Ask it to confirm that, and record what it says."
NO_ACTION = "The payer's system took the request and says nothing about it yet."
CONTACT = "The payer asks to be contacted (CT)."
TAKEN_BACK = "The payer confirms that the request was taken back (C)."
WAITING = "Under review at the payer; nothing was asked for."


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer that can be recorded as it came (no ``wants``), or the sentences that say what a person must add.

    ``waits``: the payer goes on with the request.
    """

    answer: Answer | None
    wants: tuple[str, ...] = ()
    waits: bool = False


def why_not_ours(reply: Reply, ours: Ours) -> str:
    """Return why an answer is not about this request or this patient, or an empty text. Asked before anything is kept.

    The request is named by its address or its trace number; the patient by the address we gave, or by the member number
    with no other date of birth beside it. Where the two ways disagree, it is not ours.
    """
    about = reply.about
    if about is None:
        return ""  # the refusal to read a request names nobody; it is kept as a fault alone
    if ours.trace not in about.traces and ours.claim_url not in about.claims:
        return WRONG_CLAIM
    born_otherwise = bool(about.born) and about.born != ours.born
    numbered_otherwise = bool(about.member_ids) and ours.member_id not in about.member_ids
    named = about.patient == ours.patient_url or ours.member_id in about.member_ids
    return WRONG_PATIENT if born_otherwise or numbered_otherwise or not named else ""


def why_not_sound(reply: Reply, items: tuple[Item, ...], earliest: date, latest: date) -> str:
    """Return why an answer cannot be one to the lines of a request, or an empty text. Asked before anything is kept.

    It is active, for preauthorization and made from ``earliest`` to ``latest`` (FHIR R4 ClaimResponse: status, use,
    created), and names lines that were sent. The refusal to read a request has none of these.
    """
    if reply.about is None:
        return ""
    if reply.status != "active":
        return NOT_ACTIVE
    if reply.use != "preauthorization":
        return NOT_PREAUTHORIZATION
    if reply.created is None:
        return NO_DAY
    if not earliest <= reply.created <= latest:
        return DAY_CANNOT_BE
    known = {item.sequence for item in items}
    return "" if all(line.sequence in known for line in reply.items) else NO_SUCH_LINE


def reading_of(reply: Reply, items: tuple[Item, ...], reasons: Mapping[str, str], on: date) -> Reading:
    """Return what goes on record for an answer that came in on a day.

    ``items`` are the lines as they were asked, ``reasons`` the payer's reason codes (HCR03) as ours.
    """
    if reply.is_fault:
        return Reading(None)
    alive = {item.sequence: item for item in items if not item.cancelled}
    lines = [item for item in reply.items if item.sequence in alive and item.action]
    if not lines:
        taken_back = {ReviewAction.CANCELLED} == set(reply.actions)
        return (
            _whole(Answer(Stage.WITHDRAWN, on, words=TAKEN_BACK))
            if taken_back
            else Reading(None, (NO_ACTION,), waits=True)
        )
    stage = _stage(lines, len(alive))
    if stage is None:
        return Reading(None, (NOT_NEEDED,))
    return _whole(_answer(stage, reply, lines, alive, reasons, on))


def _whole(answer: Answer) -> Reading:
    return Reading(answer, tuple(wants_of(answer).values()), waits=answer.stage is Stage.PENDED)


def _stage(lines: list[ItemReply], asked: int) -> Stage | None:
    """Return where the answer puts the request: it waits as long as one line does."""
    actions = {line.action for line in lines}
    if actions & {ReviewAction.PENDED, ReviewAction.CONTACT} or len(lines) < asked:
        return Stage.PENDED
    if actions == {ReviewAction.NOT_REQUIRED}:
        return None
    if actions == {ReviewAction.NOT_CERTIFIED}:
        return Stage.DENIED
    if actions == {ReviewAction.CANCELLED}:
        return Stage.WITHDRAWN
    whole = {ReviewAction.CERTIFIED, ReviewAction.NOT_REQUIRED}
    return Stage.APPROVED if actions <= whole else Stage.PARTLY_APPROVED


def _answer(
    stage: Stage, reply: Reply, lines: list[ItemReply], asked: Mapping[int, Item], reasons: Mapping[str, str], on: date
) -> Answer:
    if stage is Stage.PENDED:
        contact = any(line.action is ReviewAction.CONTACT for line in lines)
        words = " ".join([*([CONTACT] if contact else []), *_said(reply, lines)]) or ("" if reply.asked else WAITING)
        return Answer(stage, on, words=words, asked=reply.asked)
    if stage is Stage.WITHDRAWN:
        return Answer(stage, on, words=" ".join([TAKEN_BACK, *_said(reply, lines)]))
    code, words = _reason(reply, lines, reasons)
    if stage is Stage.DENIED:
        return Answer(stage, on, reason_code=code, words=words, notice_on=reply.created)
    granted = [line for line in lines if line.action is not ReviewAction.NOT_CERTIFIED]
    starts, ends = _bounds(reply, granted)
    given = Answer(
        stage, on, authorization=_authorization(reply, granted), period_start=starts, period_end=ends,
        quantity=_quantity(granted, asked)[:100],
    )  # fmt: skip
    if stage is Stage.APPROVED:
        return given
    allowed = "; ".join(_allowed(line, asked[line.sequence]) for line in lines)
    return Answer(
        stage, on, authorization=given.authorization, period_start=starts, period_end=ends, quantity=given.quantity,
        allowed=allowed, reason_code=code, words=words, notice_on=reply.created,
    )  # fmt: skip


def _authorization(reply: Reply, lines: list[ItemReply]) -> str:
    numbers = dict.fromkeys(line.number for line in lines if line.number)
    return reply.authorization or ", ".join(numbers)


def _bounds(reply: Reply, lines: list[ItemReply]) -> tuple[date | None, date | None]:
    """Return the days between which all that was granted may be done: of the lines, else of the whole answer."""
    starts = [start for line in lines if (start := line.start or reply.start)]
    ends = [end for line in lines if (end := line.end or reply.end)]
    return min(starts, default=None), min(ends, default=None)


def _quantity(lines: list[ItemReply], asked: Mapping[int, Item]) -> str:
    """Return how much was granted: as the answer says it; of a line certified in total, what was asked."""
    return "; ".join(filter(None, (_amount(line, asked[line.sequence]) for line in lines)))


def _amount(line: ItemReply, asked: Item) -> str:
    said = line.detail.delivery if line.detail else None
    if said and said.quantity:
        return f"{said.quantity:g} {said.unit or asked.delivery.unit}".strip()
    certified = line.action is ReviewAction.CERTIFIED
    return f"{asked.delivery.quantity:g} {asked.delivery.unit}".strip() if certified else ""


def _allowed(line: ItemReply, asked: Item) -> str:
    action = ACTION_WORDS[line.action].lower() if line.action else "no action"
    service = line.detail.service.code if line.detail and line.detail.service.code else asked.service.code
    return ", ".join(filter(None, [f"line {line.sequence} {action}: {service}", _amount(line, asked)]))


def _said(reply: Reply, lines: list[ItemReply]) -> list[str]:
    """Return the payer's own words, once each: of the reasons, of the notes, of the whole."""
    reasons = [reason.display for line in lines for reason in line.reasons]
    notes = [note for line in lines for note in line.notes]
    return list(dict.fromkeys(words for words in (*reasons, *notes, reply.words) if words))


def _reason(reply: Reply, lines: list[ItemReply], reasons: Mapping[str, str]) -> tuple[str, str]:
    """Return the reason for what was refused, as our code and in the payer's words (P10).

    X12's list of reasons is licensed: a code that the site did not map stands as "other", beside the payer's words.
    """
    words = " ".join(_said(reply, [line for line in lines if line.action is not ReviewAction.CERTIFIED]))
    codes = [reason.code for line in lines for reason in line.reasons if reason.code]
    mapped = next((reasons[code] for code in codes if code in reasons), "")
    return mapped or (OTHER_REASON if words else ""), words
