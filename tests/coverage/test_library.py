"""Two people stand between a file and a letter; what was validated never changes; the date of service picks it."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.http import Http404

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core.errors import NotAllowed
from apps.coverage import services
from apps.coverage.domain import status
from apps.coverage.domain.errors import PolicyChanged, PolicyInvalid, PolicyNotFound, PolicyRefused
from apps.coverage.domain.exporting import body_of
from apps.coverage.domain.tree import parse
from apps.coverage.models import CoveragePolicy, Criterion
from apps.coverage.selectors import (
    access_policy,
    policies_in_force,
    policy_for,
    policy_get,
    superseded_by,
    why_not_named,
)
from tests.coverage.test_tree import LEAF, POLICY, changed
from tests.factories import SETUP, World

TODAY = date(2026, 11, 21)


def act(service: Any, policy: CoveragePolicy, person: Person, **given: Any) -> Any:
    return service(policy=policy, person=person, actor=actor_for(person), **given)


def draft(world: World, **change: Any) -> CoveragePolicy:
    body = {**POLICY, **change}
    return services.policy_import(body=body, person=world.lindqvist, actor=actor_for(world.lindqvist))


def validated(world: World, **change: Any) -> CoveragePolicy:
    return services.policy_adopt(
        body={**POLICY, **change}, uploader=world.lindqvist, validator=world.okafor, actor=SETUP
    )


def said_of(policy: CoveragePolicy) -> list[str]:
    rows = AuditEvent.objects.filter(object_id=str(policy.pk)).order_by("sequence")
    return list(rows.values_list("action", flat=True))


def test_a_version_goes_from_one_person_to_another_before_a_request_can_name_it(world: World) -> None:
    policy = draft(world)
    assert not policies_in_force(TODAY, world.cedar.pk).exists()
    act(services.policy_submit, policy, world.lindqvist)
    assert "only a validated version" in why_not_named(access_policy(world.okafor, policy.pk), world.cedar.pk)
    done = act(services.policy_validate, policy, world.okafor, seen=policy.sha256)
    assert (done.validated_by, done.uploaded_by) == (world.okafor, world.lindqvist)
    assert policies_in_force(TODAY, world.cedar.pk).get() == policy
    assert said_of(policy) == ["policy_uploaded", "policy_submitted", "policy_validated"]


def test_who_wrote_a_word_of_a_version_does_not_validate_it(world: World) -> None:
    policy = draft(world)
    Person.objects.filter(pk=world.lindqvist.pk).update(role="physician")  # a role may change; who wrote it does not
    writer = Person.objects.get(pk=world.lindqvist.pk)
    policy.authors.add(world.lindholm)
    CoveragePolicy.objects.filter(pk=policy.pk).update(status="IN_VALIDATION")
    for person in (writer, world.lindholm):
        with pytest.raises(PolicyRefused, match="Another person has to validate it"):
            act(services.policy_validate, policy, person, seen=policy.sha256)
    assert act(services.policy_validate, policy, world.okafor, seen=policy.sha256).status == "VALIDATED"


def test_the_database_refuses_one_person_in_both_places_and_a_use_without_a_validator(world: World) -> None:
    policy = draft(world)
    rows = CoveragePolicy.objects.filter(pk=policy.pk)
    for change in (
        {"validated_by": world.lindqvist},
        {"status": "VALIDATED"},
        {"status": "VALIDATED", "origin": "people"},
    ):
        with pytest.raises(IntegrityError, match="policy_is_"), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    "change", [{"body": {}}, {"title": "Another"}, {"effective_end": TODAY}, {"status": "DRAFT", "origin": ""}]
)
def test_the_database_keeps_a_validated_version_as_it_was(world: World, change: dict[str, Any]) -> None:
    policy = validated(world)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        CoveragePolicy.objects.filter(pk=policy.pk).update(**change)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        CoveragePolicy.objects.filter(pk=policy.pk)._raw_delete("default")
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Criterion.objects.filter(policy=policy, node_id="1").update(text="Another sentence.")


def test_only_the_roles_that_write_write_and_only_those_that_validate_validate(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.policy_import(body=POLICY, person=world.okafor, actor=SETUP)
    policy = draft(world)
    act(services.policy_submit, policy, world.lindqvist)
    for person in (world.lindqvist, world.admin, world.reyes, world.marchetti):
        with pytest.raises(NotAllowed):
            act(services.policy_validate, policy, person, seen=policy.sha256)


def test_what_is_validated_is_what_was_read(world: World) -> None:
    policy = draft(world)
    act(services.policy_submit, policy, world.lindqvist)
    with pytest.raises(PolicyRefused, match="reads otherwise than the one you looked at"):
        act(services.policy_validate, policy, world.okafor, seen="0" * 64)


def test_a_version_is_sent_back_with_a_reason_and_changed_again(world: World) -> None:
    policy = draft(world)
    act(services.policy_submit, policy, world.lindqvist)
    with pytest.raises(PolicyRefused, match="in validation now and cannot be changed"):
        edited(policy, world.lindqvist)
    with pytest.raises(PolicyRefused, match="Name no person"):
        act(services.policy_send_back, policy, world.okafor, reason="As Dr. Jane Miller said, MRN 00483920")
    back = act(services.policy_send_back, policy, world.okafor, reason="The window of criterion 1 is missing.")
    assert (back.status, back.sent_back_by) == ("DRAFT", world.okafor)
    assert edited(policy, world.lindqvist).title == "Another title"


def edited(policy: CoveragePolicy, person: Person, seen: str = "") -> CoveragePolicy:
    new = parse({**body_of(parse(policy.body)), "title": "Another title"})
    changed_row: CoveragePolicy = act(services.policy_edit, policy, person, new=new, seen=seen or policy.sha256)
    return changed_row


def test_of_two_people_who_change_a_draft_the_second_is_told(world: World) -> None:
    policy = draft(world)
    edited(policy, world.admin)
    with pytest.raises(PolicyRefused, match="Somebody changed this draft meanwhile"):
        edited(policy, world.lindqvist, seen=policy.sha256)
    assert set(policy.authors.all()) == {world.admin, world.lindqvist}


def test_a_refused_import_stores_nothing_and_names_the_node(world: World) -> None:
    with pytest.raises(PolicyInvalid, match="Node '1' needs a text"):
        draft(world, root=changed(*LEAF, "text", to="")["root"])
    assert not CoveragePolicy.objects.exists()
    draft(world)
    with pytest.raises(PolicyChanged, match="TS-01 version 1 is here already"):
        draft(world, title="Other words")
    assert not AuditEvent.objects.filter(action="policy_uploaded")[1:].exists()


def test_another_organization_sees_nothing_of_what_is_written_here(world: World) -> None:
    policy = validated(world)
    with pytest.raises(Http404):
        access_policy(world.quill, policy.pk)
    assert why_not_named(policy, world.brightwater.pk) == "There is no such policy."
    assert not policies_in_force(TODAY, world.brightwater.pk).exists()
    services.policy_load(body={**POLICY, "title": "Theirs"}, actor=SETUP)
    assert policies_in_force(TODAY, world.brightwater.pk).get().title == "Theirs"
    assert policy_get("TS-01", "1", world.cedar.pk).payer == "Example Payer"


def test_what_belongs_to_every_organization_is_changed_by_none(world: World) -> None:
    shared = services.policy_load(body=POLICY, actor=SETUP)
    assert (shared.origin, shared.validated_by) == ("fixture", None)
    with pytest.raises(PolicyRefused, match="begin a version of your own"):
        act(services.policy_retire_ask, shared, world.okafor, reason="Wrong")
    with pytest.raises(PolicyRefused, match="People import a policy"):
        services.policy_load(body=POLICY, actor=actor_for(world.okafor))
    own = act(services.policy_version_begin, shared, world.lindqvist, version="2", start=date(2026, 6, 1))
    assert (own.organization, own.status, own.effective_start) == (world.cedar, "DRAFT", date(2026, 6, 1))


def retire(world: World, policy: CoveragePolicy) -> None:
    act(services.policy_retire_ask, policy, world.lindqvist, reason="The payer withdrew it.")
    act(services.policy_retire, policy, world.okafor)


def another_writer(world: World) -> Person:
    Person.objects.filter(pk=world.marchetti.pk).update(role=world.lindqvist.role)
    return Person.objects.get(pk=world.marchetti.pk)


def test_one_person_alone_retires_no_version(world: World) -> None:
    policy = validated(world)
    with pytest.raises(PolicyRefused, match="Nobody asked"):
        act(services.policy_retire, policy, world.okafor)
    act(services.policy_retire_ask, policy, world.okafor, reason="The payer withdrew it.")
    with pytest.raises(PolicyRefused, match="Another person has to confirm"):
        act(services.policy_retire, policy, world.okafor)
    with pytest.raises(PolicyRefused, match="asked for it already"):
        act(services.policy_retire_ask, policy, world.lindqvist, reason="Again.")
    assert policies_in_force(TODAY, world.cedar.pk).exists()
    act(services.policy_retire, policy, world.lindqvist)
    retired = CoveragePolicy.objects.get(pk=policy.pk)
    assert (retired.retiring_by, retired.retired_by) == (world.okafor, world.lindqvist)
    assert retired.retired_reason == "The payer withdrew it."


def test_a_version_is_retired_by_two_of_whom_one_validates_policies(world: World) -> None:
    policy = validated(world)
    act(services.policy_retire_ask, policy, world.lindqvist, reason="The payer withdrew it.")
    with pytest.raises(PolicyRefused, match="A physician has to confirm it"):
        act(services.policy_retire, policy, another_writer(world))
    act(services.policy_retire, policy, world.okafor)
    with pytest.raises(IntegrityError, match="policy_is_retired_by_another"), transaction.atomic():
        CoveragePolicy.objects.filter(pk=policy.pk).update(retired_by=world.lindqvist)


def test_a_version_that_was_to_be_retired_is_kept_and_can_be_asked_for_again(world: World) -> None:
    policy = validated(world)
    with pytest.raises(PolicyRefused, match="Nobody asked"):
        act(services.policy_keep, policy, world.okafor)
    act(services.policy_retire_ask, policy, world.lindqvist, reason="Wrong one.")
    act(services.policy_keep, policy, world.okafor)
    assert AuditEvent.objects.filter(action="policy_kept").count() == 1
    retire(world, policy)


def test_a_retired_version_is_named_by_no_new_request_and_stays_readable(world: World) -> None:
    policy = validated(world)
    for reason in ("", "x" * 501):
        with pytest.raises(PolicyRefused, match="Say why"):
            act(services.policy_retire_ask, policy, world.okafor, reason=reason)
    retire(world, policy)
    assert not policies_in_force(TODAY, world.cedar.pk).exists()
    assert policy_get("TS-01", "1", world.cedar.pk).status == "RETIRED"


def test_the_date_of_service_picks_the_version_and_a_draft_in_flight_keeps_its_own(world: World) -> None:
    older = validated(world, effective={"start": "2025-01-01", "end": None})
    newer = validated(world, version="2", effective={"start": "2026-06-01", "end": None})
    org = world.cedar.pk
    assert policy_for("J0135", "example payer", date(2026, 5, 31), organization_id=org) == older
    assert policy_for("J0135", "Example Payer", date(2026, 6, 1), organization_id=org) == newer
    assert superseded_by(older, date(2026, 6, 1), org) == newer
    assert superseded_by(older, date(2026, 5, 31), org) is None
    assert superseded_by(newer, TODAY, org) is None


def test_a_code_that_two_policies_speak_of_or_none_is_decided_by_a_person(world: World) -> None:
    org = world.cedar.pk
    validated(world)
    validated(world, policy_id="TS-02", codes=[], code_ranges=[{"system": "HCPCS", "range": "J0100-J0199"}])
    with pytest.raises(PolicyNotFound, match="2 policies of Example Payer speak of J0135"):
        policy_for("J0135", "Example Payer", TODAY, organization_id=org)
    assert policy_for("J0140", "Example Payer", TODAY, organization_id=org).policy_id == "TS-02"
    with pytest.raises(PolicyNotFound, match="speaks of E0601"):
        policy_for("E0601", "Example Payer", TODAY, organization_id=org)


def test_a_source_is_kept_byte_for_byte_and_attached_later(world: World) -> None:
    policy = validated(world)
    source = act(services.policy_source_attach, policy, world.lindqvist, name="a/policy.pdf", content=b"%PDF-1.7 x")
    assert (source.name, source.media_type, bytes(source.content)) == ("policy.pdf", "application/pdf", b"%PDF-1.7 x")
    for name, content, words in [
        ("b.pdf", b"%PDF-1.7", "has its source already"), ("b.exe", b"MZ", "ends with one of"),
        ("b.pdf", b"MZ", "is none"), ("b.txt", b"", "is empty"),
    ]:  # fmt: skip
        with pytest.raises(PolicyRefused, match=words):
            act(services.policy_source_attach, policy, world.lindqvist, name=name, content=content)


def test_a_draft_may_be_discarded_and_nothing_else(world: World) -> None:
    policy = draft(world)
    act(services.policy_discard, policy, world.lindqvist)
    assert not CoveragePolicy.objects.exists()
    with pytest.raises(PolicyRefused, match="cannot be discarded"):
        act(services.policy_discard, validated(world), world.lindqvist)


def test_every_state_has_its_event_and_its_owner() -> None:
    tables = (status.VALID_TRANSITIONS, status.AUDIT_EVENT, status.OWNER)
    assert all(set(table) == set(status.PolicyStatus) for table in tables)


@pytest.mark.parametrize(
    ("options", "stored"),
    [
        ({"fixture": True}, ("VALIDATED", "fixture")),
        ({"uploaded_by": "lindqvist@cedar.example"}, ("DRAFT", "")),
        ({"uploaded_by": "lindqvist@cedar.example", "validated_by": "okafor@cedar.example"}, ("VALIDATED", "people")),
    ],
)
def test_the_command_loads_for_use_only_by_two_people_or_as_a_fixture(
    world: World, tmp_path: Path, options: dict[str, Any], stored: tuple[str, str]
) -> None:
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(POLICY))
    call_command("policy_load", str(path), stdout=StringIO(), **options)
    policy = CoveragePolicy.objects.get()
    assert (policy.status, policy.origin) == stored


@pytest.mark.parametrize(
    "options",
    [{}, {"validated_by": "okafor@cedar.example"}, {"fixture": True, "uploaded_by": "lindqvist@cedar.example"},
     {"uploaded_by": "nobody@cedar.example"}],
)  # fmt: skip
def test_the_command_refuses_files_that_nobody_answers_for(world: World, options: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match=r"who answers for these files|Nobody here"):
        call_command("policy_load", "fixtures/policies", **options)
    assert not CoveragePolicy.objects.exists()


def test_the_command_refuses_one_person_in_both_places(world: World) -> None:
    both = {"uploaded_by": "lindqvist@cedar.example", "validated_by": "lindqvist@cedar.example"}
    errors = StringIO()
    with pytest.raises(CommandError, match="of the files were not loaded"):
        call_command("policy_load", "fixtures/policies", stdout=StringIO(), stderr=errors, **both)
    assert "may not validate coverage policies" in errors.getvalue()
    assert not CoveragePolicy.objects.exists()
