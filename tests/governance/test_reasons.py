"""A reason stays in plain words after a record was destroyed, and others read it, so it names nobody."""

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
from tests.factories import World, make_agreement
from tests.governance.switch import ask, stop
from tests.governance.test_models import register

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
    "reason", ["Lawsuit", "The patient asked in writing on 3 March 2026", "Litigation hold, board"]
)
def test_a_reason_that_names_nobody_is_kept(world, reason) -> None:
    person = world.privacy
    given = {"patient_id": world.anna.pk, "reason": reason, "person": person, "actor": actor_for(person)}
    assert services.shred_ask(**given).reason == reason
    assert services.hold_place(**given).reason == reason


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
