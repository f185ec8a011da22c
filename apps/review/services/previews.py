"""What the chart lacks for a policy, said before anybody asks for a letter."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from apps.core import clock
from apps.core.actors import Actor
from apps.drafting.selectors import preview_key
from apps.drafting.services import criteria_preview, preview_look
from apps.review.models import ChartAnswer

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.coverage.models import CoveragePolicy


@transaction.atomic
def chart_check_ask(
    *, patient: "Patient", policy: "CoveragePolicy", service_on: date | None, person: "Person", actor: Actor
) -> ChartAnswer:
    """Ask what a chart says to a policy; what was answered of this very chart before is the answer. Ring for a worker.

    Earlier charts' answers of this question are forgotten. Raises what ``drafting.selectors.preview_key`` raises.
    """
    sha256 = preview_key(patient.pk, person)
    question = {"patient": patient, "policy": policy, "service_on": service_on, "person": person}
    ChartAnswer.objects.filter(**question).exclude(chart_sha256=sha256).delete()
    asked, _ = ChartAnswer.objects.get_or_create(
        **question, chart_sha256=sha256, defaults={"organization_id": person.organization_id}
    )
    if asked.finished_at:
        preview_look(patient_id=patient.pk, policy=policy, person=person, actor=actor)
    return asked


def chart_check_answer(*, answer_id: UUID | str, actor: Actor) -> None:
    """Give the answer that somebody waits for, if they may still read the chart. Given once, it stays."""
    asked = ChartAnswer.objects.select_related("policy", "person").filter(pk=answer_id, finished_at=None).first()
    if asked is None:
        return
    found = criteria_preview(
        patient_id=asked.patient_id, policy=asked.policy, service_on=asked.service_on, person=asked.person, actor=actor
    )
    asked.answer = {
        "documents": found.documents,
        "overall": found.overall.value,
        "counts": {verdict.value: number for verdict, number in found.counts.items()},
        "open": list(found.open),
        "wanted": [asdict(wish) for wish in found.wanted],
    }
    asked.finished_at = clock.now()
    asked.save(update_fields=["answer_sealed", "finished_at"])
