"""A decision as a regression case: one press, nobody named, and it counts only when a second person has said so."""

import base64
import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.chart.models import Patient, SourceDocument
from apps.chart.services import patient_grant
from apps.core.errors import NotAllowed
from apps.evaluation.benches.summary import bench_summary
from apps.quality.domain.regression import Verdict, case_from
from apps.quality.erasure import QualityEraser
from apps.quality.models import RegressionCase
from apps.quality.selectors import access_decided
from apps.quality.services import case_label, case_propose
from apps.quality.services import regression as room
from apps.redaction.deidentified import Deidentified
from tests.factories import SETUP, make_person
from tests.review.acts import words
from tests.review.conftest import kept_after
from tests.review.test_learning import keep_input, sign_with_input
from tests.review.test_signals import bring_up, reject

NEW, CASE, LIST = "quality:case_new", "quality:case", "quality:cases"
TYPED = "Methotrexate was stopped because of nausea."


def sign_and_bring_up(desk):
    sign_with_input(desk)
    bring_up(desk)


kept_desk_for_a_case = kept_after(sign_and_bring_up)


@pytest.fixture
def signed(kept_desk_for_a_case, desk):
    return desk


def press(desk, name="marchetti"):
    return desk.client(desk.world.people[name]).post(reverse(NEW, args=[desk.draft.pk]), follow=True)


def propose(desk):
    marchetti = desk.world.people["marchetti"]
    signal = access_decided(marchetti, desk.draft.pk)
    return case_propose(signal=signal, person=marchetti, actor=actor_for(marchetti))


def answers(desk):
    """Return what a second person posts who agrees with everything that the decision made of the sentences."""
    expected = case_from(RegressionCase.objects.get(draft_id=desk.draft.pk).body).expected
    verdicts = {f"verdict-{one.number}": one.verdict.value for one in expected}
    return verdicts | {f"instead-{one.number}": one.instead for one in expected}


def labeller(desk):
    """Return a physician who may read the draft and had no part in it."""
    found = Person.objects.filter(display_name="Labels").first()
    if found is None:
        found = make_person(desk.world.cedar, "labels", "physician")
        patient_grant(patient=desk.world.anna, permission="view_chart", person=found, actor=SETUP)
    return found


def label(desk, **typed):
    path = reverse(CASE, args=[desk.draft.pk])
    return desk.client(labeller(desk)).post(path, answers(desk) | typed, follow=True)


def test_one_press_makes_a_case_that_waits_and_shows_the_analyst_no_word_of_it(signed):
    page = press(signed)
    assert "It waits" in words(page)
    body = page.content.decode()
    for word in ("Methotrexate", "osteopenia", "Lindgren", "Okafor", "nausea"):
        assert word not in body
    assert words(press(signed)).count("waits for a second person")  # twice is once
    assert RegressionCase.objects.count() == 1


def test_a_case_holds_what_was_given_and_proposes_what_the_decision_said(signed):
    case = case_from(propose(signed).body)
    told = {one.number: (one.verdict, one.instead) for one in case.expected}
    assert told[1] == (Verdict.MUST, "")
    assert told[3] == (Verdict.MUST_NOT, "Methotrexate was stopped after 5 doses because of nausea.")
    assert told[4] == (Verdict.MUST_NOT, "")
    assert [one.kind for one in case.documents] == ["progress_note", "telephone_encounter"]
    place = case.expected[0].places[0]
    assert "CDAI 31" in case.documents[0].text[place.start : place.end]


def test_nobody_is_named_in_it_dates_move_and_it_is_sealed(signed):
    row = propose(signed)
    said = json.dumps(row.body)
    for word in ("Lindgren", "Anna", "Okafor", "2024-10-03", str(signed.world.anna.pk)):
        assert word not in said
    assert b"Methotrexate" not in bytes(row.body_sealed)


def test_a_rejected_draft_proposes_nothing_of_what_nobody_touched(desk):
    keep_input(desk)
    reject(desk, "unsupported")
    bring_up(desk)
    case = case_from(propose(desk).body)
    assert {one.verdict for one in case.expected} == {Verdict.LEAVE}
    refused = label(desk)
    assert refused.status_code == 422
    assert "A case needs one sentence at least" in words(refused)
    label(desk, **{"verdict-3": "must_not"})
    assert RegressionCase.objects.get().label == "corrected"


