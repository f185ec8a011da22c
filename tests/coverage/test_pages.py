"""The pages of the library: who opens them, what they refuse, and that nothing typed is lost."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from apps.core.canonical import sha256_hex
from apps.coverage.domain.exporting import text_of
from apps.coverage.domain.tree import parse
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from tests.coverage.test_library import draft, validated
from tests.coverage.test_questionnaires import FORM
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP, World


@pytest.fixture
def writer(world: World, client: Client) -> Client:
    client.force_login(world.lindqvist)
    return client


def address(name: str, policy: CoveragePolicy | None = None, node: str = "") -> str:
    base = reverse(f"coverage:{name}", args=[policy.pk] if policy else [])
    return f"{base}?node={node}" if node else base


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


def posted(policy: CoveragePolicy, **change: Any) -> dict[str, Any]:
    return {
        "seen": policy.sha256,
        "node_id": "1",
        "op": "leaf",
        "text": "The member has it.",
        "test_kind": "none",
        **change,
    }


def test_a_version_goes_through_the_pages_from_a_file_to_a_request(world: World, writer: Client) -> None:
    done = writer.post(address("policy_import"), {"text": json.dumps(POLICY)}, follow=True)
    assert "TS-01 version 1 is here as a draft." in read(done)
    policy = CoveragePolicy.objects.get()
    assert "Submitted." in read(writer.post(address("policy_submit", policy), follow=True))
    writer.force_login(world.okafor)
    page = read(writer.get(address("policy_detail", policy)))
    assert "Validate this version" in page
    assert "Diagnosis of x" in page  # the typed test, told
    done = writer.post(address("policy_validate", policy), {"seen": policy.sha256}, follow=True)
    assert "Validated by Dr. Imani Okafor" in read(done)
    assert "TS-01 version 1, in force from 1 Jan 2026" in read(writer.get(reverse("review:draft_new")))


def test_who_wrote_it_reads_why_they_do_not_validate_it(world: World, writer: Client) -> None:
    policy = draft(world)
    writer.post(address("policy_submit", policy))
    page = read(writer.get(address("policy_detail", policy)))
    assert "Validate this version" not in page
    assert "Waits for a physician who wrote no part of it." in page
    assert writer.post(address("policy_validate", policy), {"seen": policy.sha256}).status_code == 403


def test_a_version_is_sent_back_and_retired_for_a_reason_that_a_refusal_keeps(world: World, writer: Client) -> None:
    policy = draft(world)
    writer.post(address("policy_submit", policy))
    writer.force_login(world.okafor)
    refused = writer.post(address("policy_send_back", policy), {"reason": "MRN 00483920 shows that it is wrong"})
    assert "Name no person" in read(refused, 422)
    assert "MRN 00483920 shows" in refused.content.decode()
    back = writer.post(address("policy_send_back", policy), {"reason": "Criterion 1 has no window."}, follow=True)
    assert "Sent back by Dr. Imani Okafor: Criterion 1 has no window." in read(back)
    done = validated(world, version="2")
    assert "Say why." in read(writer.post(address("policy_retire_ask", done), {"reason": ""}), 422)
    asked = writer.post(address("policy_retire_ask", done), {"reason": "The payer withdrew it."}, follow=True)
    assert "You asked that it be retired." in read(asked)
    assert "Another person has to confirm it." in read(writer.post(address("policy_retire", done)), 422)
    writer.force_login(world.lindqvist)
    assert "No new request names it" in read(writer.post(address("policy_retire", done), follow=True))


def test_a_node_is_changed_by_the_fields_of_its_test(world: World, writer: Client) -> None:
    policy = draft(world)
    assert "Diagnosis of x" in read(writer.get(address("policy_node", policy, "1")))
    change = posted(policy, test_kind="observation", any_of="AHI", compare_op=">=", compare_value="15",
                    compare_unit="/h", within_number="12", within_period="months")  # fmt: skip
    done = read(writer.post(address("policy_node", policy, "1"), change, follow=True))
    assert "AHI at least 15 /h within 12 months before the request" in done
    node = parse(CoveragePolicy.objects.get().body).root.children[0]
    assert node.test == {"kind": "observation", "any_of": ["AHI"], "compare": {"op": ">=", "value": 15, "unit": "/h"},
                         "within": {"months": 12, "before": "as_of"}}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "Node &#x27;1&#x27; needs a text"),
        ({"test_kind": "trial", "any_of": "MTX"}, "needs &#x27;outcome&#x27;"),
        ({"test_kind": "json", "test_json": "{"}, "not JSON"),
        ({"test_kind": "observation", "any_of": "AHI", "compare_op": ">="}, "both how it compares and with what"),
        ({"node_id": "2a"}, "appears twice"),
        ({"seen": "0" * 64}, "Somebody changed this draft meanwhile"),
    ],
)
def test_a_refused_node_says_why_and_keeps_what_was_typed(
    world: World, writer: Client, change: dict[str, Any], words: str
) -> None:
    policy = draft(world)
    refused = writer.post(address("policy_node", policy, "1"), posted(policy, evidence="A letter.", **change))
    page = read(refused, 422)
    assert words in page
    assert "A letter." in page
    assert CoveragePolicy.objects.get().sha256 == policy.sha256


def test_another_kind_of_test_is_shown_without_saving_and_without_losing_a_word(world: World, writer: Client) -> None:
    policy = draft(world)
    shown = posted(policy, text="Half a sen", test_kind="condition", any_of="COPD", show="json")
    page = read(writer.post(address("policy_node", policy, "1"), shown))
    assert "Half a sen" in page
    assert "&quot;any_of&quot;" in page
    part = read(
        writer.post(address("policy_node", policy, "1"), {**shown, "show": "trial"}, headers={"HX-Request": "true"})
    )
    assert part.lstrip().startswith("<fieldset")
    assert "COPD" in part
    assert CoveragePolicy.objects.get().sha256 == policy.sha256


def test_nodes_are_added_moved_and_removed_on_their_page(world: World, writer: Client) -> None:
    policy = draft(world)
    writer.post(address("policy_node_add", policy, "2"), posted(policy, node_id="2c", text="A third."))
    policy.refresh_from_db()
    writer.post(address("policy_node_place", policy, "2c"), {"seen": policy.sha256, "to": "group", "group": "TS-01"})
    policy.refresh_from_db()
    writer.post(address("policy_node_place", policy, "1"), {"seen": policy.sha256, "to": "down"})
    policy.refresh_from_db()
    assert [node.node_id for node in parse(policy.body).root.children] == ["2", "1", "2c"]
    writer.post(address("policy_node_place", policy, "2"), {"seen": policy.sha256, "to": "remove"})
    policy.refresh_from_db()
    assert [node.node_id for node in parse(policy.body).root.walk()] == ["TS-01", "1", "2c"]
    root = {"seen": policy.sha256, "to": "remove"}
    refused = writer.post(address("policy_node_place", policy, "TS-01"), root, follow=True)
    assert "The root of the policy cannot be removed." in read(refused)


def test_a_policy_is_begun_from_nothing_and_its_head_is_changed(world: World, writer: Client) -> None:
    head = {"policy_id": "PAP-1", "version": "1", "title": "Airway device", "payer": "Harbor", "start": "2026-01-01",
            "codes": "HCPCS E0601 Device\nICD-10-CM G47* Sleep\nHCPCS L1800-L1999", "first": "A sleep study was done.",
            "line_of_business": ["medicare_advantage"]}  # fmt: skip
    writer.post(address("policy_new"), head)
    policy = CoveragePolicy.objects.get()
    assert [row["range"] for row in policy.code_ranges] == ["G47*", "L1800-L1999"]
    changed = {**head, "title": "Another", "codes": "E0601", "seen": policy.sha256}
    assert "needs a system and a code" in read(writer.post(address("policy_head", policy), changed), 422)
    changed |= {"codes": "HCPCS L1999-L1800"}
    assert "from a lower code to a higher one" in read(writer.post(address("policy_head", policy), changed), 422)
    writer.post(address("policy_head", policy), changed | {"codes": "HCPCS E0601"})
    assert CoveragePolicy.objects.get().title == "Another"


def test_two_versions_are_compared_node_by_node(world: World, writer: Client) -> None:
    older = policy_load(body=POLICY, actor=SETUP)
    writer.post(address("policy_version", older), {"version": "2", "start": "2026-06-01"})
    newer = CoveragePolicy.objects.get(version="2")
    writer.post(address("policy_node", newer, "1"), posted(newer))
    page = read(writer.get(reverse("coverage:policy_changes", args=[newer.pk, older.pk])))
    assert "The member has it." in page
    assert "The member has the disease." in page
    assert "1 Jun 2026" in page


def test_what_is_exported_is_imported_again_by_the_very_bytes(world: World, writer: Client) -> None:
    policy = policy_load(body=POLICY, actor=SETUP)
    first, again = (writer.get(address("policy_export", policy)) for _ in range(2))
    assert first.content == again.content == text_of(parse(policy.body)).encode()
    assert first.headers["Content-Disposition"] == 'attachment; filename="TS-01-v1.json"'
    body = {**json.loads(first.content), "version": "2"}
    file = SimpleUploadedFile("p.json", json.dumps(body).encode())
    writer.post(address("policy_import"), {"file": file})
    assert CoveragePolicy.objects.get(version="2").status == "DRAFT"
    schema = writer.get(address("policy_schema"))
    assert json.loads(schema.content)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("text", ["", "{", '{"policy_id": 5}', json.dumps({**POLICY, "codes": "J0135"})])
def test_a_refused_import_keeps_the_text_and_stores_nothing(writer: Client, text: str) -> None:
    page = read(writer.post(address("policy_import"), {"text": text}), 422)
    assert "Nothing was imported" in page
    assert not CoveragePolicy.objects.exists()


def test_a_payers_form_is_imported_with_itself_as_the_source(world: World, writer: Client) -> None:
    content = json.dumps(FORM).encode()
    given = {"policy_id": "PAP-1", "version": "1", "payer": "Harbor", "start": "2026-01-01"}
    form = {**given, "questionnaire": SimpleUploadedFile("pap.json", content)}
    page = read(writer.post(address("questionnaire_import"), form, follow=True))
    assert "stands in the form itself" in page
    assert sha256_hex(content) in page
    source = writer.get(address("policy_source", CoveragePolicy.objects.get()))
    assert source.content == content
    assert source.headers["Content-Disposition"].startswith("attachment")
    again = {**form, "questionnaire": SimpleUploadedFile("pap.json", b"[]"), "payer": "Kept payer"}
    assert "Kept payer" in read(writer.post(address("questionnaire_import"), again), 422)


def test_the_list_is_narrowed_by_payer_code_and_status(world: World, writer: Client) -> None:
    policy_load(body=POLICY, actor=SETUP)
    draft(world, policy_id="TS-02", payer="Harbor Mutual", title="Another drug", codes=[])
    for query, shown in [
        ("", {"Test drug", "Another drug"}), ("?payer=harbor", {"Another drug"}), ("?code=HCPCS+J0135", {"Test drug"}),
        ("?status=DRAFT", {"Another drug"}), ("?status=x", {"Test drug", "Another drug"}), ("?code=Z99", set()),
    ]:  # fmt: skip
        page = read(writer.get(address("policies") + query))
        assert {title for title in ("Test drug", "Another drug") if title in page} == shown


def test_a_policy_of_another_organization_is_not_there(world: World, writer: Client) -> None:
    policy = draft(world)
    writer.force_login(world.quill)
    assert writer.get(address("policy_detail", policy)).status_code == 404
    assert "Test drug" not in read(writer.get(address("policies")))
    writer.force_login(world.okafor)
    assert writer.get(address("policy_node", policy, "1")).status_code == 403


@pytest.mark.parametrize(
    "query", ["", "?policy_id=TS-01", "?policy_id=TS-01&version=%00", "?policy_id=TS-01&version=9"]
)
def test_a_version_that_nobody_knows_is_not_there(world: World, writer: Client, query: str) -> None:
    policy_load(body=POLICY, actor=SETUP)
    assert writer.get(address("policy_named") + query).status_code == 404
    assert writer.get(address("policy_named") + "?policy_id=TS-01&version=1").status_code == 302


def test_a_draft_whose_words_look_as_if_they_named_a_person_says_so(world: World, writer: Client) -> None:
    policy = draft(world)
    assert "make sure that none does" not in read(writer.get(address("policy_detail", policy)))
    writer.post(
        address("policy_node", policy, "1"), posted(policy, text="Call Dr. Jane Miller, 555-0142, MRN 00483920.")
    )
    assert "The words of 1 look as if they named a person" in read(writer.get(address("policy_detail", policy)))
