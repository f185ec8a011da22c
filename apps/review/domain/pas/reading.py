"""A payer's answer read: a Bundle with a ClaimResponse, the result of an inquiry, or an OperationOutcome.

What comes from outside may be anything: what is not as it should be counts as not said.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from apps.review.domain.pas.names import PAS
from apps.review.domain.pas.replies import (
    About,
    Detail,
    Fault,
    ItemReply,
    Reply,
    ReplyUnreadable,
    ReviewAction,
)
from apps.review.domain.pas.values import Coded, Delivery

DEEPEST = 6
MOST_RESOURCES = 500
LARGEST = 10**15  # more than any amount of a service
NOT_AN_ANSWER = "What came back is no answer to a request: no ClaimResponse is in it."


def replies_in(value: Any) -> tuple[Reply, ...]:
    """Return every answer in a piece of FHIR JSON, in its order. Raises ReplyUnreadable where there is none."""
    found = list(_resources(value, 0))
    if len(found) > MOST_RESOURCES:
        raise ReplyUnreadable("What came back holds far more than an answer to one request.")
    here = {str(url): body for url, body in found if url}
    replies = [_reply(body, str(url), here) for url, body in found if body.get("resourceType") == "ClaimResponse"]
    if replies:
        return tuple(replies)
    outcomes = [body for _, body in found if body.get("resourceType") == "OperationOutcome"]
    if not outcomes:
        raise ReplyUnreadable(NOT_AN_ANSWER)
    return tuple(Reply(None, outcome="error", faults=tuple(_issues(body))) for body in outcomes)


def _resources(value: Any, depth: int, url: Any = "") -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield every resource with its address: of a bundle, of bundles in it, of the parameters of an operation."""
    body = _map(value)
    if not body or depth > DEEPEST:
        return
    if text(body.get("resourceType")) not in {"Bundle", "Parameters"}:
        yield url, body
        return
    for row in (*rows(body.get("entry")), *rows(body.get("parameter"))):
        yield from _resources(row.get("resource"), depth + 1, row.get("fullUrl"))


def _reply(body: dict[str, Any], url: str, here: dict[str, dict[str, Any]]) -> Reply:
    period = _map(body.get("preAuthPeriod"))
    notes = {_number(row.get("number")): text(row.get("text")) for row in rows(body.get("processNote"))}
    extra = {number: row for row in rows(body.get("addItem")) for number in _numbers(row.get("itemSequence"))}
    items = tuple(
        _item(row, extra.get(_number(row.get("itemSequence"))), notes, here) for row in rows(body.get("item"))
    )
    numbers = {item.sequence for item in items}
    alone = (_item({**row, "itemSequence": number}, row, notes, here) for number, row in extra.items())
    return Reply(
        about=_about(body, here),
        reply_id=text(body.get("id")) or url,
        status=text(body.get("status")),
        use=text(body.get("use")),
        outcome=text(body.get("outcome")),
        created=day(body.get("created")),
        items=(*items, *(item for item in alone if item.sequence not in numbers)),
        faults=tuple(_fault(row) for row in rows(body.get("error"))),
        authorization=text(body.get("preAuthRef")),
        start=day(period.get("start")),
        end=day(period.get("end")),
        words=text(body.get("disposition")) or " ".join(words for words in notes.values() if words),
        asked=tuple(_asked(body, here)),
    )


def _about(body: dict[str, Any], here: dict[str, dict[str, Any]]) -> About:
    request, patient = _map(body.get("request")), _map(body.get("patient"))
    named = (request.get("identifier"), *rows(body.get("identifier")), *_identifiers(here, request))
    who = here.get(text(patient.get("reference")), {})
    values = (text(_map(one).get("value")) for one in (*rows(who.get("identifier")), patient.get("identifier")))
    return About(
        claims=frozenset(filter(None, [text(request.get("reference"))])),
        traces=frozenset(value for one in named if (value := text(_map(one).get("value")))),
        patient=text(patient.get("reference")),
        member_ids=frozenset(filter(None, values)),
        born=text(who.get("birthDate")),
    )