def test_where_the_last_look_finds_somebody_it_is_refused_with_a_sentence(signed, monkeypatch):
    def leave_in(*, patient_id, texts, days, actor):
        return Deidentified(tuple("Anna Lindgren-Sato was seen." for _ in texts), tuple(days))

    monkeypatch.setattr(room, "texts_deidentify", leave_in)
    assert "the last look found something of the record" in words(press(signed))
    assert not RegressionCase.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"labels": ["hiv"]}, "restricted beyond normal"),
        ({"label_basis": [["", "NOREUSE", "received"]]}, "forbids re-use"),
    ],
)
def test_records_that_may_not_be_used_again_make_no_case(signed, change, sentence):
    SourceDocument.objects.filter(pk=signed.documents["phone"].pk).update(**change)
    assert sentence in words(press(signed))
    assert not RegressionCase.objects.exists()


def test_a_test_patient_makes_no_case(signed):
    Patient.objects.filter(pk=signed.world.anna.pk).update(is_test=True)
    assert "It makes no case: of a test patient." in words(press(signed))


def test_who_may_read_the_draft_confirms_it_with_its_words_before_their_eyes(signed):
    propose(signed)
    client = signed.client(labeller(signed))
    assert "Say what is expected" in words(client.get(reverse(LIST)))
    page = words(client.get(reverse(CASE, args=[signed.draft.pk])))
    assert "Methotrexate 20 mg weekly failed." in page
    told = words(label(signed))
    assert "You confirmed the case." in told
    assert RegressionCase.objects.get().label == "confirmed"
    assert "Somebody labelled this case already." in told
    assert label(signed, **{"verdict-1": "must_not"}).status_code == 403


def test_no_answer_is_chosen_for_the_second_person_and_none_may_be_missing(signed):
    propose(signed)
    client = signed.client(labeller(signed))
    assert " checked" not in client.get(reverse(CASE, args=[signed.draft.pk])).content.decode()
    refused = client.post(reverse(CASE, args=[signed.draft.pk]), {"verdict-1": "must", "verdict-2": "leave"})
    assert refused.status_code == 422
    assert "3 have no answer yet." in words(refused)
    assert refused.content.decode().count(" checked") == 2
    assert RegressionCase.objects.get().label == ""


def test_what_is_typed_instead_is_kept_and_the_case_is_corrected(signed):
    propose(signed)
    label(signed, **{"verdict-3": "must_not", "instead-3": TYPED})
    row = RegressionCase.objects.get()
    assert row.label == "corrected"
    assert case_from(row.body).expected[2].instead == TYPED


def test_typed_words_that_name_somebody_are_refused_and_stay_in_the_form(signed):
    propose(signed)
    refused = label(signed, **{"verdict-3": "must_not", "instead-3": "Anna Lindgren-Sato stopped methotrexate."})
    assert refused.status_code == 422
    assert "Say it without." in words(refused)
    assert "Anna Lindgren-Sato stopped methotrexate." in refused.content.decode()
    assert RegressionCase.objects.get().label == ""


