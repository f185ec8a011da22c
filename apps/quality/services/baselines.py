"""Freezing the past that weeks are held against: with a note, and by somebody's name."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from apps.access.domain.roles import Permission
from apps.access.selectors import check_may, reason_refusal
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.core.crypto.sealed import sealing
from apps.core.domain.reasons import IN_WORDS, says_why
from apps.quality.domain.definitions import DEFINITION_VERSION
from apps.quality.errors import QualityError
from apps.quality.models import FrozenBaseline
from apps.quality.selectors.baselines import baseline_now, baseline_proposed

if TYPE_CHECKING:
    from apps.access.models import Person

LONGEST_NOTE = 500


@transaction.atomic
def baseline_sign(*, person: "Person", kind: str, first: date, last: date, note: str, actor: Actor) -> FrozenBaseline:
    """Freeze the whole weeks from ``first`` to ``last`` as what every later week is held against.

    Raises NotAllowed without the right; QualityError for weeks that bear no limits, for a note that says nothing or
    names somebody.
    """
    check_may(person, Permission.VIEW_QUALITY)
    note = " ".join(note.split())
    if sentence := _why_not_noted(person, note):
        raise QualityError(sentence)
    before = baseline_now(person.organization_id, kind)
    proposed = baseline_proposed(organization_id=person.organization_id, first=first, last=last, kind=kind)
    signed = FrozenBaseline.objects.create(
        organization_id=person.organization_id, person=person, kind=kind, first=first, last=last,
        centre=proposed.centre, sigma_z=proposed.sigma_z, subgroups=proposed.subgroups,
        definition_version=DEFINITION_VERSION, **sealing(note=note),
    )  # fmt: skip
    event_append(
        actor=actor, action=Action.BASELINE_SIGNED, object_type="baseline", object_id=signed.pk,
        details={
            "kind": kind, "first": first.isoformat(), "last": last.isoformat(), "weeks": proposed.subgroups,
            "replaces": str(before.pk) if before else "",
        },
    )  # fmt: skip
    return signed


def _why_not_noted(person: "Person", note: str) -> str:
    if len(note) > LONGEST_NOTE:
        return f"Shorten your note to {LONGEST_NOTE} characters; it has {len(note)}."
    if not says_why(note):
        return f"Say why these weeks are what later ones are to be held against. {IN_WORDS}"
    return reason_refusal(None, note, organization_id=person.organization_id)
