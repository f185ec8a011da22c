"""Figures broken down agree with a separate count, narrow as they are asked to, and lead to decisions and nobody."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.access.models import Person
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.coverage.services import policy_load
from apps.quality.domain.dimensions import OF_CLAIMS, RATED_BY, Dimension
from apps.quality.facts import facts_bring_up
from apps.quality.selectors import breakdown
from tests.factories import SETUP
from tests.quality.generated import Slot, judged_by_chance, write
from tests.quality.recount import recount_by
from tests.review.letters import POLICY

ZONE = "America/Chicago"
NOVEMBER = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)


@pytest.fixture
def made(world):
    """Decisions of two people at two sites on three kinds of patients, about two policies or none."""
    chance = Random(64)
    Person.objects.filter(pk=world.okafor.pk).update(site="River clinic", specialty="cardiology")
    Person.objects.filter(pk=world.lindholm.pk).update(site="Hill clinic")
    policies = [policy_load(body={**POLICY, "policy_id": name}, actor=SETUP) for name in ("AA-1", "BB-2")]
    world.berta.body = {**world.berta.body, "communication": [{"language": {"coding": [{"code": "es-MX"}]}}]}
    world.berta.save()
    for patient in (world.anna, world.berta):
        for person in (world.okafor, world.lindholm):
            person.refresh_from_db()
            slots = []
            for _ in range(40):
                at = NOVEMBER + timedelta(hours=chance.randint(-500, 500), minutes=chance.randint(0, 59))
                judged = [judged_by_chance(chance, at)]
                if chance.random() < 0.2:
                    judged.append(judged_by_chance(chance, at + timedelta(hours=chance.randint(1, 200))))
                letter = chance.random() < 0.5
                slots.append(
                    Slot(
                        judged, "prior_auth_letter" if letter else "chart_summary",
                        waited=timedelta(hours=chance.choice([0.5, 3, 20, 50, 100])),
                        policy=chance.choice(policies) if letter else None,
                    )
                )  # fmt: skip
            write(patient, [person], slots, chance)
    write(world.carla, [world.quill], [Slot([judged_by_chance(chance, NOVEMBER)])], chance)
    return world


def told(world, by: Dimension, **filters: str) -> dict[str, list[int]]:
    made = breakdown(
        organization_id=world.cedar.pk, start=clock.start_of(FIRST), end=clock.start_of(LAST), by=by,
        filters={Dimension(key): value for key, value in filters.items()},
    )  # fmt: skip
    opened = {group.value: group.counts.opened if group.counts else 0 for group in made.groups}
    return {
        group.value: [group.figure.numerator, group.figure.denominator, opened[group.value]] for group in made.groups
    }


@pytest.mark.parametrize("zone", ["UTC", ZONE])
def test_each_breakdown_is_what_a_separate_count_of_the_raw_rows_gives(made, zone):
    patients = (made.anna, made.berta)
    born, language = {one.pk: one.birth_date for one in patients}, {made.anna.pk: "", made.berta.pk: "es"}
    with timezone.override(ZoneInfo(zone)):
        facts_bring_up(organization_id=made.cedar.pk)
        again = recount_by(made.cedar.pk, FIRST, LAST, zone, born, language)
        for by in (*RATED_BY, *OF_CLAIMS):
            assert told(made, by) == again[by], by
    assert len(again["policy"]) == 3
    assert len(again["waited"]) == 5
    assert len(again["site"]) == len(again["age"]) == 2
    assert sum(changed for changed, _, _ in again["severity"].values()) > 0


def test_a_value_narrows_every_other_breakdown_and_the_parts_add_up_to_the_whole(made):
    facts_bring_up(organization_id=made.cedar.pk)
    whole = told(made, Dimension.SITE)
    parts = [told(made, Dimension.SITE, language=language) for language in ("", "es")]
    for value, numbers in whole.items():
        assert numbers == [sum(part.get(value, [0, 0, 0])[at] for part in parts) for at in range(3)]
    assert told(made, Dimension.PAYER, language="xx") == {}
    assert list(told(made, Dimension.LANGUAGE, language="es")) == ["es"]


def page_of(client, name: str, *args: str, **asked: str) -> str:
    with clock.standing_at(NOVEMBER + timedelta(days=40)):
        answer = client.get(reverse(f"quality:{name}", args=args), {"days": "365", **asked})
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def test_the_page_shows_a_group_with_its_interval_and_one_of_few_as_too_few(made, client):
    client.force_login(made.people["marchetti"])
    facts_bring_up(organization_id=made.cedar.pk)
    page = page_of(client, "by", "site")
    changed, number, _ = told(made, Dimension.SITE)["River clinic"]
    assert re.search(rf"River clinic</a></th>.*?>{number}</a>.*?>{changed}</td>", page)
    assert "not enough data" in page_of(client, "by", "hour")
    assert "not enough data" not in page
    assert "Okafor" not in page
    assert "Anna" not in page


@pytest.mark.parametrize("name", ["reason", "person", "nothing"])
def test_what_is_no_breakdown_is_not_there(made, client, name):
    client.force_login(made.people["marchetti"])
    assert client.get(reverse("quality:by", args=[name])).status_code == 404


def test_the_decisions_behind_a_figure_lead_to_masked_traces_and_name_nobody(made, client):
    client.force_login(made.people["marchetti"])
    page = page_of(client, "decisions", site="River clinic", counts_as="rejected")
    traces = re.findall(r"/drafts/[0-9a-f-]{36}/trace/", page)
    facts_bring_up(organization_id=made.cedar.pk)
    rejected = breakdown(
        organization_id=made.cedar.pk, start=clock.start_of(FIRST), end=clock.start_of(LAST), by=Dimension.SITE,
        filters={Dimension.SITE: "River clinic"},
    ).counts.rejected  # fmt: skip
    assert len(traces) == rejected > 0
    assert not re.search("Okafor|Lindholm|Anna|Berta|Okonjo", page.replace("marchetti", ""))
    trace = client.get(traces[0]).content.decode()
    assert "Anna" not in trace


def test_few_decisions_of_a_kind_of_patient_are_counted_and_not_listed(made, client):
    client.force_login(made.people["marchetti"])
    page = page_of(client, "decisions", language="es", hour="3")
    assert "Too few to be listed" in page
    assert "/trace/" not in page
    assert "/trace/" in page_of(client, "decisions", language="es")
    assert "/trace/" in page_of(client, "decisions", hour="3")


def test_the_log_says_by_what_figures_were_narrowed_and_to_no_value(made, client):
    client.force_login(made.people["marchetti"])
    page_of(client, "by", "site", payer="Anna Lindgren-Sato")
    details = AuditEvent.objects.filter(action="report_viewed").latest("sequence").details
    assert details["by"] == "site"
    assert details["narrowed_by"] == ["payer"]
    assert "Lindgren" not in str(details)


def test_claims_that_changed_lead_to_the_decisions_that_changed_them(made, client):
    client.force_login(made.people["marchetti"])
    changed = page_of(client, "decisions", section="Assessment")
    every = page_of(client, "decisions")
    assert 0 < changed.count("/trace/") < every.count("/trace/")


def test_days_of_ones_own_are_a_period_and_days_that_are_none_are_said_to_be(made, client):
    client.force_login(made.people["marchetti"])
    own = {"first": "2026-11-01", "last": "2026-11-02", "days": ""}
    assert "1 Nov 2026 to 2 Nov 2026" in page_of(client, "overrides", **own)
    turned = page_of(client, "overrides", first="2026-11-02", last="2026-11-01")
    assert "The period ends before it begins" in turned
    assert "Write a day as 2026-03-31" in page_of(client, "by", "site", first="yesterday", last="2026-11-01")
    assert "needs its first and its last day" in page_of(client, "decisions", first="2026-11-01")
