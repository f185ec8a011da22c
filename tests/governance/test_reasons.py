"""A reason stays in plain words after a record was destroyed, and others read it, so it names nobody."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.core.errors import WorkbenchError
from apps.governance import services
from apps.governance.errors import RetentionError
from apps.governance.models import Agreement, KillSwitch, LegalHold, RegisteredModel, ResumeRequest, ShredRequest
from apps.governance.selectors.cards import CARDS, backend_card
from apps.governance.services import release_ensure
from tests.factories import World, make_agreement, make_patient
from tests.governance.switch import ask, stop
from tests.governance.test_models import register
from tests.governance.test_release import PARTS

NAMING = [
    "Ms. Lindgren-Sato asked for it",
    "lindgren-sato asked for it",
    "Asked for by telephone, 555-867-5309",
    "See the mail of someone@example.org",
    "Record MRN-000414 is a duplicate",
]


@pytest.mark.parametrize("reason", NAMING)
def test_a_reason_that_names_the_patient_or_holds_a_number_is_refused(world, reason) -> None:
    person = world.privacy
    given = {"patient_id": world.anna.pk, "reason": reason, "person": person, "actor": actor_for(person)}
    for act in (services.hold_place, services.shred_ask):
        with pytest.raises(RetentionError, match="Name no person, number or place in the reason"):
            act(**given)
    assert not LegalHold.objects.exists()
    assert not ShredRequest.objects.exists()


def test_a_hold_on_everything_is_refused_a_number_too(world) -> None:
    with pytest.raises(RetentionError, match="Name no person"):
        services.hold_place(reason="Call 555-867-5309", person=world.privacy, actor=actor_for(world.privacy))


@pytest.mark.parametrize(
    "reason", ["The lawsuit", "The patient asked in writing on 3 March 2026", "Litigation hold, board"]
)
def test_a_reason_that_names_nobody_is_kept(world, reason) -> None:
    person = world.privacy
    given = {"patient_id": world.anna.pk, "reason": reason, "person": person, "actor": actor_for(person)}
    assert services.shred_ask(**given).reason == reason
    assert services.hold_place(**given).reason == reason


ONE_WORD = ["Lawsuit", "x", ".", "Again again"]


@pytest.mark.parametrize("reason", ONE_WORD)
def test_one_word_holds_destroys_withdraws_and_lets_go_on_nothing(world: World, reason: str) -> None:
    officer = {"person": world.privacy, "actor": actor_for(world.privacy)}
    admin = {"person": world.admin, "actor": actor_for(world.admin)}
    hold = services.hold_place(patient_id=world.anna.pk, reason="The lawsuit", **officer)
    agreement, stopped = make_agreement(world, "models.example"), stop(world)
    acts: list[partial[Any]] = [
        partial(services.hold_place, patient_id=world.anna.pk, **officer),
        partial(services.hold_lift, hold_id=hold.pk, **officer),
        partial(services.shred_ask, patient_id=world.berta.pk, **officer),
        partial(services.agreement_withdraw, agreement_id=agreement.pk, **admin),
        partial(services.resume_ask, scope=stopped.of, **admin),
    ]
    for act in acts:
        with pytest.raises(WorkbenchError, match="Say it in two words or more"):
            act(reason=reason)
    assert LegalHold.objects.get().lifted_at is None
    assert not ShredRequest.objects.exists()
    assert not ResumeRequest.objects.exists()
    assert Agreement.objects.get().withdrawn_at is None


@pytest.mark.parametrize("reason", ONE_WORD)
def test_one_word_stops_the_machine_because_a_stop_is_never_held_up(world: World, client: Any, reason: str) -> None:
    client.force_login(world.admin)
    typed = {"scope": "all", "reason": reason, "confirmed": "True"}
    assert client.post(reverse("governance:kill_switch_stop"), typed).status_code == 302
    assert KillSwitch.objects.get().reason == reason


CHART_NUMBER = "Model wrote a wrong dose for Noor Aziz 00-6283-05"


def test_the_reason_of_a_stop_and_of_going_on_is_read_by_other_organizations_and_names_nobody(world: World) -> None:
    person = {"person": world.admin, "actor": actor_for(world.admin)}
    with pytest.raises(WorkbenchError, match="Name no person, number or place in the reason"):
        stop(world, reason=CHART_NUMBER)
    assert not KillSwitch.objects.exists()
    scope = stop(world, reason="Wrong doses seen, 10 mg for 1 mg").of
    with pytest.raises(WorkbenchError, match="Name no person, number or place in the reason"):
        services.resume_ask(scope=scope, reason="Ms. Lindgren checked it", **person)
    assert not ResumeRequest.objects.exists()
    assert ask(world, scope).reason == "Doses checked"


def test_the_page_of_the_switches_says_so_before_it_asks_whether_one_is_sure(world: World, client: Any) -> None:
    client.force_login(world.admin)
    page = client.post(reverse("governance:kill_switch_stop"), {"scope": "all", "reason": CHART_NUMBER})
    assert page.status_code == 422
    assert "Name no person, number or place in the reason" in page.content.decode()


def test_an_agreement_names_a_company_and_no_person(world: World) -> None:
    for party in ("Example Models, Inc., attn. Mr. Noor Aziz", "Example Models, MRN 00628305"):
        with pytest.raises(WorkbenchError, match="no person, number or place"):
            make_agreement(world, "models.example", counterparty=party)
    assert not Agreement.objects.exists()
    agreement = make_agreement(world, "models.example", counterparty="Example Models, Inc.")
    given: dict[str, Any] = {"agreement_id": agreement.pk, "person": world.admin, "actor": actor_for(world.admin)}
    with pytest.raises(WorkbenchError, match="Name no person, number or place in the reason"):
        services.agreement_withdraw(reason="They sent the chart of Mrs. Aziz", **given)
    assert services.agreement_withdraw(reason="A wrong day", **given).withdrawn_at


@pytest.mark.parametrize("said", [
    {"name": "Mr. Aziz 00-6283-05"}, {"licence": "Call 555-867-5309"},
    {"card": {"attributes": {"funding": CHART_NUMBER}}},
    {"card": {"attributes": {}, "measures": [{"label": CHART_NUMBER}]}},
])  # fmt: skip
def test_a_registered_model_names_nobody(world: World, tmp_path: Path, said: dict[str, Any]) -> None:
    (tmp_path / "llama.gguf").write_bytes(b"GGUF")
    with pytest.raises(WorkbenchError, match="read by everybody"):
        register(world, tmp_path / "llama.gguf", **said)
    assert not RegisteredModel.objects.exists()


def test_a_card_may_say_who_made_the_model_and_how_to_reach_them(world: World, tmp_path: Path) -> None:
    (tmp_path / "llama.gguf").write_bytes(b"GGUF")
    made_by = {"attributes": {"developer": "Example Models, Inc., help@models.example, https://models.example"}}
    assert register(world, tmp_path / "llama.gguf", card=made_by)
    for file in CARDS.glob("*.json"):
        path = tmp_path / f"{file.stem}.gguf"
        path.write_bytes(file.read_bytes())
        assert register(world, path, card=backend_card(file.stem))


NAMING_OWN = [
    "Anna Lindgren-Sato complained", "OKONJO, BERTA: wrong dose", "okonjo berta dose", "Bertá Okonjo", "Okonjo's dose",
    "Dr Okafor was wrong", "erik lindholm asked", "Lindholm asked",
]  # fmt: skip
ORDINARY = [
    "Wrong doses seen in May", "The young may rose", "Berta is the name of a release", "okonjo in small letters alone",
    "A minimum of 10 mg, 20 min late", "Release 2026-11-22 build 3.1 is wrong", "Naïve quoting of “0.5 µg” – 3 × a day",
]  # fmt: skip


@pytest.mark.parametrize("reason", NAMING_OWN)
def test_a_reason_that_names_a_patient_or_a_person_of_the_house_is_refused_without_saying_whom(world, reason) -> None:
    patient_named(world, "young", "Rose", "Young")
    for act in (partial(stop, world), partial(hold_everything, world)):
        with pytest.raises(WorkbenchError, match=r"^Name no person, number or place in the reason\.$"):
            act(reason=reason)
    assert not KillSwitch.objects.exists()
    assert not LegalHold.objects.exists()


@pytest.mark.parametrize("reason", ORDINARY)
def test_ordinary_words_that_are_somebodys_name_block_no_reason(world: World, reason: str) -> None:
    patient_named(world, "young", "Rose", "Young")
    patient_named(world, "may", "Minh", "May")
    assert stop(world, reason=reason).reason == reason
    assert hold_everything(world, reason=reason).reason == reason


@pytest.mark.parametrize("number", ["00628305", "00 6283 05", "00-6283-05", "no. 0062 8305, twice"])
def test_a_patients_number_is_found_however_it_is_spaced(world: World, number: str) -> None:
    patient_named(world, "numbered", "Rose", "Young", mrn="HM-00628305")
    with pytest.raises(WorkbenchError, match="Name no person, number or place"):
        hold_everything(world, reason=f"Row {number} is wrong")
    assert hold_everything(world, reason="Row 628305 of 70000 is wrong")


@pytest.mark.parametrize("reason", ["Нур Азиз", "Anna \u202eotaS", "An\u200bna", "𝐀𝐧𝐧𝐚 wrong", "row \u0661\u0662"])
def test_a_reason_in_other_letters_or_with_hidden_ones_is_refused(world: World, reason: str) -> None:
    with pytest.raises(WorkbenchError, match="Latin letters"):
        stop(world, reason=reason)
    assert stop(world, reason="Zażółć gęślą jaźń").reason


def test_feedback_an_agreement_and_a_model_name_no_patient_of_the_house(world: World, tmp_path: Path) -> None:
    agreement = make_agreement(world, "models.example", counterparty="Okonjo Models, Inc.")
    given: dict[str, Any] = {"person": world.admin, "actor": actor_for(world.admin)}
    with pytest.raises(WorkbenchError, match="Name no person"):
        services.agreement_withdraw(agreement_id=agreement.pk, reason="berta okonjo complained", **given)
    release = release_ensure(parts=PARTS, actor=actor_for(world.admin))
    with pytest.raises(WorkbenchError, match="Name no person"):
        services.feedback_give(release=release, text="Okonjo's allergies are missing", **given)
    (tmp_path / "llama.gguf").write_bytes(b"GGUF")
    with pytest.raises(WorkbenchError, match="read by everybody"):
        register(world, tmp_path / "llama.gguf", name="The Berta Okonjo model")
    assert services.feedback_give(release=release, text="Allergies are missing", **given)


def patient_named(world: World, key: str, given: str, family: str, mrn: str = "") -> None:
    patient = make_patient(world.cedar, key, given, family, "1950-01-01")
    patient.mrn = mrn or patient.mrn
    patient.save()


def hold_everything(world: World, reason: str) -> LegalHold:
    return services.hold_place(reason=reason, person=world.privacy, actor=actor_for(world.privacy))