def test_who_proposed_it_may_not_label_it(signed):
    row, okafor = propose(signed), signed.world.okafor
    RegressionCase.objects.filter(pk=row.pk).update(proposed_by=okafor)
    row.refresh_from_db()
    with pytest.raises(NotAllowed, match="Another person says"):
        case_label(case=row, said={}, is_declined=False, person=okafor, actor=actor_for(okafor))
    assert "Another person says what is expected" in words(
        signed.client(okafor).get(reverse(CASE, args=[signed.draft.pk]))
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        RegressionCase.objects.filter(pk=row.pk).update(
            label="confirmed", labelled_by=okafor, labelled_at=row.created_at
        )


def test_who_decided_on_the_draft_may_not_label_its_case(signed):
    row, okafor = propose(signed), signed.world.okafor
    client = signed.client(okafor)
    assert "Say what is expected" not in words(client.get(reverse(LIST)))
    assert "You decided on this draft" in words(client.get(reverse(CASE, args=[signed.draft.pk])))
    assert client.post(reverse(CASE, args=[signed.draft.pk]), answers(signed)).status_code == 403
    with pytest.raises(NotAllowed, match="You decided on this draft"):
        case_label(case=row, said={}, is_declined=True, person=okafor, actor=actor_for(okafor))
    assert RegressionCase.objects.get().label == ""


@pytest.mark.parametrize("odd", ["\u00b2", "\u0663", "1" * 500, "-1", "", "1.0"])
def test_a_number_that_is_none_is_as_if_it_were_not_said(signed, odd):
    propose(signed)
    client = signed.client(labeller(signed))
    refused = client.post(reverse(CASE, args=[signed.draft.pk]), {f"verdict-{odd}": "must", "verdict-1": "must"})
    assert refused.status_code == 422
    assert "4 have no answer yet." in words(refused)


@pytest.mark.parametrize(
    ("name", "page", "new"), [("lindholm", 404, 403), ("brightwater_quality", 404, 404), ("nurse", 403, 403)]
)
def test_a_stranger_to_the_patient_finds_no_case(signed, name, page, new):
    propose(signed)
    client = signed.client(signed.world.people[name])
    assert client.get(reverse(CASE, args=[signed.draft.pk])).status_code == page
    assert client.post(reverse(CASE, args=[signed.draft.pk]), {"decline": "1"}).status_code == page
    assert client.post(reverse(NEW, args=[signed.draft.pk])).status_code == new
    assert str(signed.draft.pk) not in client.get(reverse(LIST)).content.decode()
    assert RegressionCase.objects.get().label == ""


def test_the_analyst_reads_no_word_and_labels_nothing(signed):
    propose(signed)
    client = signed.client(signed.world.people["marchetti"])
    page = client.get(reverse(CASE, args=[signed.draft.pk])).content.decode()
    assert "Methotrexate" not in page
    assert client.post(reverse(CASE, args=[signed.draft.pk]), {"decline": "1"}).status_code == 403
    assert RegressionCase.objects.get().label == ""


def test_only_labelled_cases_leave_and_which_is_on_record(signed, tmp_path):
    propose(signed)
    with pytest.raises(CommandError, match="1 case\\(s\\) wait for a second person"):
        call_command("regression_cases", tmp_path)
    assert not list(tmp_path.iterdir())
    label(signed)
    out = StringIO()
    call_command("regression_cases", tmp_path, stdout=out)
    assert "1 case(s) written" in out.getvalue()
    (folder,) = tmp_path.iterdir()
    gold = json.loads((folder / "gold.json").read_text())
    notes = notes_of(folder)
    for fact in (*gold["summary_must"], *gold["summary_must_not"]):
        for place in fact["evidence"]:
            assert notes[place["document"]][place["start"] : place["end"]] == place["quote"]
    assert "Methotrexate 20 mg weekly failed." in [one["fact"] for one in gold["summary_must_not"]]
    assert "Lindgren" not in (folder / "bundle.json").read_text() + (folder / "gold.json").read_text()
    event = events_for(organization_id=signed.world.cedar.pk, action="cases_written").get()
    assert event.details["case_ids"] == [str(RegressionCase.objects.get().pk)]


def notes_of(folder):
    entries = json.loads((folder / "bundle.json").read_text())["entry"]
    return {
        one["resource"]["id"]: base64.b64decode(one["resource"]["content"][0]["attachment"]["data"]).decode()
        for one in entries if one["resource"]["resourceType"] == "DocumentReference"
    }  # fmt: skip


def test_the_benches_read_what_was_written(signed, tmp_path):
    propose(signed)
    label(signed)
    call_command("regression_cases", tmp_path, stdout=StringIO())
    said = []
    result = bench_summary(data=tmp_path, scale=1, say=said.append)
    assert (result.figures["cases"], result.figures["must_not"]) == (1, 2)
    assert result.figures["must"] >= 2


def test_a_declined_case_never_leaves(signed, tmp_path):
    propose(signed)
    assert "You declined the case." in words(label(signed, decline="1"))
    with pytest.raises(CommandError, match="Nothing is written"):
        call_command("regression_cases", tmp_path)


def test_a_case_in_which_somebody_is_found_later_is_held_back(signed, tmp_path, monkeypatch):
    propose(signed)
    label(signed)
    monkeypatch.setattr("apps.quality.services.case_files.texts_leak", lambda patient_id, texts: (True,))
    with pytest.raises(CommandError, match="1 held back"):
        call_command("regression_cases", tmp_path)


def test_every_act_is_on_record_without_a_word(signed):
    press(signed)
    signed.client(signed.world.okafor).get(reverse(CASE, args=[signed.draft.pk]))
    label(signed)
    for action in ("case_proposed", "case_viewed", "case_labelled"):
        event = events_for(organization_id=signed.world.cedar.pk, action=action).last()
        assert event.object_id == str(signed.draft.pk)
        assert "Methotrexate" not in json.dumps(event.details)


def test_it_goes_with_the_record_of_its_patient(signed):
    propose(signed)
    told = QualityEraser().erase(patient_id=signed.world.anna.pk, event_id=signed.draft.pk, actor=SETUP)
    assert told["quality_regressioncase"] == 1
    assert not RegressionCase.objects.exists()
