"""A letter and a payer's system: each act with its event in one transaction. What goes over the wire is another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.db import transaction

from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.canonical import digest
from apps.core.crypto.sealed import sealing
from apps.core.errors import NotAllowed
from apps.coverage.selectors import standard_in_force
from apps.governance.domain.agreements import PAYER_REQUESTS
from apps.governance.selectors import leave_to
from apps.review.domain.exchanges import AWAITED, SENT, ExchangeKind, ExchangeState
from apps.review.domain.pas.building import Built
from apps.review.domain.pas.lines import trace_of
from apps.review.errors import Collision, ReviewError
from apps.review.exchange.configuration import Endpoint
from apps.review.models import PayerExchange, PayerGuid
from apps.review.selectors.authorizations import UNSIGNED, why_not_submittable
from apps.review.selectors.consents import payer_of, why_not_leave
from apps.review.selectors.decisions import decision_signed
from apps.review.selectors.later import last_file_of
from apps.review.selectors.rights import why_not_submit
from apps.review.selectors.signed_files import why_not_handed
from apps.review.services.payer_basis import class_checked
from apps.viewer.services import identifiers_put_back

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.drafting.models import Draft

SENT_BEFORE = "This request was sent already. It is shown as it stands now."
PREPARED_BEFORE = "A request of this letter is prepared already. Send that one, or choose that this takes its place."
STANDS_NO_MORE = "Another request was prepared or sent since. Reload the page."
NOT_COVERED = "The agreement with {host} does not cover requests for prior authorization. Nothing was sent."
AS_BEFORE = "As in the request that it changes."


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which law a request is decided, as the record of its submission needs it."""

    payer_class: str
    is_drug: bool
    reason: str = ""  # why they are not what the record tells


def mint() -> str:
    """Return a GUID; that nobody had it before is the database's to say (``PayerGuid``)."""
    return str(uuid4())


AMENDED_SINCE = "The letter was amended after this request was prepared. Prepare a new one: it carries the addendum."


@transaction.atomic
def request_keep(
    *, draft: "Draft", built: Built, terms: Terms, npi: str, versions: Mapping[str, str],
    previous: PayerExchange | None = None, replaces: bool = False, person: "Person", actor: Actor,
) -> PayerExchange:  # fmt: skip
    """Keep a bundle that was built, every GUID of it with it.

    Raises NotAllowed, or Collision where one was sent, or is prepared and this one does not take its place.
    """
    check_right(draft, person)
    if previous is None and PayerExchange.objects.filter(draft=draft, state__in=SENT).exists():
        raise Collision(SENT_BEFORE)
    if previous is None:
        _prepared_replace(draft, replaces=replaces)
    _, reason = class_checked(draft, terms.payer_class, terms.reason, is_drug=terms.is_drug, actor=actor)
    exchange = PayerExchange(
        organization_id=draft.organization_id, draft=draft, previous=previous, trace=trace_of(built.bundle), npi=npi,
        kind=ExchangeKind.UPDATE if previous else ExchangeKind.REQUEST, sha256=digest(built.bundle),
        versions=dict(versions), payer_class=terms.payer_class, is_drug=terms.is_drug, prepared_by=person,
        class_reason=reason,
        **sealing(body=built.bundle),
    )  # fmt: skip
    exchange.save(force_insert=True)
    guids_keep(exchange, built)
    put_back = identifiers_put_back(patient_id=draft.patient_id, draft_id=draft.pk, actor=actor)
    details: dict[str, Any] = {"sha256": exchange.sha256, "kind": exchange.kind, **put_back}
    record(exchange, Action.PAYER_REQUEST_PREPARED, actor, **details)
    return exchange


def _prepared_replace(draft: "Draft", *, replaces: bool) -> None:
    """Take a letter's prepared requests out of the way. Raises Collision where that was not chosen: one is live."""
    waiting = PayerExchange.objects.select_for_update().filter(draft=draft, state=ExchangeState.PREPARED)
    if waiting.exists() and not replaces:
        raise Collision(PREPARED_BEFORE)
    waiting.update(state=ExchangeState.REPLACED)


def guids_keep(exchange: PayerExchange, built: Built) -> None:
    """Keep what was minted: the key of the table refuses a GUID that was given before."""
    PayerGuid.objects.bulk_create(PayerGuid(guid=UUID(guid), exchange=exchange) for guid in built.guids)


@transaction.atomic
def download_record(*, exchange: PayerExchange, person: "Person", actor: Actor) -> None:
    """Record that a request was taken out as a file. Raises NotAllowed."""
    check_right(exchange.draft, person)
    if sentence := why_not_leave(exchange.draft):
        raise NotAllowed(sentence)
    record(exchange, Action.PAYER_REQUEST_DOWNLOADED, actor, sha256=exchange.sha256, recipient=payer_of(exchange.draft))


