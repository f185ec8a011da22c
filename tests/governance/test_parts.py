"""The parts list names everything the machine is made of, says how models were made, and keeps to its schema."""

import copy
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.governance.selectors import code_in_use
from apps.redaction.names import names_card
from tests.factories import World
from tests.governance.json_schema import faults, schema_file
from tests.governance.test_models import register

SCHEMA = "bom-1.6.SNAPSHOT.schema.json"


def written() -> Any:
    out = StringIO()
    call_command("parts_list", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def bom(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock():
        return written()


@pytest.fixture(scope="module")
def parts(bom: Any) -> Any:
    return {part["name"].lower(): part for part in bom["components"]}


def test_it_keeps_to_the_published_schema_and_a_broken_one_would_not(bom: Any) -> None:
    schema = schema_file(SCHEMA)
    assert list(faults(bom, schema, SCHEMA)) == []
    for path, value in (("version", "one"), ("serialNumber", "urn:uuid:1"), ("components", [{"name": "x"}])):
        broken = copy.deepcopy(bom) | {path: value}
        assert list(faults(broken, schema, SCHEMA)), path


def test_the_same_parts_have_the_same_serial_number_and_the_application_its_digest(db: None, bom: Any) -> None:
    assert bom["serialNumber"] == written()["serialNumber"]
    version, sha256 = code_in_use()
    application = bom["metadata"]["component"]
    assert (application["version"], application["hashes"][0]["content"]) == (version, sha256)


def test_packages_stand_in_it_with_version_address_and_what_they_need(bom: Any, parts: Any) -> None:
    assert parts["django"]["version"].startswith("5.2.")
    assert parts["django"]["purl"].startswith("pkg:pypi/django@5.2.")
    assert {"celery", "spacy", "llama-cpp-python", "cryptography"} <= set(parts)
    needs = {row["ref"]: row.get("dependsOn", []) for row in bom["dependencies"]}
    assert parts["django"]["bom-ref"] in needs[parts["django-allauth"]["bom-ref"]]
    assert parts["htmx.org"]["bom-ref"] in needs[parts["django-htmx"]["bom-ref"]]


def test_the_name_finder_stands_in_it_with_its_weights_its_recipe_and_its_scores(parts: Any) -> None:
    card = names_card()
    model = parts[card["name"]]
    said = {fact["name"]: fact["value"] for fact in model["properties"]}
    assert model["type"] == "machine-learning-model"
    assert model["hashes"] == [{"alg": "SHA-256", "content": card["weights"]["sha256"]}]
    assert said["workbench:recipe"] == card["recipe"]
    recall = card["scores"]["PERSON"]["recall"]
    assert {
        "type": "recall", "value": str(recall["share"]), "slice": f"PERSON, n = {recall['of']}",
        "confidenceInterval": {"lowerBound": str(recall["low"]), "upperBound": str(recall["high"])},
    } in model["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]  # fmt: skip


def test_word_lists_recipes_and_the_pages_script_stand_in_it_with_their_sha256(parts: Any) -> None:
    for name in (
        "apps/redaction/data/cities.txt", "apps/retrieval/data/medicines.txt",
        "apps/redaction/names/training/templates/notes.txt",
    ):  # fmt: skip
        assert parts[name]["type"] == "data"
        assert len(parts[name]["hashes"][0]["content"]) == 64
    assert parts["htmx.org"]["version"].startswith("2.")
    assert len(parts["htmx.org"]["hashes"][0]["content"]) == 64


def test_a_registered_model_file_stands_in_it_too(world: World, tmp_path: Any) -> None:
    path = tmp_path / "llama.gguf"
    path.write_bytes(b"GGUF")
    registered = register(world, path)
    assert registered.sha256 in json.dumps(written())


def test_who_runs_the_control_room_takes_it_away_and_nobody_else(world: World, client: Any) -> None:
    client.force_login(world.admin)
    answer = client.get(reverse("governance:parts_list"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="parts.cdx.json"'
    assert json.loads(answer.content)["bomFormat"] == "CycloneDX"
    client.force_login(world.okafor)
    assert client.get(reverse("governance:parts_list")).status_code == 403
