"""`manage.py intake_fhir`: files, folders, gzip, order, and a summary that adds up."""

import gzip
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.chart.models import Patient, SourceDocument
from apps.intake.models import InboundMessage
from apps.intake.pipeline import fhir_files
from tests.factories import World
from tests.fhir import condition, note, observation, patient
from tests.intake.conftest import bundle


def run(*paths: Path, **options: object) -> str:
    out = StringIO()
    call_command("intake_fhir", *map(str, paths), organization="cedar", stdout=out, **options)
    return out.getvalue()


def ndjson(path: Path, *resources: dict) -> None:
    path.write_text("\n".join(map(json.dumps, resources)))


def test_it_takes_every_kind_of_file_in_a_folder_and_says_what_came_of_it(world: World, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.json").write_bytes(bundle(patient("dora"), condition("c1", patient="dora")))
    (tmp_path / "b.json.gz").write_bytes(gzip.compress(bundle(patient("dora"), condition("c2", patient="dora"))))
    ndjson(tmp_path / "c.ndjson", note(patient="dora"), observation(patient="nobody"))
    (tmp_path / "readme.txt").write_text("not sent")
    summary = run(tmp_path)
    lines = [" ".join(line.replace("│", " ").split()) for line in summary.splitlines()]
    assert {"Files 3", "Resources 6", "accepted 4", "unchanged 1", "quarantined 1", "lost 0"} <= set(lines)
    assert "The patient it belongs to is not known here." in " ".join(lines)


def test_a_bulk_export_is_read_patients_first_whatever_its_files_are_called(world: World, tmp_path: Path) -> None:
    ndjson(tmp_path / "AConditions.ndjson", condition(patient="dora"))
    ndjson(tmp_path / "ZPatients.ndjson", patient("dora"))
    run(tmp_path)
    assert SourceDocument.objects.filter(patient__source_id="dora", kind="problem_list").exists()
    assert not InboundMessage.objects.exclude(quarantined=0).exists()


def test_inline_redacts_and_indexes_before_it_ends(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(bundle(patient("dora")))
    run(tmp_path, inline=True)
    assert InboundMessage.objects.get().status == "INDEXED"


def test_an_unreadable_file_is_named_with_its_reason_and_the_next_is_read(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{")
    (tmp_path / "b.json").write_bytes(bundle(patient("dora")))
    assert "a.json: It is cut off" in run(tmp_path)
    assert Patient.objects.filter(source_id="dora").exists()


def test_the_same_folder_again_changes_nothing(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(bundle(patient("dora")))
    run(tmp_path)
    before = SourceDocument.objects.count()
    assert "of these received before, unchanged" in run(tmp_path)
    assert (InboundMessage.objects.count(), SourceDocument.objects.count()) == (1, before)


def test_what_cannot_be_sent_is_refused_with_a_sentence(world: World, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    for path, sentence in [
        (tmp_path, "no FHIR file"),
        (tmp_path / "none", "does not exist"),
        (tmp_path / "a.txt", "not named like"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            run(path)
    (tmp_path / "a.json").write_text("{}")
    with pytest.raises(CommandError, match="no organization 'elsewhere'"):
        call_command("intake_fhir", str(tmp_path), organization="elsewhere")


def test_files_come_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.json", "a.json", "c/d.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [file.name for file in fhir_files([tmp_path])] == ["a.json", "b.json", "c/d.json"]