@transaction.atomic
def sending_begin(*, exchange: PayerExchange, endpoint: Endpoint, person: "Person", actor: Actor) -> PayerExchange:
    """Mark a request as on its way, before a byte leaves: whatever happens then, nobody sends it a second time.

    Raises NotAllowed, Collision where it is not (any more) to be sent, ReviewError without a signature that verifies or
    an agreement that lets it leave.
    """
    check_right(exchange.draft, person)
    held = locked(exchange)
    if held.state != ExchangeState.PREPARED or hasattr(held, "next"):
        raise Collision(SENT_BEFORE)
    others = PayerExchange.objects.filter(draft=held.draft, state__in=SENT)
    if (others.exclude(pk=held.previous_id) if held.previous_id else others).exists():
        raise Collision(STANDS_NO_MORE)
    if sentence := why_not_submittable(held.draft) or _why_not_handed(held):
        raise ReviewError(sentence)
    agreement = check_may_leave(held, endpoint, actor, holding=True)
    held.state, held.sent_by, held.sent_at, held.host = ExchangeState.UNDERWAY, person, clock.now(), endpoint.host
    held.save(update_fields=["state", "sent_by", "sent_at", "host"])
    record(
        held, Action.PAYER_REQUEST_SENT, actor, host=endpoint.host, sha256=held.sha256, agreement_id=agreement,
        recipient=payer_of(held.draft),
    )  # fmt: skip
    return held


def _why_not_handed(exchange: PayerExchange) -> str:
    decision = decision_signed(exchange.draft)
    if decision is None:
        return UNSIGNED
    last = last_file_of(decision.signature)
    if last is not None and last.created_at > exchange.created_at:
        return AMENDED_SINCE
    return why_not_handed(decision.signature)


def check_may_leave(exchange: PayerExchange, endpoint: Endpoint, actor: Actor, *, holding: bool = False) -> str:
    """Return the agreement under which a patient's data may leave to a payer's system; none is needed inside.

    Raises ReviewError with the sentence of why it may not.
    """
    if endpoint.inside:
        return ""
    leave = leave_to(exchange.organization_id, endpoint.host, holding=holding)
    if leave.terms is None or PAYER_REQUESTS not in leave.terms.data_classes:
        raise ReviewError(leave.refusal.sentence if leave.refusal else NOT_COVERED.format(host=endpoint.host))
    return leave.agreement_id


@transaction.atomic
def sending_undo(*, exchange: PayerExchange, reason: str, actor: Actor) -> None:
    """Take a request back from its way: the payer's system took nothing, so it may be sent again as it is."""
    held = locked(exchange)
    if held.state == ExchangeState.UNDERWAY:
        held.state = ExchangeState.PREPARED
        held.save(update_fields=["state"])
    record(held, Action.PAYER_REQUEST_NOT_SENT, actor, is_failure=True, reason=reason, host=held.host)


@transaction.atomic
def refusal_record(*, exchange: PayerExchange, action: Action, reason: str, actor: Actor) -> None:
    """Record that something was refused, and why, where nothing else is kept of it."""
    record(exchange, action, actor, is_failure=True, reason=reason)


@transaction.atomic
def asking_begin(*, exchange: PayerExchange, endpoint: Endpoint, built: Built, actor: Actor) -> None:
    """Record that a payer is asked how a request stands, with the GUIDs of the inquiry. Raises ReviewError."""
    held = locked(exchange)
    if held.state not in AWAITED:
        raise Collision("The payer has answered this request. Reload the page.")
    agreement = check_may_leave(held, endpoint, actor, holding=True)
    guids_keep(held, built)
    held.asked_at = clock.now()
    held.save(update_fields=["asked_at"])
    record(held, Action.PAYER_ASKED, actor, host=endpoint.host, agreement_id=agreement)


def versions_in_force() -> dict[str, str]:
    """Return the standards that requests are made by today, by name (P02): those of the table, and no proposal."""
    found = (standard_in_force(use, clock.today()) for use in ("transaction", "questionnaire"))
    return {one.name: one.version for one in found if one}


def check_right(draft: "Draft", person: "Person") -> None:
    """Raise NotAllowed for a person who submits no letters of this draft."""
    if sentence := why_not_submit(draft, person):
        raise NotAllowed(sentence)


def locked(exchange: PayerExchange) -> PayerExchange:
    held = PayerExchange.objects.select_for_update(of=("self",), no_key=True).select_related("draft__organization")
    return held.get(pk=exchange.pk)


def record(exchange: PayerExchange, action: Action, actor: Actor, *, is_failure: bool = False, **details: Any) -> None:
    """Append the event of an act on an exchange, as one on its draft."""
    outcome = Outcome.FAILURE if is_failure else Outcome.SUCCESS
    event_append(
        actor=actor, action=action, patient_id=exchange.draft.patient_id, object_type="draft",
        object_id=exchange.draft_id, outcome=outcome, details={"exchange_id": exchange.pk, **details},
    )  # fmt: skip
