"""What a chart says to a policy, as a worker found it, in words that who asked may read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404

from apps.drafting.domain.criteria import Verdict
from apps.drafting.domain.criteria.wishes import Wish
from apps.redaction.selectors import may_on_patient
from apps.review.models import ChartAnswer
from apps.viewer.selectors import Purpose, Sight, texts_restored

if TYPE_CHECKING:
    from apps.access.models import Person

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


def access_chart_check(person: "Person", answer_id: UUID) -> ChartCheck | None:
    """Return the answer in words its person may read; None while a worker is at it.

    Raises Http404 for anybody else's, and once the person may not see the chart any more.
    """
    asked = ChartAnswer.objects.select_related("policy", "patient").filter(pk=answer_id, person=person).first()
    if asked is None or not may_on_patient(person, asked.patient_id, "view_chart", emergency=False):
        raise Http404("No such answer.")
    return _told(asked, person) if asked.finished_at else None


def _told(asked: ChartAnswer, person: "Person") -> ChartCheck:
    found = asked.answer
    wanted = [Wish(**row) for row in found["wanted"]]
    said = _restored([*found["open"], *(word for wish in wanted for word in (wish.what, wish.visit))], asked, person)
    overall = Verdict(found["overall"])
    return ChartCheck(
        policy=f"{asked.policy.policy_id} version {asked.policy.version}",
        documents=found["documents"],
        is_met=overall is Verdict.MET,
        overall=OVERALL[overall],
        counts=", ".join(f"{number} {COUNTED[Verdict(verdict)]}" for verdict, number in found["counts"].items()),
        open=tuple(said[sentence] for sentence in found["open"]),
        wanted=tuple(replace(wish, what=said[wish.what], visit=said[wish.visit]) for wish in wanted),
    )


def _restored(words: Sequence[str], asked: ChartAnswer, person: "Person") -> dict[str, str]:
    unique = list(dict.fromkeys(words))
    sight = Sight(person, Purpose.REVIEW)
    return dict(zip(unique, texts_restored(sight=sight, patient_id=asked.patient_id, texts=unique), strict=True))
