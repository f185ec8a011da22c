"""Which version reads charts now, which drafts a part touched, and the card of what wrote a draft, one click away."""

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.drafting.backends import backend_in_use
from apps.drafting.models import Draft
from apps.drafting.services.acts import machine_parts, release_in_use
from apps.governance.domain.card import GROUPS, card_groups, said_of
from apps.governance.models import CardFeedback, Release
from apps.governance.selectors.cards import backend_card
from apps.governance.selectors.touched import touched_by
from apps.governance.services import release_ensure
from tests.factories import SETUP, World
from tests.governance.test_models import register
from tests.governance.test_release import PARTS


@pytest.fixture
def release(world: World) -> Release:
    return release_ensure(parts=machine_parts(backend_in_use()), actor=SETUP)


@pytest.fixture
def draft(world: World, release: Release) -> Draft:
    return draft_by(world, "anna", "okafor", release)


def draft_by(world: World, patient: str, person: str, release: Release) -> Draft:
    whose = getattr(world, patient)
    return Draft.objects.create(
        organization=whose.organization, patient=whose, kind="chart_summary", subject="Before Anna Lindgren-Sato",
        requested_by=world.people[person], status="FAILED", reason="The model is away.", release=release,
    )  # fmt: skip


def page(client: Client, person: Any, name: str, *args: Any, **query: str) -> Any:
    client.force_login(person)
    return client.get(reverse(f"governance:{name}", args=args), query)


def test_the_page_says_every_part_of_what_reads_charts_now(world: World, client: Client) -> None:
    shown = page(client, world.admin, "releases").content.decode()
    for value in filter(None, machine_parts(backend_in_use()).values()):
        assert value in shown
    assert release_in_use() in shown
    assert "It has written no draft yet" in shown
    assert page(client, world.okafor, "releases").status_code == 403


@pytest.mark.parametrize("asked", [
    lambda parts: parts["code_sha256"], lambda parts: parts["code_sha256"][:8], lambda parts: parts["prompt_version"],
    lambda parts: parts["index_version"], lambda parts: "Django", lambda parts: "apps/redaction/data/cities.txt",
])  # fmt: skip
def test_the_drafts_of_a_part_are_found_by_what_is_known_of_it(world: World, draft: Draft, asked: Any) -> None:
    touched = touched_by(asked(machine_parts(backend_in_use())), world.cedar.pk)
    assert [row.id for row in touched.drafts] == [str(draft.pk)]
    assert touched.by_status == {"FAILED": 1}


@pytest.mark.parametrize("asked", ["", "0" * 8, "django==1.0", "composer-0", "an", "%"])
def test_what_no_release_holds_touched_nothing(world: World, draft: Draft, asked: str) -> None:
    assert touched_by(asked, world.cedar.pk).drafts == ()


def test_the_version_of_a_package_leads_to_the_drafts_it_was_part_of(world: World, draft: Draft) -> None:
    django = draft.release.parts.get(kind="package", name="django").version
    for asked in (f"django=={django}", f"django {django}", f"Django@{django}"):
        assert len(touched_by(asked, world.cedar.pk).drafts) == 1


def test_the_table_and_the_csv_name_drafts_by_opaque_ids_of_the_own_organization_alone(
    world: World, client: Client, draft: Draft
) -> None:
    theirs = draft_by(world, "carla", "quill", draft.release)
    shown = page(client, world.admin, "releases", part="composer-4").content.decode()
    answer = page(client, world.admin, "touched_export", part="composer-4")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["draft"], row["release"]) for row in rows] == [(str(draft.pk), draft.release.digest)]
    for text in (shown, answer.content.decode()):
        assert str(draft.pk) in text
        assert str(theirs.pk) not in text
        assert "Lindgren" not in text
    assert AuditEvent.objects.filter(action="touched_exported", details={"count": 1}).count() == 1


def test_the_card_has_all_attributes_in_nine_groups_and_says_what_is_not_available(
    world: World, client: Client, release: Release
) -> None:
    assert [len(attributes) for _, attributes in GROUPS] == [4, 4, 2, 4, 2, 4, 5, 4, 2]
    shown = page(client, world.okafor, "card", release.digest).content.decode()
    assert "This is no language model" in shown
    said, of = said_of(release.card)
    assert of == 31
    assert shown.count("Not available") == of - said
    for group in card_groups(release.card):
        assert all(attribute.title in shown for attribute in group.attributes)


