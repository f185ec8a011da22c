"""Drafts of test patients that are known to be wrong: asked for like another, errors put in before the checks."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core import clock
from apps.core.actors import Actor
from apps.core.crypto.blind import blind_index
from apps.drafting.domain.checks import CheckedDraft, check_draft
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.domain.planting import Plant, plantings
from apps.drafting.domain.status import DraftStatus
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.models import Claim, Draft, PlantedError
from apps.drafting.services.acts import act_of
from apps.governance.selectors import generation_allowed

if TYPE_CHECKING:
    from uuid import UUID

NOTHING = "Nothing in this draft could be made wrong in a way that the checks let through."
REAL_PATIENT = "A draft known to be wrong is made for test patients alone."
MOST_STRANGERS = 200
# What is asked for again, in the very words.
ASKED = (
    "organization_id", "patient_id", "kind", "subject", "requested_by_id", "policy_id", "service_code",
    "diagnosis_codes", "urgency", "urgency_reason", "service_on", "denial",
)  # fmt: skip


@transaction.atomic
def draft_seed(*, like: Draft, due_at: datetime | None, actor: Actor) -> Draft:
    """Queue a draft that asks for the same as a READY one of a test patient and will hold known errors.

    It is read with the rights of whoever asked for the other; that it is the workbench that asks says the event, which
    names no patient: nobody who reads a chart's acts is told. Raises RequestRefused for a real patient, for anything
    but a READY draft that is none of these itself, and while drafting is stopped.
    """
    if not like.patient.is_test:
        raise RequestRefused(REAL_PATIENT)
    if like.status != DraftStatus.READY or like.is_seeded:
        raise RequestRefused("Only a draft that is ready, and right as far as is known, can be made wrong.")
    moment = clock.now()
    draft = Draft(
        **{name: getattr(like, name) for name in ASKED}, due_at=due_at, is_seeded=True, queued_at=moment,
        entered_at=moment,
    )  # fmt: skip
    verdict = generation_allowed(act_of(draft))
    if not verdict.allowed:
        raise RequestRefused(verdict.sentence)
    draft.save()
    event_append(
        actor=actor.within(draft.organization_id), action=Action.SEEDED_DRAFT_MADE, object_type="seeded_draft",
        object_id=draft.pk, details={"like": like.pk},
    )  # fmt: skip
    return draft


def planted_checked(
    draft: Draft, draft_input: DraftInput, output: DraftOutput
) -> tuple[CheckedDraft, tuple[Plant, ...]]:  # fmt: skip
    """Return a seeded draft with its errors, checked as any draft is: what the checks see, they say.

    Blocked where no way of planting leaves a draft that may be reviewed.
    """
    strangers = _strangers(draft.organization_id, draft.patient_id)
    for planted, plants in plantings(output, lot=blind_index("drafting.planting", draft.pk), strangers=strangers):
        checked = check_draft(draft_input, planted)
        if not checked.blocked:
            return checked, plants
    return replace(check_draft(draft_input, output), blocked=NOTHING), ()


def _strangers(organization_id: "UUID", patient_id: "UUID") -> list[str]:
    """Return sentences about other test patients of an organization that name nobody."""
    claims = Claim.objects.filter(
        draft__organization=organization_id, draft__patient__is_test=True, draft__is_seeded=False,
        draft__status=DraftStatus.READY, severity="high", draft__destruction=None,
    )  # fmt: skip
    nameless = claims.exclude(draft__patient=patient_id).exclude(text__contains="[").exclude(text="")
    return list(nameless.order_by("draft", "ordinal").values_list("text", flat=True)[:MOST_STRANGERS])


def plants_save(draft: Draft, plants: Sequence[Plant]) -> None:
    """Keep what was planted where. Call inside the transaction that saves the claims."""
    if not plants or draft.status != DraftStatus.READY:
        return
    claims = {claim.ordinal: claim for claim in draft.claims.all()}
    PlantedError.objects.bulk_create(
        PlantedError(
            claim=claims[plant.at + 1], kind=plant.kind, planted=plant.planted, right=plant.right,
            sentence=plant.sentence,
        )
        for plant in plants
    )  # fmt: skip
