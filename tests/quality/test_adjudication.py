"""Second readings, by the doors people use: who reads what, blind, what stands, and who is told."""

import re
from functools import partial

import pytest
from django.http import Http404
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.chart.models import Patient, PatientPersonGrant
from apps.chart.services import patient_grant
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.drafting.models import Draft
from apps.quality import services
from apps.quality.erasure import QualityEraser
from apps.quality.errors import QualityError, TooLate
from apps.quality.models import AdjudicationCase, AdjudicationReading
from apps.quality.selectors.adjudication import adjudicated, readings_told, readings_waiting, round_view
from apps.quality.services.adjudication import Answer
from apps.review.models import ReviewItem
from tests.factories import SETUP
from tests.kept import keep
from tests.quality.second_readings import APPROVE, REJECT, STYLE, SUBSTANTIVE, client_of, make_clinic


@pytest.fixture(scope="session")
def kept_clinic(kept_world, django_db_blocker):
    with django_db_blocker.unblock():
        return keep(partial(make_clinic, kept_world.made), on=[kept_world])


@pytest.fixture
def clinic(kept_clinic, world, copies):
    return kept_clinic.put_back(copies)


@pytest.fixture
def case(clinic):
    """The only case of a round: a letter that Dr. Okafor approved as it was."""
    clinic.decided(APPROVE)
    return clinic.draw().cases.get()


def seats(case):
    return list(case.readings.order_by("seat").select_related("person", "case"))


def page(person, name, *ids, status=200):
    response = client_of(person).get(reverse(f"quality:{name}", args=ids))
    assert response.status_code == status
    return response.content.decode()


# --- Drawing


def test_a_round_holds_overrides_and_accepts_with_what_they_were_drawn_from(clinic):
    for how in (APPROVE, APPROVE, STYLE, SUBSTANTIVE, REJECT):
        clinic.decided(how)
    found = clinic.draw(overrides=1, accepts=2)
    assert sorted(found.cases.values_list("stratum", flat=True)) == ["accept", "accept", "override"]
    assert {half.value: (drawn.frame, drawn.sample) for half, drawn in found.drawn.items()} == {
        "override": (2, 1), "accept": (3, 2)
    }  # fmt: skip
    view = round_view(found)
    assert view.drawn_again is True
    event = AuditEvent.objects.get(action="adjudication_drawn")
    assert event.details["strata"]["accept"] == {"frame": 3, "sample": 2, "sha256": found.drawn["accept"].sha256}


def test_known_wrong_drafts_test_patients_other_days_and_earlier_decisions_are_never_drawn(clinic, world):
    counted = clinic.decided(APPROVE)
    test_draft = clinic.decided(APPROVE).item.draft
    world.berta.is_test = True
    world.berta.save()
    Draft.objects.filter(pk=test_draft.pk).update(patient=world.berta)
    clinic.decided(APPROVE, days_ago=60)
    again = clinic.decided(APPROVE)
    last = clinic.decided(REJECT, draft=again.item.draft)
    clinic.decided(("cannot_judge", "none", "other"))
    found = clinic.draw()
    assert set(found.cases.values_list("decision", flat=True)) == {counted.pk, last.pk}


def test_a_round_of_nothing_and_one_that_ends_tomorrow_are_refused_in_a_sentence(clinic):
    with pytest.raises(QualityError, match="Choose other days"):
        clinic.draw()
    clinic.decided(APPROVE)
    typed = {"start": clock.today(), "end": "2999-01-01", "overrides": 1, "accepts": 1}
    response = client_of(clinic.analyst).post(reverse("quality:adjudication"), typed)
    assert response.status_code == 422
    assert "ends in the future" in response.content.decode()
    assert 'value="2999-01-01"' in response.content.decode()