def test_the_card_of_a_release_stays_as_it_stood_and_one_of_before_the_cards_says_nothing(
    world: World, client: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend_card.cache_clear()
    monkeypatch.setitem(backend_card("extractive")["attributes"], "funding", "Somebody new")
    assert "Somebody new" not in page(client, world.okafor, "card", release.digest).content.decode()
    backend_card.cache_clear()
    old = Release.objects.create(digest="0" * 64, backend="extractive", model_name="Old")
    shown = page(client, world.okafor, "card", old.digest).content.decode()
    assert shown.count("Not available") == 31


def test_a_registered_card_says_its_part_over_what_is_said_of_the_backend(world: World, tmp_path: Any) -> None:
    path = tmp_path / "llama.gguf"
    path.write_bytes(b"GGUF")
    sha256 = register(world, path, card={"attributes": {"funding": "A grant"}}).sha256
    card = release_ensure(parts=PARTS | {"backend": "llama_cpp", "model_sha256": sha256}, actor=SETUP).card
    assert card["attributes"]["funding"] == "A grant"
    assert "language model" in card["attributes"]["known_risks"]


def test_a_clinician_says_what_they_found_and_the_control_room_reads_it(
    world: World, client: Client, release: Release
) -> None:
    client.force_login(world.okafor)
    url = reverse("governance:card", args=[release.digest])
    for text in ("", "Call 555-0142 about it", "x" * 1001):
        assert client.post(url, {"text": text}).status_code == 422
    assert not CardFeedback.objects.exists()
    assert client.post(url, {"text": "It repeats the same problem twice."}).status_code == 302
    assert "repeats the same problem" in page(client, world.admin, "releases").content.decode()
    assert AuditEvent.objects.filter(action="card_feedback_given", object_id=release.digest).count() == 1


@pytest.mark.parametrize(("person", "status"), [
    ("okafor", 200), ("reyes", 200), ("admin", 200), ("lindqvist", 403), ("marchetti", 403), ("integration", 403),
])  # fmt: skip
def test_the_card_opens_for_who_reviews_drafts_or_runs_the_control_room(
    world: World, client: Client, release: Release, person: str, status: int
) -> None:
    for name in ("card", "card_export"):
        assert page(client, world.people[person], name, release.digest).status_code == status
    assert page(client, world.okafor, "card", "f" * 64).status_code == 404


# The elements of the CHAI applied model card, version 0.2, in the order of its schema; those it does not require last.
CHAI = {
    "BasicInfo": ["ModelName", "ModelDeveloper", "DeveloperContact"],
    "ReleaseInfo": ["ReleaseStage", "ReleaseDate", "ReleaseVersion", "GlobalAvailability", "RegulatoryApproval"],
    "ModelSummary": ["Summary", "Keywords"],
    "UsesAndDirections": [
        "IntendedUseAndWorkflow", "PrimaryIntendedUsers", "HowToUse", "TargetedPatientPopulation",
        "CautionedOutOfScopeSettings",
    ],
    "Warnings": ["KnownRisksAndLimitations", "KnownBiasesOrEthicalConsiderations", "ClinicalRiskLevel"],
    "TrustIngredients": ["AISystemFacts", "TransparencyInformation"],
    "KeyMetrics": ["UsefulnessUsabilityEfficacy", "FairnessEquity", "SafetyReliability"],
    "Resources": ["EvaluationReferences", "PeerReviewedPublications", "PatientConsentOrDisclosure"],
    "Bibliography": [],
}  # fmt: skip
METRIC = [
    "MetricGoal", "Results", "Interpretation", "TestType", "TestingDataDescription",
    "ValidationProcessAndJustification",
]  # fmt: skip
NAMESPACE = "{https://mc.chai.org/v0.2/schema.xsd}"


def test_the_card_leaves_as_a_chai_applied_model_card(world: World, client: Client, release: Release) -> None:
    answer = page(client, world.okafor, "card_export", release.digest)
    assert answer["Content-Type"] == "application/xml"
    root = ET.fromstring(answer.content)
    assert root.tag == f"{NAMESPACE}AppliedModelCard"
    found = {child.tag.removeprefix(NAMESPACE): [it.tag.removeprefix(NAMESPACE) for it in child] for child in root}
    assert found == CHAI
    assert list(found) == list(CHAI)
    for metric in root.find(f"{NAMESPACE}KeyMetrics") or ():
        assert [it.tag.removeprefix(NAMESPACE) for it in metric] == METRIC
        assert [it.tag for it in metric[1]] == [f"{NAMESPACE}MetricResult"]
    assert root.findtext(f"{NAMESPACE}ReleaseInfo/{NAMESPACE}ReleaseVersion") == release.digest
