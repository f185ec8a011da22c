"""The parts list names every package and every model, and says how the model was made."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.redaction.names import names_card
from tests.factories import World


@pytest.fixture(scope="module")
def parts():
    out = StringIO()
    call_command("parts_list", stdout=out)
    return {part["name"].lower(): part for part in json.loads(out.getvalue())["components"]}


def test_packages_stand_in_it_with_version_and_address(parts):
    assert parts["django"]["version"].startswith("5.2.")
    assert parts["django"]["purl"].startswith("pkg:pypi/django@5.2.")
    assert {"celery", "spacy", "llama-cpp-python", "cryptography"} <= set(parts)


def test_the_name_finder_stands_in_it_with_its_weights_its_recipe_and_its_scores(parts):
    card = names_card()
    model = parts[card["name"]]
    said = {fact["name"]: fact["value"] for fact in model["properties"]}
    assert model["type"] == "machine-learning-model"
    assert model["hashes"] == [{"alg": "SHA-256", "content": card["weights"]["sha256"]}]
    assert said["workbench:recipe"] == card["recipe"]
    assert said["workbench:scores.PERSON.recall.share"] == str(card["scores"]["PERSON"]["recall"]["share"])


def test_the_embedder_stands_in_it_with_its_weights(parts):
    assert parts["all-minilm-l6-v2"]["type"] == "machine-learning-model"


def test_who_runs_the_control_room_takes_it_away_and_nobody_else(world: World, client):
    client.force_login(world.admin)
    answer = client.get(reverse("governance:parts_list"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="parts.cdx.json"'
    assert json.loads(answer.content)["bomFormat"] == "CycloneDX"
    client.force_login(world.okafor)
    assert client.get(reverse("governance:parts_list")).status_code == 403
