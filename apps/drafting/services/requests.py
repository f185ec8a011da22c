"""Asking for a draft, and asking again for one that stopped."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.coverage.domain.codes import split_service
from apps.coverage.selectors import code_covered, names_services, why_not_named, why_not_on
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.denials import Refused
from apps.drafting.domain.errors import PatientNotFound, RequestRefused
from apps.drafting.domain.requests import (
    LONGEST_REASON,
    LONGEST_SUBJECT,
    check_codes,
    check_day,
    check_due,
    check_words,
)
from apps.drafting.domain.status import OWNER, DraftStatus
from apps.drafting.models import Draft
from apps.drafting.services.acts import release_in_use
from apps.drafting.services.transitions import move
from apps.drafting.services.words import words_check
from apps.governance.domain.verdict import Act
from apps.governance.selectors import generation_allowed
from apps.redaction.selectors import may_on_patient
from apps.redaction.services import text_conceal

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.coverage.models import CoveragePolicy


def draft_request(
    *,
    patient_id: str | UUID,
    kind: str,
    subject: str,
    policy: "CoveragePolicy | None" = None,
    service_code: str = "",
    diagnosis_codes: Sequence[str] = (),
    urgency: str = "standard",
    urgency_reason: str = "",
    due_at: datetime | None = None,
    service_on: date | None = None,
    denial: Refused | None = None,
    person: "Person",
    actor: Actor,
) -> Draft:
    """Queue one draft. What the person typed is concealed before it is stored.

    A letter names the version of its policy that is in force on the date of service, today where none is given; an
    appeal names the one under which the payer refused (``denial``), whatever became of it since.

    Raises NotAllowed (role), PatientNotFound (no such patient for this person) and RequestRefused (a sentence that
    says what to change), NeedsClinician among them.
    """
    check_may(person, Permission.REQUEST_DRAFT)
    if not may_on_patient(person, patient_id, "view_chart", emergency=False):
        raise PatientNotFound("There is no such patient among those whose chart you may see.")
    draft_kind = _kind(kind)
    check_words(subject=subject, urgency=urgency, urgency_reason=urgency_reason)
    codes = check_codes(draft_kind, has_policy=policy is not None, service=service_code, diagnoses=diagnosis_codes)
    day = check_day(draft_kind, service_on, clock.today())
    check_due(due_at, clock.now())
    if policy is not None:
        _check_policy(policy, codes.service, None if denial else day, person)
    words_check(patient_id=patient_id, words=(subject, urgency_reason), actor=actor)
    with transaction.atomic():
        _check_machine_may_run(Act(str(person.organization_id), draft_kind, release_in_use()))
        moment = clock.now()
        draft = Draft.objects.create(
            queued_at=moment,
            entered_at=moment,
            organization_id=person.organization_id,
            patient_id=patient_id,
            kind=draft_kind,
            subject=_concealed(subject, LONGEST_SUBJECT, patient_id, actor),
            requested_by=person,
            policy=policy,
            service_code=codes.service,
            diagnosis_codes=list(codes.diagnoses),
            urgency=urgency,
            urgency_reason=_concealed(urgency_reason, LONGEST_REASON, patient_id, actor),
            due_at=due_at,
            service_on=day,
            denial=denial.kept() if denial else {},
        )
        _record_request(draft, policy, actor)
    return draft


@transaction.atomic
def draft_resume(*, draft: Draft, person: "Person", actor: Actor) -> Draft:
    """Queue a draft that HALTED or FAILED once more, from its first step.

    Raises NotAllowed, PatientNotFound, and RequestRefused when it is not waiting for a person or drafting is stopped.
    """
    check_may(person, Permission.REQUEST_DRAFT)
    held = Draft.objects.select_for_update().get(pk=draft.pk)
    if not may_on_patient(person, held.patient_id, "view_chart", emergency=False):
        raise PatientNotFound("There is no such patient among those whose chart you may see.")
    if OWNER[DraftStatus(held.status)] != "person":
        raise RequestRefused("Only a draft that was halted or failed can be started again.")
    _check_machine_may_run(Act(str(held.organization_id), held.kind, release_in_use()))
    held.attempt = 0
    return move(held, DraftStatus.QUEUED, actor=actor)


def _concealed(text: str, longest: int, patient_id: str | UUID, actor: Actor) -> str:
    """Return what a person typed without identifiers; the tokens that stand in for them may be longer."""
    concealed = text_conceal(patient_id=patient_id, text=text.strip(), actor=actor)
    if len(concealed) > longest:
        raise RequestRefused("What was typed is too long once names are replaced by their tokens. Shorten it.")
    return concealed


def _kind(kind: str) -> DraftKind:
    try:
        return DraftKind(kind)
    except ValueError:
        raise RequestRefused("A draft is either a chart summary or a prior-authorization letter.") from None


def _check_policy(policy: "CoveragePolicy", service: str, on: date | None, person: "Person") -> None:
    """Raise RequestRefused for a version that may not be named on a day; without a day it was denied under it."""
    sentence = why_not_named(policy, person.organization_id, denied_under=on is None)
    if sentence := sentence or (why_not_on(policy, on) if on else ""):
        raise RequestRefused(sentence)
    named = names_services(policy)
    system, code = split_service(service)
    if named and not code_covered(policy, code, system):
        raise RequestRefused(
            f"{policy} does not speak of {service}. It names {', '.join(sorted(named))}: check the code or the policy."
        )


def _check_machine_may_run(act: Act) -> None:
    verdict = generation_allowed(act)
    if not verdict.allowed:
        raise RequestRefused(verdict.sentence)


def _record_request(draft: Draft, policy: "CoveragePolicy | None", actor: Actor) -> None:
    event_append(
        actor=actor,
        action=Action.DRAFT_REQUESTED,
        patient_id=str(draft.patient_id),
        object_type="draft",
        object_id=str(draft.pk),
        details={
            "kind": draft.kind,
            "policy": str(policy) if policy else "",
            "service_code": draft.service_code,
            "diagnosis_codes": draft.diagnosis_codes,
            "urgency": draft.urgency,
            "service_on": draft.service_on.isoformat() if draft.service_on else "",
        },
    )
