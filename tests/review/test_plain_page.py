"""The plain page: the organization in words for everybody at the desk, a person's own figures for nobody else."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.core import clock
from apps.quality.facts import facts_bring_up
from apps.quality.models import DecisionFact
from apps.quality.signalling import signals_bring_up
from tests.factories import make_person
from tests.quality.generated import Judged, Slot, write
from tests.quality.signalled import signalled, some_place
from tests.review.acts import words
from tests.review.conftest import kept_after
from tests.review.test_learning import allow

PAGE = "quality:plain"
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def decide_many(desk):
    """Okafor decided 159 drafts, a third physician one, Lindholm 35: five of them rejected with nothing opened."""
    world = desk.world
    third = make_person(world.cedar, "third", "physician")
    for person, number in ((world.okafor, 159), (third, 1)):
        signalled(world.anna, person, some_place(world.anna), NOW, number, Random(9))
    slots = [
        Slot([Judged(NOW - timedelta(days=1, minutes=number), "reject" if number < 5 else "approve",
                     reason="omission" if number < 5 else "", opened=0, basis="measured", active_ms=90_000)])
        for number in range(35)
    ]  # fmt: skip
    write(world.anna, [world.lindholm], slots, Random(1))
    for person in (world.quill, *(make_person(world.brightwater, f"beside-{one}", "physician") for one in (1, 2))):
        write(world.carla, [person], [Slot([Judged(NOW - timedelta(days=2))])], Random(2))
    for organization in (world.cedar, world.brightwater):
        facts_bring_up(organization_id=organization.pk)
        signals_bring_up(organization_id=organization.pk)


kept_desk_decided = kept_after(decide_many)


@pytest.fixture
def decided(kept_desk_decided, desk):
    return desk


def read(desk, name):
    with clock.standing_at(NOW):
        return desk.client(desk.world.people[name]).get(reverse(PAGE))


def test_everybody_at_the_desk_reads_the_whole_organization_in_words(decided):
    for name in ("okafor", "nurse", "lindqvist"):
        told = words(read(decided, name))
        assert "We decided on 195 drafts." in told
        assert "changed what it says about the patient, in about 3 in 10 (between 2 in 10 and 4 in 10)" in told
        assert "The reasons we gave most:" in told
        assert "Signed as written does not mean that it was right." in told


def test_below_stand_a_person_s_own_figures_and_nobody_else_s(decided):
    okafor, lindholm, nurse = (words(read(decided, name)) for name in ("okafor", "lindholm", "nurse"))
    assert "You decided on 35 drafts." in lindholm
    assert "Signed as written30" in lindholm
    assert "Rejected5" in lindholm
    assert "Active minutes, the middle one1.5" in lindholm
    assert "You decided on 159 drafts." in okafor
    assert "You decided on 0 drafts in these days: too few to say anything." in nurse
    for page in (okafor, nurse):
        assert "35 drafts" not in page
        assert "Lindholm" not in page
    assert "Okafor" not in lindholm


def test_no_word_of_a_chart_is_on_it(decided):
    page = read(decided, "nurse").content.decode()
    for word in ("Lindgren", "Anna", "Methotrexate", "osteopenia", "CDAI", "Hallucinated"):
        assert word not in page


def test_of_two_people_who_decided_no_figure_of_all_stands_beside_one_s_own(decided):
    DecisionFact.objects.exclude(person__in=[decided.world.okafor, decided.world.lindholm]).delete()
    told = words(read(decided, "okafor"))
    assert "Fewer than three people decided on drafts in these days" in told
    assert "You decided on 159 drafts." in told
    for figure_of_all in ("We decided on", "195", "about", "The reasons we gave most", "As far as rules can tell"):
        assert figure_of_all not in told[told.index("What they did for us") : told.index("What changed")]


def test_fewer_than_thirty_say_nothing_and_another_organization_s_are_not_counted(decided):
    told = words(read(decided, "quill"))
    assert "Fewer than 30 drafts were decided in these days: too few to say anything." in told
    assert "You decided on 1 draft in these days: too few to say anything." in told
    assert "Nothing: the same release, the same policies and the same rules" in told


def test_what_changed_is_told_with_its_day(decided, world):
    with clock.standing_at(NOW - timedelta(days=3)):
        allow(world)
    assert "17 Nov 2026 Rules of the desk:" in words(read(decided, "okafor"))


@pytest.mark.parametrize("name", ["marchetti", "auditor", "pharmacist"])
def test_who_has_no_desk_has_no_such_page(decided, name):
    assert read(decided, name).status_code == 403


def test_reading_it_is_on_record_and_names_nobody_s_figures(decided):
    read(decided, "lindholm")
    event = events_for(organization_id=decided.world.cedar.pk, action="plain_page_viewed").last()
    assert event.actor_id == str(decided.world.lindholm.pk)
    assert set(event.details) == {"start", "end"}