def test_days_that_are_still_being_read_are_not_drawn_again_before_that_is_finished(clinic, case):
    with pytest.raises(QualityError, match="still being read"):
        clinic.draw()
    services.round_finish(found=case.round, person=clinic.analyst, actor=actor_for(clinic.analyst))
    again = clinic.draw().cases.get()
    assert again.decision_id == case.decision_id
    assert not {seat.person for seat in seats(again)} & {seat.person for seat in seats(case)}
    listed = page(clinic.analyst, "adjudication")
    assert (listed.count(">finished<"), listed.count(">being read<")) == (1, 1)


def test_a_sample_that_is_not_what_its_seed_gives_is_told(clinic):
    for _ in range(3):
        clinic.decided(APPROVE)
    found = clinic.draw(accepts=1)
    other = clinic.decided(APPROVE, days_ago=40)
    found.cases.update(decision=other)
    assert "the sample is another one" in page(clinic.analyst, "adjudication_round", found.pk)


# --- Who reads


def test_two_read_who_may_open_the_draft_and_took_no_part_in_it(clinic, world):
    decision = clinic.decided(APPROVE)
    stranger = world.lindholm  # a physician without a grant
    case = clinic.draw().cases.get()
    people = {seat.person for seat in seats(case)}
    assert len(people) == 2
    assert people <= {*clinic.readers, *clinic.deciders[1:]}
    assert not people & {stranger, decision.person, world.reyes}


def test_a_case_without_two_readers_waits_and_is_counted_until_somebody_may_open_it(world):
    clinic = make_clinic(world, readers=0)
    clinic.deciders = clinic.deciders[:1]
    PatientPersonGrant.objects.exclude(user__in=[world.okafor, world.reyes]).delete()
    clinic.decided(APPROVE)
    found = clinic.draw()
    assert seats(found.cases.get()) == []
    shown = page(clinic.analyst, "adjudication_round", found.pk)
    assert "1 case waits: too few physicians who took no part may open its draft" in shown
    assert "An administrator can give" in shown
    patient_grant(patient=world.anna, permission="view_chart", person=world.lindholm, actor=SETUP)
    response = client_of(clinic.analyst).post(reverse("quality:adjudication_seat", args=[found.pk]), follow=True)
    assert "1 more seat given" in response.content.decode()
    assert [seat.person for seat in seats(found.cases.get())] == [world.lindholm]


def test_a_seat_whose_holder_lost_the_chart_goes_to_somebody_else(clinic, case):
    lost = seats(case)[0].person
    PatientPersonGrant.objects.filter(user=lost).delete()
    services.round_seat(found=case.round, person=clinic.analyst, actor=actor_for(clinic.analyst))
    assert lost not in {seat.person for seat in seats(case)}
    assert len(seats(case)) == 2


def test_whoever_has_no_seat_decided_or_lost_the_grant_gets_404(clinic, case):
    seat = seats(case)[0]
    for person in (*(one for one in clinic.readers if one != seat.person), clinic.deciders[0]):
        page(person, "reading", seat.pk, status=404)
        with pytest.raises(Http404):
            services.reading_give(reading_id=seat.pk, answer=Answer("sound"), person=person, actor=actor_for(person))
    PatientPersonGrant.objects.filter(user=seat.person).delete()
    page(seat.person, "reading", seat.pk, status=404)
    assert readings_waiting(seat.person) == []
    page(clinic.analyst, "reading", seat.pk, status=403)


def test_who_took_the_draft_up_meanwhile_may_not_answer_any_more(clinic, case):
    seat = seats(case)[0]
    ReviewItem.objects.filter(draft=case.draft).update(claimed_by=seat.person)
    with pytest.raises(NotAllowed, match="You took a part"):
        clinic.answer(seat)


# --- Blind


def test_the_page_shows_the_machines_words_with_those_it_cites_and_nothing_that_was_done(clinic, case):
    shown = page(seats(case)[0].person, "reading", seats(case)[0].pk)
    for words in ("Methotrexate 20 mg weekly failed.", "MTX 20 mg weekly Apr-Sep 2024", "Lindgren-Sato was 31"):
        assert words in shown
    for told in ("Okafor", "approve", "Approve", "decided by", "override", "accept"):
        assert told not in shown