def _identifiers(here: dict[str, dict[str, Any]], request: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the identifiers of the Claim that an answer brings along and says that it answers."""
    return rows(here.get(text(request.get("reference")), {}).get("identifier"))


def _item(
    row: dict[str, Any], added: dict[str, Any] | None, notes: dict[int, str], here: dict[str, dict[str, Any]]
) -> ItemReply:
    review = _review(row) or _review(added or {})
    period = _map(_extension(row, "extension-itemPreAuthPeriod").get("valuePeriod"))
    if not period and added:
        period = _map(_extension(added, "extension-itemPreAuthPeriod").get("valuePeriod"))
    return ItemReply(
        sequence=_number(row.get("itemSequence")),
        action=_action(_part(review, "extension-reviewActionCode", "code")),
        number=text(_part(review, "number").get("valueString")),
        reasons=tuple(
            coded(one.get("valueCodeableConcept")) for one in rows(review.get("extension"))
            if one.get("url") == "reasonCode"
        ),
        start=day(period.get("start")),
        end=day(period.get("end")),
        provider=_provider(row, added or {}, here),
        detail=_added_detail(added) if added else _detail(row),
        notes=tuple(words for number in _numbers(row.get("noteNumber")) if (words := notes.get(number, ""))),
    )  # fmt: skip


def _review(row: dict[str, Any]) -> dict[str, Any]:
    """Return the review action of a line: it stands at its adjudication, in old versions of the guide at the line."""
    places = (*rows(row.get("adjudication")), row)
    return next((found for place in places if (found := _extension(place, "extension-reviewAction"))), {})


def _action(extension: dict[str, Any]) -> ReviewAction | None:
    code = coded(extension.get("valueCodeableConcept")).code
    return ReviewAction(code) if code in set(ReviewAction) else None


def _detail(row: dict[str, Any]) -> Detail | None:
    said = _extension(row, "extension-itemAuthorizedDetail")
    if not said:
        return None
    service = coded(_part(said, "productOrServiceCode").get("valueCodeableConcept"))
    return Detail(service, _delivery(_part(said, "quantity").get("valueQuantity")))


def _added_detail(row: dict[str, Any]) -> Detail:
    return Detail(coded(row.get("productOrService")), _delivery(row.get("quantity")))


def _delivery(value: Any) -> Delivery:
    amount = _map(value)
    number = amount.get("value")
    value = 0.0
    if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) < LARGEST:
        value = float(number)
    return Delivery(value, text(amount.get("unit")) or text(amount.get("code")))


def _provider(row: dict[str, Any], added: dict[str, Any], here: dict[str, dict[str, Any]]) -> str:
    said = _part(_extension(row, "extension-itemAuthorizedProvider"), "provider").get("valueReference")
    named = _map(said or next(iter(rows(added.get("provider"))), None))
    body = here.get(text(named.get("reference")), {})
    name = body.get("name")
    if isinstance(name, list):
        first = _map(next(iter(name), None))
        given = " ".join(_texts(first.get("given")))
        return f"{given} {text(first.get('family'))}".strip()
    return text(name) or text(named.get("display"))


def _fault(row: dict[str, Any]) -> Fault:
    why = coded(row.get("code"))
    return Fault(
        code=why.code,
        path=text(_extension(row, "extension-errorPath").get("valueString")),
        element=text(_extension(row, "extension-errorElement").get("valueString")),
        follow_up=coded(_extension(row, "extension-errorFollowupAction").get("valueCodeableConcept")).code,
        words=why.display,
    )


def _issues(body: dict[str, Any]) -> Iterator[Fault]:
    for row in rows(body.get("issue")):
        where = next(iter(_texts(row.get("expression"))), "")
        words = text(_map(row.get("details")).get("text")) or text(row.get("diagnostics"))
        yield Fault(code=text(row.get("code")), path=where, words=words)


def _asked(body: dict[str, Any], here: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield what a payer wants: the words of each payload of the communication requests it names."""
    for one in rows(body.get("communicationRequest")):
        request = here.get(text(one.get("reference")), {})
        for payload in rows(request.get("payload")):
            modifier = _extension(payload, "extension-contentModifier").get("valueCodeableConcept")
            words = text(payload.get("contentString")) or _words(modifier)
            if words:
                yield words


def _words(concept: Any) -> str:
    return text(_map(concept).get("text")) or coded(concept).display


def _extension(body: dict[str, Any], name: str) -> dict[str, Any]:
    return next((one for one in rows(body.get("extension")) if one.get("url") == f"{PAS}{name}"), {})


def _part(extension: dict[str, Any], *names: str) -> dict[str, Any]:
    urls = {*names, *(f"{PAS}{name}" for name in names)}
    return next((one for one in rows(extension.get("extension")) if text(one.get("url")) in urls), {})


def coded(value: Any) -> Coded:
    """Return the first coding of a concept; its words may stand beside it."""
    concept = _map(value)
    row = next(iter(rows(concept.get("coding"))), {})
    words = text(row.get("display")) or text(concept.get("text"))
    return Coded(text(row.get("system")), text(row.get("code")), words)


def rows(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; an object that stands alone is a list of one."""
    listed: Iterable[Any] = value if isinstance(value, list) else [value]
    return [row for row in listed if isinstance(row, dict)]


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def day(value: Any) -> date | None:
    """Return the day of a FHIR date or moment as it is written, or None."""
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _number(value: Any) -> int:
    """Return a number of a line; 0, which no line has, for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _numbers(value: Any) -> list[int]:
    listed = value if isinstance(value, list) else [value]
    return [number for one in listed if (number := _number(one))]
