"""Every task and every management command in one table: what it reads, with whose rights, and what a forged call does.

A task or a command that is not in its table fails, and so does a row of none. A message carries ids and nothing else;
what is to be done, and for whom, the database says.
"""

from pathlib import Path
from uuid import uuid4

import pytest
from celery import current_app
from django.core.management import CommandError, call_command, get_commands, load_command_class

from apps.audit.models import AuditEvent
from apps.chart.models import Patient, SourceDocument
from apps.drafting.models import Draft
from tests.factories import World

NOTHING = "no record of a patient"
REQUESTER = "the record of one patient, with the rights of who asked, asked again when it runs"
BELT = "what one message, or one correction, brought, as the belt; it shows nothing to anybody"
UPKEEP = "rows whose time is over, or that wait for the belt; it shows nothing to anybody"
APPS = {"apps", "workbench"}

# name: what it reads, the name of the id that its message carries
TASKS: dict[str, tuple[str, str]] = {
    "apps.access.tasks.end_unused_sessions": (NOTHING, ""),
    "apps.access.tasks.end_lapsed_emergencies": (NOTHING, ""),
    "apps.governance.tasks.reconcile_log": (UPKEEP, ""),
    "apps.access.tasks.purge_sign_in_traces": (NOTHING, ""),
    "apps.chart.tasks.clean_grants": (NOTHING, ""),
    "apps.drafting.tasks.advance_draft": (REQUESTER, "draft_id"),
    "apps.drafting.tasks.index_policies": (NOTHING, ""),
    "apps.drafting.tasks.replay_draft": (REQUESTER, "replay_id"),
    "apps.drafting.tasks.sweep_stale_drafts": (UPKEEP, ""),
    "apps.governance.tasks.purge_class": (UPKEEP, "record_class"),
    "apps.governance.tasks.purge_due_records": (UPKEEP, ""),
    "apps.intake.tasks.classify_documents": (UPKEEP, ""),
    "apps.intake.tasks.index_message": (BELT, "message_id"),
    "apps.intake.tasks.judge_identities": (UPKEEP, ""),
    "apps.intake.tasks.read_message": (BELT, "message_id"),
    "apps.intake.tasks.redact_message": (BELT, "message_id"),
    "apps.intake.tasks.sweep_stale_messages": (UPKEEP, ""),
    "apps.quality.tasks.make_digests": (UPKEEP, ""),
    "apps.quality.tasks.make_report": (NOTHING, "file_id"),
    "apps.quality.tasks.publish_period": (NOTHING, "publication_id"),
    "apps.quality.tasks.take_decisions_over": (UPKEEP, ""),
    "apps.quality.tasks.tend_reports": (UPKEEP, ""),
    "apps.retrieval.tasks.build_index": (BELT, "name"),
    "apps.retrieval.tasks.empty_index": (UPKEEP, "name"),
    "apps.retrieval.tasks.sweep_index_versions": (UPKEEP, ""),
    "apps.review.tasks.answer_chart": (REQUESTER, "answer_id"),
    "apps.review.tasks.fetch_answer": (REQUESTER, "exchange_id"),
    "apps.review.tasks.inquire_pended": (UPKEEP, ""),
    "apps.review.tasks.seed_drafts": (UPKEEP, ""),
    "apps.viewer.tasks.renew_redactions": (BELT, "patient_id"),
    "apps.viewer.tasks.sweep_corrections": (UPKEEP, ""),
}
# name: whether it reads what belongs to patients, and what it has to be told to run at all
COMMANDS: dict[str, tuple[bool, str]] = {
    "answerability_fit": (False, "files"), "bench": (False, "name"), "codes_load": (False, ""),
    "demo_load": (True, ""), "demo_prepare": (False, ""), "draft_replay": (True, "draft_id"),
    "embedder_build": (False, ""), "identities_refresh": (True, ""), "injection_fit": (False, "files"),
    "intake_fhir": (True, "--organization"), "intake_retry": (True, "--organization"), "keys_init": (False, ""),
    "keys_rewrap": (False, ""), "keys_status": (False, ""), "labels_refresh": (True, ""),
    "log_export": (False, ""), "log_gap": (False, "--officer"), "log_key": (False, ""), "log_sign": (False, ""),
    "log_reconcile": (False, ""), "log_retire": (False, ""), "log_witness": (False, "folder"),
    "model_register": (False, "--person"), "models_check": (False, ""), "parts_list": (False, ""),
    "patient_shred": (True, "--person"), "person_deprovision": (False, "--reason"),
    "policy_load": (False, "paths"), "redaction_cases_export": (True, "folder"),
    "regression_cases": (True, "folder"),
    "reference_add": (False, "files"), "refusals_fit": (False, "--examples"), "reindex": (True, "act"),
    "statemachine": (False, ""), "verify_chain": (False, ""),
}  # fmt: skip