def blind(text, *ids):
    """Return a page without what differs between any two looks at it."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|content="\d+ [^"]*"|content="\d+;url[^"]*"', "", text)
    for one in ids:
        text = text.replace(str(one), "ID")
    return text


def test_an_override_and_an_accept_of_the_same_text_are_the_same_page_and_the_same_line(clinic):
    first, second = clinic.draft(), clinic.draft()
    clinic.decided(APPROVE, draft=first)
    clinic.decided(SUBSTANTIVE, draft=second)
    Draft.objects.filter(pk=second.pk).update(ready_at=first.ready_at)
    clinic.draw()
    reader = clinic.readers[0]
    for case in AdjudicationCase.objects.all():
        case.readings.all().delete()
        AdjudicationReading.objects.create(case=case, seat=1, person=reader)
    own = {seat.case.stratum: seat for seat in AdjudicationReading.objects.filter(person=reader)}
    pages = {half: blind(page(reader, "reading", seat.pk), seat.pk) for half, seat in own.items()}
    assert pages["override"] == pages["accept"]
    lines = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page(reader, "readings"), flags=re.DOTALL)
    assert len({blind(line, *(seat.pk for seat in own.values())) for line in lines}) == 1
    assert len(lines) == 2


def test_a_reader_never_sees_what_another_said(clinic, case):
    first, second = seats(case)
    clinic.answer(first, "error", comment="The dose is of another year.", claims=[2])
    for shown in (page(second.person, "reading", second.pk), page(second.person, "readings")):
        assert "another year" not in shown
        assert "Reader 1" not in shown
    assert "another year" not in page(clinic.analyst, "adjudication_round", case.round_id)
    assert "another year" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


# --- Answering


def test_what_two_say_alike_stands_and_the_round_finishes_with_its_last_case(clinic, case):
    for seat in seats(case):
        clinic.answer(seat, "must_not", claims=[1], comment="Of Ms. Lindgren-Sato's old chart.")
    case.refresh_from_db()
    case.round.refresh_from_db()
    assert (case.gold, bool(case.settled_at), bool(case.round.finished_at)) == ("error", True, True)
    assert "Lindgren" not in case.readings.first().comment
    assert AuditEvent.objects.filter(action="reading_given", patient_id=str(case.draft.patient_id)).count() == 2
    assert AuditEvent.objects.get(action="adjudication_finished").actor_kind == "service"


@pytest.mark.parametrize(
    ("third", "gold"), [("wording", "no_error"), ("error", "error"), ("cannot_tell", "cannot_tell")]
)
def test_where_two_differ_a_third_who_does_not_know_it_settles(clinic, case, third, gold):
    first, second = seats(case)
    clinic.answer(first, "error")
    clinic.answer(second, "sound")
    assert AuditEvent.objects.get(action="third_reading_asked").details["case_id"] == str(case.pk)
    last = seats(case)[2]
    assert last.person not in {first.person, second.person, clinic.deciders[0]}
    assert "third" not in page(last.person, "reading", last.pk).lower()
    clinic.answer(last, third)
    case.refresh_from_db()
    assert case.gold == gold


def test_an_answer_is_given_once_and_not_after_the_round(clinic, case):
    first, second = seats(case)
    clinic.answer(first)
    with pytest.raises(TooLate, match="never changed"):
        clinic.answer(first, "error")
    response = client_of(clinic.analyst).post(reverse("quality:adjudication_finish", args=[case.round_id]))
    assert response.status_code == 302
    typed = {"verdict": "error", "severity": "serious", "comment": "The dose is wrong."}
    late = client_of(second.person).post(reverse("quality:reading", args=[second.pk]), typed)
    assert late.status_code == 409
    assert "finished meanwhile" in late.content.decode()
    assert list(case.readings.values_list("verdict", flat=True)).count("") == 1
    assert adjudicated(clinic.world.cedar.pk, clock.now(), clock.now()).missed_error.note.startswith("No reading")


def test_an_answer_that_lacks_something_says_what_and_keeps_what_was_typed(clinic, case):
    seat = seats(case)[0]
    typed = {"verdict": "error", "claims": ["2"], "comment": "The dose is wrong."}
    response = client_of(seat.person).post(reverse("quality:reading", args=[seat.pk]), typed)
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Choose what could have come of the error." in shown
    assert "The dose is wrong." in shown
    assert re.search(r'name="claims" value="2" checked', shown)
    response = client_of(seat.person).post(reverse("quality:reading", args=[seat.pk]), typed | {"severity": "minor"})
    assert response.status_code == 302
    seat.refresh_from_db()
    assert (seat.verdict, seat.claims, seat.severity) == ("error", [2], "minor")


@pytest.mark.parametrize("odd", ["\u00b2", "\u0663", "1" * 500, "-1"])
def test_a_sentence_that_does_not_exist_cannot_be_called_wrong(clinic, case, odd):
    seat = seats(case)[0]
    typed = {"verdict": "error", "claims": [odd], "severity": "minor"}
    assert client_of(seat.person).post(reverse("quality:reading", args=[seat.pk]), typed).status_code == 422
    seat.refresh_from_db()
    assert seat.answered_at is None


def test_who_had_opened_the_draft_at_the_desk_comes_last_and_is_counted(clinic):
    draft = clinic.draft()
    knowing = clinic.readers[0]
    client_of(knowing).get(reverse("review:draft_detail", args=[draft.pk]))
    clinic.decided(APPROVE, draft=draft)
    found = clinic.draw()
    seat = seats(found.cases.get())[0]
    assert knowing not in {one.person for one in seats(found.cases.get())}
    AdjudicationReading.objects.filter(pk=seat.pk).update(person=knowing)
    seat.refresh_from_db()
    clinic.answer(seat)
    assert round_view(found).knew == 1


# --- What follows


def test_who_decided_reads_privately_what_was_found_and_no_name(clinic, case, world):
    own = client_of(world.okafor)
    assert "Second readings of your decisions" not in own.get("/").content.decode()
    for seat in seats(case):
        clinic.answer(seat, "error", claims=[2], comment="Stopped after five doses.", severity="serious")
    assert readings_told(world.okafor).new == 1
    assert "1 new" in own.get("/").content.decode()
    shown = page(world.okafor, "second_reading", case.pk)
    for words in (
        "Reader 1: An error of content",
        "Stopped after five doses.",
        "serious harm",
        "approved this draft as it was",
    ):
        assert words in shown
    assert not any(seat.person.display_name in shown for seat in seats(case))
    event = AuditEvent.objects.get(action="second_reading_viewed")
    assert (event.actor_id, event.patient_id) == (str(world.okafor.pk), str(world.anna.pk))
    assert readings_told(world.okafor).new == 0
    for other in (*clinic.readers, clinic.deciders[1]):
        page(other, "second_reading", case.pk, status=404)
    page(clinic.analyst, "second_reading", case.pk, status=403)


def test_nothing_is_told_before_it_stands_or_where_it_could_not_be_told(clinic, case, world):
    first, second = seats(case)
    clinic.answer(first, "error")
    page(world.okafor, "second_reading", case.pk, status=404)
    clinic.answer(second, "cannot_tell")
    clinic.answer(seats(case)[2], "cannot_tell")
    page(world.okafor, "second_reading", case.pk, status=404)
    assert readings_told(world.okafor).new == 0
    assert not AuditEvent.objects.filter(action="second_reading_viewed").exists()


def test_who_decided_hears_of_no_case_before_the_whole_round_is_finished(clinic, world):
    for _ in range(2):
        clinic.decided(APPROVE)
    found = clinic.draw()
    one, other = found.cases.order_by("pk")
    for seat in seats(one):
        clinic.answer(seat)
    assert readings_told(world.okafor).new == 0
    page(world.okafor, "second_reading", one.pk, status=404)
    for seat in seats(other):
        clinic.answer(seat)
    assert readings_told(world.okafor).new == 2
    page(world.okafor, "second_reading", one.pk)


@pytest.mark.parametrize("told_by", ["draft_detail", "draft_trace", "draft_ledger"])
def test_who_opened_any_page_that_tells_the_decision_comes_last_and_their_answer_is_counted(clinic, told_by):
    draft = clinic.draft()
    clinic.decided(APPROVE, draft=draft)
    address = reverse(f"review:{told_by}", args=[draft.pk])
    knowing = clinic.readers[0]
    assert client_of(knowing).get(address).status_code == 200
    found = clinic.draw()
    assert knowing not in {one.person for one in seats(found.cases.get())}


@pytest.mark.parametrize("name", ["draft_detail", "draft_trace", "draft_trace_export", "draft_ledger"])
def test_a_reader_is_led_to_their_reading_from_every_page_that_tells_the_decision_until_they_answered(
    clinic, case, name
):
    seat, address = seats(case)[0], reverse(f"review:{name}", args=[case.draft_id])
    reader, other = client_of(seat.person), client_of(case.decision.person)
    led = reader.get(address)
    assert (led.status_code, led["Location"]) == (303, reverse("quality:reading", args=[seat.pk]))
    assert "Its other pages lead here until you have answered." in page(seat.person, "reading", seat.pk)
    assert other.get(address).get("Location", "") != led["Location"]
    clinic.answer(seat)
    assert reader.get(address).get("Location", "") != led["Location"]


def settle(clinic, found, wrong):
    """Answer every case: those decided so with an error, as two readers find it."""
    for case in found.cases.select_related("decision"):
        for seat in seats(case):
            clinic.answer(seat, "error" if case.decision_id in wrong else "sound")


def test_the_pages_of_the_analyst_show_rates_of_three_reviewers_and_more_and_nobody(clinic, world):
    rejected = [clinic.decided(REJECT, by=by) for by in (0, 1, 2)]
    approved = [clinic.decided(APPROVE, by=by) for by in (0, 1, 1)]
    found = clinic.draw()
    settle(clinic, found, {rejected[0].pk, rejected[1].pk, approved[0].pk})
    shown = page(clinic.analyst, "adjudication_round", found.pk)
    assert "2 of 3" in shown
    assert "Withheld: fewer than 3 reviewers decided these drafts." in shown
    assert "Not shown: one of the two rates it is made of is not." in shown
    told = adjudicated(world.cedar.pk, clock.now(), clock.now())
    assert (told.appropriate_override.figure.numerator, told.appropriate_override.figure.denominator) == (2, 3)
    assert told.missed_error.figure is None
    overrides = page(clinic.analyst, "overrides")
    assert "2 of 3" in overrides
    for person in (*clinic.deciders, *clinic.readers):
        assert person.display_name not in shown
    for secret in ("Lindgren", str(world.anna.pk), *(str(case.draft_id) for case in found.cases.all())):
        assert secret not in shown


def test_another_organization_neither_draws_nor_sees(clinic, case, world):
    stranger = world.brightwater_quality
    page(stranger, "adjudication_round", case.round_id, status=404)
    assert client_of(stranger).post(reverse("quality:adjudication_finish", args=[case.round_id])).status_code == 404
    assert adjudicated(world.brightwater.pk, clock.now(), clock.now()) is None
    with pytest.raises(NotAllowed):
        services.round_finish(found=case.round, person=world.okafor, actor=actor_for(world.okafor))


def test_what_was_written_is_destroyed_with_the_record_and_the_counting_stays(clinic, case, world):
    for seat in seats(case):
        clinic.answer(seat, "error", comment="Stopped after five doses.")
    erased = QualityEraser().erase(patient_id=world.anna.pk, event_id=case.pk, actor=SETUP)
    assert erased == {"quality_adjudicationreading": 2, "quality_regressioncase": 0}
    assert set(case.readings.values_list("verdict", "comment")) == {("error", "")}
    assert Patient.objects.filter(pk=world.anna.pk).exists()
