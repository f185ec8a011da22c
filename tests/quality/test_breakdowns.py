"""Figures broken down agree with a separate count, narrow as they are asked to, and lead to decisions and nobody."""

import html
import re
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from apps.access.models import Person
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.coverage.services import policy_load
from apps.quality.domain.dimensions import OF_CLAIMS, RATED_BY, Dimension
from apps.quality.domain.few import values_of_few
from apps.quality.facts import facts_bring_up, facts_make_anew
from apps.quality.selectors import breakdown
from tests.factories import SETUP, make_person
from tests.quality.generated import Slot, judged_by_chance, write
from tests.quality.recount import recount_by
from tests.review.letters import POLICY

ZONE = "America/Chicago"
NOVEMBER = datetime(2026, 11, 1, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 9, 1), date(2026, 12, 31)


def reviewers(world) -> list[Person]:
    """Return three people at each of two sites."""
    others = [make_person(world.cedar, f"other{at}", "physician", f"Other {at}", "MD") for at in range(4)]
    people = [world.okafor, world.lindholm, *others]
    Person.objects.filter(pk__in=[one.pk for one in people[::2]]).update(site="River clinic", specialty="cardiology")
    Person.objects.filter(pk__in=[one.pk for one in people[1::2]]).update(site="Hill clinic")
    return list(Person.objects.filter(pk__in=[one.pk for one in people]).order_by("email"))


@pytest.fixture
def made(world):
    """Decisions of six people at two sites on three kinds of patients, about two policies or none."""
    chance = Random(64)
    people = reviewers(world)
    policies = [policy_load(body={**POLICY, "policy_id": name}, actor=SETUP) for name in ("AA-1", "BB-2")]
    world.berta.body = {**world.berta.body, "communication": [{"language": {"coding": [{"code": "es-MX"}]}}]}
    world.berta.save()
    for patient in (world.anna, world.berta):
        for person in people:
            slots = []
            for _ in range(14):
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


@pytest.mark.parametrize("of_patients", [{"language": "es"}, {"age": "40-64"}, {"sex": "female"}])
def test_decisions_chosen_by_what_a_patient_is_are_counted_and_never_listed(made, client, of_patients):
    client.force_login(made.people["marchetti"])
    page = page_of(client, "decisions", **of_patients)
    assert "Not listed one by one" in page
    assert "/trace/" not in page
    assert "/trace/" in page_of(client, "decisions", hour="3")


def test_figures_of_one_or_two_people_stand_with_others_or_nowhere(made, client):
    client.force_login(made.people["marchetti"])
    alone = Person.objects.get(pk=made.lindholm.pk)
    Person.objects.filter(pk=alone.pk).update(site="Lone cabin")
    facts_make_anew(organization_id=made.cedar.pk)
    page = page_of(client, "by", "site")
    assert "fewer than three reviewers each" in page
    assert "Lone cabin" not in page
    assert "Hill clinic" not in page  # two are left there: with the one they are three
    assert "River clinic" in page
    for name in ("by", "decisions"):
        withheld = page_of(client, name, *(["payer"] if name == "by" else []), site="Lone cabin")
        assert "Fewer than three people made these decisions" in withheld
        assert "/trace/" not in withheld


@given(st.dictionaries(st.sampled_from("abcdef"), st.sets(st.integers(0, 6), min_size=1), max_size=6))
def test_what_stands_together_is_of_three_people_or_everything(people: dict[str, set[int]]) -> None:
    folded = values_of_few(people)
    assert all(len(people[value]) >= 3 for value in people if value not in folded)
    together = set().union(*(people[value] for value in folded))
    assert not folded or len(together) >= 3 or len(folded) == len(people)


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
    assert "has not begun yet" in page_of(client, "overrides", first="9999-12-30", last="9999-12-31")
    assert "Choose days from 2000-01-01" in page_of(client, "by", "hour", first="0001-01-01", last="2026-01-01")
    assert "to 11 Dec 2026" in page_of(client, "decisions", first="2026-11-01", last="9999-12-31")
    assert "Write a day as 2026-03-31" in page_of(client, "by", "site", first="yesterday", last="2026-11-01")
    assert "needs its first and its last day" in page_of(client, "decisions", first="2026-11-01")
