"""Each figure of the dashboard is what a second, separate count of the raw rows gives, oddities among them."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.chart.models import Patient
from apps.core import clock
from apps.drafting.models import Draft
from apps.quality.facts import facts_bring_up, facts_make_anew
from apps.quality.models import DayTally, DecisionFact
from apps.quality.selectors import OverrideReport, override_report
from apps.review.domain.status import HARM_WORDS, REASON_CODES
from tests.factories import make_patient
from tests.quality.generated import Judged, Slot, decide, judged_by_chance, write
from tests.quality.recount import recount

ZONE = "America/Chicago"
NOVEMBER = datetime(2026, 11, 1, 12, tzinfo=UTC)  # the night before, clocks went back in that zone


@pytest.fixture
def made(world):
    """Two months of decisions: re-opened, returned, not judged, of known errors, at midnight, as clocks change."""
    chance = Random(20261123)
    nobody = make_patient(world.cedar, "nobody", "Test", "Zz-Nobody", "1970-01-01")
    Patient.objects.filter(pk=nobody.pk).update(is_test=True)
    nobody.refresh_from_db()
    slots = []
    for number in range(160):
        at = NOVEMBER + timedelta(hours=chance.randint(-700, 700), seconds=chance.randint(0, 3599))
        judged = [judged_by_chance(chance, at)]
        while chance.random() < 0.15:
            judged.append(judged_by_chance(chance, judged[-1].at + timedelta(hours=chance.randint(1, 300))))
        of_nobody = nobody if number % 20 == 0 else None
        slots.append(Slot(judged, chance.choice(["chart_summary", "prior_auth_letter"]), known_wrong_about=of_nobody))
    edges = (
        datetime(2026, 11, 1, 0, 0, tzinfo=ZoneInfo(ZONE)), datetime(2026, 10, 31, 23, 59, 59, tzinfo=ZoneInfo(ZONE)),
        datetime(2026, 11, 1, 1, 30, fold=0, tzinfo=ZoneInfo(ZONE)),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=ZoneInfo(ZONE)), datetime(2026, 11, 2, 0, 0, tzinfo=UTC),
    )  # fmt: skip
    slots += [Slot([Judged(edge, "reject", reason="outdated")]) for edge in edges]
    write(world.anna, [world.okafor, world.lindholm], slots, chance)
    Draft.objects.bulk_create(
        Draft(
            organization=world.cedar, patient=world.anna, kind="chart_summary", subject="Withheld",
            requested_by=world.okafor, status="BLOCKED", reason="The chart does not carry it.", created_at=at,
        )
        for at in (*edges, NOVEMBER)
    )  # fmt: skip
    write(world.carla, [world.quill], [Slot([Judged(NOVEMBER)])], chance)
    return world


def report_of(world, first: date, last: date) -> OverrideReport:
    start, end = clock.start_of(first), clock.start_of(last + timedelta(days=1)) - timedelta(seconds=1)
    return override_report(organization_id=world.cedar.pk, start=start, end=end)


def told_by(report: OverrideReport) -> dict[str, object]:
    figures = {one.key: (one.numerator, one.denominator) for one in report.balance.figures}
    return {
        "counts": {name: getattr(report.total, name) for name in report.total.__slots__ if getattr(report.total, name)},
        "reasons": dict(report.by_reason),
        "harms": dict(report.by_harm),
        "kinds": {row.figure.key: (row.figure.numerator, row.corrected) for row in report.by_edit},
        "weeks": {
            getattr(point, "subgroup", point).start: (
                getattr(point, "subgroup", point).numerator, getattr(point, "subgroup", point).denominator
            )
            for point in (report.chart.points if report.chart else ())
        },
        "quartiles": tuple(round(value, 6) for value in report.balance.minutes or ()),
        "glanced": figures["glanced"],
        "hasty": figures["hasty"],
        "looked": figures["looked_again"],
        "signers": (report.balance.signers, report.balance.hasty_signers, report.balance.most_of_one),
        "unmeasured": report.balance.estimated,
        "abstained": report.abstained,
    }  # fmt: skip


def told_again(world, first: date, last: date, zone: str) -> dict[str, object]:
    told = recount(world.cedar.pk, first, last, zone)
    return {
        "counts": {name: number for name, number in told["counts"].items() if number},
        "reasons": {REASON_CODES[code]: number for code, number in told["reasons"].items()},
        "harms": {HARM_WORDS[code]: number for code, number in told["harms"].items()},
        "kinds": {kind: (number, told["corrected"][kind]) for kind, number in told["kinds"].items()},
        "weeks": {week: tuple(pair) for week, pair in told["weeks"].items()},
        "quartiles": tuple(round(value, 6) for value in told["quartiles"] or ()),
        "glanced": tuple(told["glanced"]),
        "hasty": (told["hasty"].total(), told["signed"].total()),
        "looked": tuple(told["looked"]),
        "signers": (len(told["signed"]), len(told["hasty"]), max(told["hasty"].values(), default=0)),
        "unmeasured": told["unmeasured"],
        "abstained": told["abstained"],
    }


PERIODS = [
    (date(2026, 9, 1), date(2026, 12, 31)), (date(2026, 10, 31), date(2026, 11, 2)),
    (date(2026, 11, 1), date(2026, 11, 1)), (date(2026, 10, 31), date(2026, 10, 31)),
]  # fmt: skip


@pytest.mark.parametrize("zone", ["UTC", ZONE])
def test_each_figure_is_what_a_separate_count_of_the_raw_rows_gives(made, zone):
    with timezone.override(zone):
        facts_bring_up(organization_id=made.cedar.pk)
        for first, last in PERIODS:
            counted, again = told_by(report_of(made, first, last)), told_again(made, first, last, zone)
            if len(again["weeks"]) == 1:  # one week is no chart
                again["weeks"] = {}
            assert counted == again, (first, last)
    everything = report_of(made, *PERIODS[0]).total
    assert everything.reopened
    assert everything.returned
    assert everything.cannot_judge
    assert report_of(made, *PERIODS[0]).abstained == 6


def test_decisions_that_come_in_pieces_count_as_those_that_come_at_once(made):
    facts_bring_up(organization_id=made.cedar.pk)
    kept = sorted(DayTally.objects.values_list("day", "tally", "kind", "key", "number"))
    assert facts_bring_up(organization_id=made.cedar.pk) == 0
    DecisionFact.objects.filter(decided_at__gt=NOVEMBER).delete()
    facts_bring_up(organization_id=made.cedar.pk)
    assert sorted(DayTally.objects.values_list("day", "tally", "kind", "key", "number")) == kept
    facts_make_anew(organization_id=made.cedar.pk)
    assert sorted(DayTally.objects.values_list("day", "tally", "kind", "key", "number")) == kept


def test_a_decision_that_another_took_the_place_of_leaves_its_day_for_those_beside_the_rates(world):
    chance, monday = Random(1), datetime(2026, 11, 2, 15, tzinfo=UTC)
    slot = Slot([Judged(monday, "reject", reason="omission")])
    write(world.anna, [world.okafor], [slot], chance)
    facts_bring_up(organization_id=world.cedar.pk)
    assert report_of(world, monday.date(), monday.date()).total.rejected == 1
    first = slot.made[0]
    later = Judged(monday + timedelta(days=9), "approve")
    decide(first.item, first.person, 2, later)
    facts_bring_up(organization_id=world.cedar.pk)
    before = report_of(world, monday.date(), monday.date()).total
    after = report_of(world, later.at.date(), later.at.date()).total
    assert (before.decisions, before.reopened, after.unedited) == (0, 1, 1)


def test_another_organization_s_decisions_are_in_no_figure_and_its_own_page_counts_them(made, client):
    client.force_login(made.people["marchetti"])
    with clock.standing_at(NOVEMBER + timedelta(days=40)):
        page = client.get(reverse("quality:overrides"), {"days": "365"}).content.decode()
    rated = report_of(made, date(2025, 12, 12), date(2026, 12, 11)).total.decisions
    assert rated > 100
    assert f"{rated} decisions on shown drafts" in " ".join(page.split())
    assert set(DecisionFact.objects.values_list("organization", flat=True)) == {made.cedar.pk}
