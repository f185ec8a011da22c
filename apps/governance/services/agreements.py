"""Agreements (BAA) with hosts outside the perimeter: put on record and withdrawn by people who run the control room."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.days import is_far
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.governance.domain.agreements import DATA_CLASSES, PAYER_REQUESTS, REDACTED_NOTES, SHA256, objection_to_host
from apps.governance.errors import AgreementError
from apps.governance.models import Agreement
from apps.governance.services.switch import LONGEST_REASON

FARTHEST = 50  # years

if TYPE_CHECKING:
    from apps.access.models import Person


@transaction.atomic
def agreement_record(
    *,
    host: str,
    counterparty: str,
    signed_on: date,
    expires_on: date,
    data_classes: Iterable[str],
    document_sha256: str,
    person: "Person",
    actor: Actor,
) -> Agreement:
    """Put a signed agreement of the person's organization on record. ``expires_on`` is its last day.

    Raises NotAllowed, and AgreementError with a sentence for what cannot be right.
    """
    check_may(person, Permission.RUN_CONTROL_ROOM)
    host, counterparty = host.strip().lower(), " ".join(counterparty.split())
    classes = sorted(set(data_classes))
    objection = objection_to_host(host, settings.WORKBENCH_PERIMETER)
    objection = objection or _objection_to_party(counterparty, person.organization_id)
    if objection := objection or _objection(signed_on, expires_on, classes):
        raise AgreementError(objection)
    if not SHA256.fullmatch(document_sha256):
        raise AgreementError("The sha256 of the signed document has 64 hexadecimal digits.")
    known = Agreement.objects.filter(organization=person.organization_id, host=host, withdrawn_at=None)
    if known.filter(document_sha256=document_sha256).exists():
        raise AgreementError("This document is on record for this host already. Withdraw that entry to correct it.")
    agreement = Agreement.objects.create(
        organization_id=person.organization_id, host=host, counterparty=counterparty, signed_on=signed_on,
        expires_on=expires_on, data_classes=classes, document_sha256=document_sha256, recorded_by=person,
    )  # fmt: skip
    details: dict[str, object] = {
        "host": host, "signed_on": signed_on.isoformat(), "expires_on": expires_on.isoformat(), "classes": classes,
        "sha256": document_sha256,
    }  # fmt: skip
    _record(agreement, Action.AGREEMENT_RECORDED, details, actor)
    return agreement


def _objection_to_party(counterparty: str, organization_id: UUID) -> str:
    if not counterparty:
        return "Name the other party, as it signed."
    named = reason_refusal(None, counterparty, organization_id=organization_id, names_company=True)
    return "Name the other party alone: no person, number or place." if named else ""


def _objection(signed_on: date, expires_on: date, classes: list[str]) -> str:
    if signed_on > clock.today():
        return "It was signed on a day that has not come yet. Record it once it is signed."
    if expires_on < signed_on:
        return "Its last day lies before the day it was signed."
    if expires_on < clock.today():
        return "It has ended already. Record the agreement that counts now."
    if any(is_far(day, clock.today(), years=FARTHEST) for day in (signed_on, expires_on)):
        return "It was signed or ends more than fifty years away. Check its years."
    if unknown := [name for name in classes if name not in DATA_CLASSES]:
        return f"No agreement can cover this class of data here: {unknown[0].replace('_', ' ')}."
    covered = {REDACTED_NOTES, PAYER_REQUESTS} & set(classes)
    return (
        "" if covered else "It must cover redacted notes, or requests to a payer: otherwise there is nothing to send."
    )


@transaction.atomic
def agreement_withdraw(*, agreement_id: UUID, reason: str, person: "Person", actor: Actor) -> Agreement:
    """End an agreement now: nothing more leaves under it. What is leaving at this moment is waited for.

    Raises NotAllowed, and AgreementError without a reason that names nobody, or for one that does not stand.
    """
    check_may(person, Permission.RUN_CONTROL_ROOM)
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise AgreementError(f"Say why, in at most {LONGEST_REASON} characters.")
    if sentence := reason_refusal(None, reason, organization_id=person.organization_id):
        raise AgreementError(sentence)
    if not says_why(reason):
        raise AgreementError(IN_WORDS)
    standing = Agreement.objects.select_for_update().filter(organization=person.organization_id, withdrawn_at=None)
    agreement = standing.filter(pk=agreement_id).first()
    if agreement is None:
        raise AgreementError("This agreement does not stand any more; nothing was changed.")
    agreement.withdrawn_by, agreement.withdrawn_at, agreement.withdrawn_reason = person, clock.now(), reason
    agreement.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _record(agreement, Action.AGREEMENT_WITHDRAWN, {"host": agreement.host}, actor)
    return agreement


def _record(agreement: Agreement, action: Action, details: dict[str, object], actor: Actor) -> None:
    actor = actor.within(agreement.organization_id)
    event_append(actor=actor, action=action, object_type="agreement", object_id=agreement.pk, details=details)
