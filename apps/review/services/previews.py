"""What the chart lacks for a policy, said before anybody asks for a letter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from apps.core.actors import Actor
from apps.drafting.domain.criteria import Verdict
from apps.drafting.domain.criteria.wishes import Wish
from apps.drafting.services import criteria_preview
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.coverage.models import CoveragePolicy

OVERALL = {
    Verdict.MET: "every criterion is met",
    Verdict.NOT_MET: "a criterion that counts is not met",
    Verdict.INSUFFICIENT: "not settled",
}
COUNTED = {Verdict.MET: "met", Verdict.NOT_MET: "not met", Verdict.INSUFFICIENT: "not settled"}


@dataclass(frozen=True, slots=True)
class ChartCheck:
    """A policy's criteria on one chart, in words the person may read. ``wanted`` is what would settle them."""

    policy: str
    documents: int
    is_met: bool
    overall: str
    counts: str  # "3 met, 1 not settled"
    open: tuple[str, ...]
    wanted: tuple[Wish, ...]


def chart_check(
    *, patient: "Patient", policy: "CoveragePolicy", service_on: date | None, person: "Person", actor: Actor
) -> ChartCheck:
    """Answer a policy's criteria on a chart as a letter would, and ask for nothing.

    Raises what ``drafting.services.criteria_preview`` raises.
    """
    found = criteria_preview(patient_id=patient.pk, policy=policy, service_on=service_on, person=person, actor=actor)
    words = [*found.open, *(wish.what for wish in found.wanted), *(wish.visit for wish in found.wanted)]
    said = _restored(words, patient, person)
    return ChartCheck(
        policy=f"{policy.policy_id} version {policy.version}",
        documents=found.documents,
        is_met=found.overall is Verdict.MET,
        overall=OVERALL[found.overall],
        counts=", ".join(f"{number} {COUNTED[verdict]}" for verdict, number in found.counts.items()),
        open=tuple(said[sentence] for sentence in found.open),
        wanted=tuple(replace(wish, what=said[wish.what], visit=said[wish.visit]) for wish in found.wanted),
    )


def _restored(words: Sequence[str], patient: "Patient", person: "Person") -> dict[str, str]:
    unique = list(dict.fromkeys(words))
    return dict(
        zip(
            unique,
            texts_restored(sight=Sight(person, Purpose.REVIEW), patient_id=patient.pk, texts=unique),
            strict=True,
        )
    )
