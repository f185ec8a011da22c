"""The forms of second readings: a round of one decision on the patient, read by a colleague who may open the draft."""

from collections.abc import Mapping
from datetime import timedelta

from apps.chart.services import patient_grant
from apps.core import clock
from apps.quality.domain.adjudication import Stratum
from apps.quality.models import AdjudicationRound
from apps.quality.services import round_draw
from apps.review.models import ReviewItem
from tests.access.everything import ELSEWHERE, EMERGENCY, LABELLED, OTHER
from tests.access.forms.stage import DESK, HOUSE, Form, Post, Stage
from tests.factories import SETUP
from tests.quality.generated import Judged, decide


def decided(stage: Stage) -> None:
    item = ReviewItem.objects.get(draft=stage.draft)
    item.status, item.claimed_by, item.claimed_at = "DECIDED", stage.world.reyes, clock.now()
    item.save()
    decide(item, stage.world.reyes, 1, Judged(clock.now()))


def to_draw(stage: Stage) -> Post:
    decided(stage)
    today = clock.today()
    return Post({"start": today - timedelta(days=1), "end": today, "overrides": "5", "accepts": "5"})


def drawn(stage: Stage) -> AdjudicationRound:
    decided(stage)
    patient_grant(patient=stage.world.anna, permission="view_chart", person=stage.world.lindholm, actor=SETUP)
    sizes = {Stratum.OVERRIDE: 5, Stratum.ACCEPT: 5}
    return round_draw(start=clock.today(), end=clock.today(), sizes=sizes, **stage.who("marchetti"))


def of_round(stage: Stage) -> Post:
    return Post({}, {"round_id": drawn(stage).pk})


def answered(stage: Stage) -> Post:
    seat = drawn(stage).cases.get().readings.get(person=stage.world.lindholm)
    return Post({"verdict": "sound", "comment": "Reads well."}, {"reading_id": seat.pk})


FORMS: Mapping[str, Form] = {
    "quality:adjudication": Form(to_draw, HOUSE, "marchetti"),
    "quality:adjudication_finish": Form(of_round, HOUSE, "marchetti", closed=(ELSEWHERE,)),
    "quality:adjudication_seat": Form(of_round, HOUSE, "marchetti", closed=(ELSEWHERE,)),
    "quality:reading": Form(answered, DESK, "lindholm", closed=(OTHER, EMERGENCY, ELSEWHERE, LABELLED)),
}