def ours() -> set[str]:
    return {name for name in current_app.tasks if name.startswith("apps.")}


def test_every_task_stands_in_the_table_with_what_it_reads_and_every_row_is_of_a_task() -> None:
    current_app.loader.import_default_modules()
    assert ours() == set(TASKS)


def test_every_command_stands_in_the_table_and_every_row_is_of_a_command() -> None:
    found = {name for name, app in get_commands().items() if app.split(".")[0] in APPS}
    assert found == set(COMMANDS)


def said_by(name: str, **ids: str) -> str:
    """Run a task on a message that nobody sent; return what it said, where it refused."""
    current_app.loader.import_default_modules()
    try:
        current_app.tasks[name](**ids)
    except Exception as refused:  # whatever it is called
        return str(refused)
    return ""


def counted(world: World) -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Patient, SourceDocument, Draft))


@pytest.mark.parametrize("name", [name for name, (_, told) in TASKS.items() if told.endswith("_id")])
def test_a_forged_message_with_an_id_of_nothing_does_nothing(world: World, name: str) -> None:
    before, events = counted(world), AuditEvent.objects.count()
    assert "Lindgren" not in said_by(name, **{TASKS[name][1]: str(uuid4())})
    assert counted(world) == before
    told = AuditEvent.objects.order_by("-sequence")[: AuditEvent.objects.count() - events]
    assert {(event.actor_kind, event.organization_id) for event in told} <= {("service", "")}


@pytest.mark.parametrize("name", [name for name, (_, told) in TASKS.items() if told.endswith("_id")])
@pytest.mark.parametrize("forged", ["1 OR 1=1", "../../etc/passwd", ""])
def test_a_forged_message_with_no_id_at_all_is_refused_or_does_nothing(world: World, name: str, forged: str) -> None:
    before = counted(world)
    assert "Lindgren" not in said_by(name, **{TASKS[name][1]: forged})
    assert counted(world) == before


def test_a_message_about_a_patient_in_the_place_of_a_draft_does_nothing(world: World) -> None:
    before = counted(world)
    said = [said_by(name, **{told: str(world.carla.pk)}) for name, (reads, told) in TASKS.items() if reads == REQUESTER]
    assert "Vasquez" not in " ".join(said)
    assert counted(world) == before


@pytest.mark.parametrize("name", [name for name, (reads, told) in COMMANDS.items() if reads and told])
def test_a_command_that_reads_patients_runs_only_when_it_is_told_whose(name: str) -> None:
    with pytest.raises(CommandError, match="required"):
        call_command(load_command_class(get_commands()[name], name))


def test_no_task_takes_words_or_names_from_its_message() -> None:
    told = {told for _, told in TASKS.values() if told}
    assert {word for word in told if not word.endswith("_id")} <= {"name", "record_class"}
    for path in Path("apps").glob("*/tasks.py"):
        assert "patient_name" not in path.read_text()
