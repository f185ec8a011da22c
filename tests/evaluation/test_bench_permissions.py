"""The bench finds nothing where the fence holds, and says so loudly where the truth gives less than was shown."""

import base64
import gzip
import json

import pytest
from django.db import connection

from apps.core.errors import WorkbenchError
from apps.evaluation.benches import permissions
from apps.evaluation.benches.permissions import bench_permissions
from apps.evaluation.benches.permissions.truth import Truth
from workbench.embedded.paths import APP_ROLE

NOTES = ("ASSESSMENT: Asthma. Continue albuterol.", "PLAN: Blood pressure is high. Start lisinopril.")
CATEGORY = [{"coding": [{"system": "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                         "code": "clinical-note"}]}]  # fmt: skip


def chart(number):
    subject = {"reference": f"Patient/p{number}"}
    name = [{"family": f"Marlowe{number}", "given": ["Ida"]}]
    identifier = [{"system": "urn:example:mrn", "value": f"MRN-{number}"}]
    yield {"resourceType": "Patient", "id": f"p{number}", "identifier": identifier, "name": name, "gender": "female"}
    for index, text in enumerate(NOTES):
        attachment = {"contentType": "text/plain; charset=utf-8", "data": base64.b64encode(text.encode()).decode()}
        yield {
            "resourceType": "DocumentReference", "id": f"n{number}{index}", "status": "superseded", "subject": subject,
            "type": {"coding": [{"system": "http://loinc.org", "code": "11506-3"}]},
            "category": CATEGORY, "date": "2026-03-12T10:00:00Z",
            "content": [{"attachment": attachment}],
        }  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    for number in range(2):
        with gzip.open(tmp_path / f"patient_{number}.ndjson.gz", "wt") as stream:
            stream.writelines(json.dumps(resource) + "\n" for resource in chart(number))
    return tmp_path


@pytest.fixture
def as_application(transactional_db):
    """Connect as the role that production runs with: the owner, whom tests use, could take the fence down."""
    was = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = APP_ROLE
    yield
    connection.close()
    connection.settings_dict["USER"] = was


def run(folder):
    # Few of the pairs that are drawn hold a right: among sixty there was now and then none.
    return bench_permissions(data=folder, scale=1, say=lambda _: None, queries=300)


def test_nobody_reads_what_is_not_theirs_while_rights_come_and_go(as_application, folder):
    figures = run(folder).figures
    assert (figures["leaked"], figures["raw_sql_leaked"], figures["refused_alike"]) == (0, 0, 1)
    assert figures["answered"] == 1
    assert figures["queries"] >= 300
    assert figures["forbidden"] > 0


def test_what_the_truth_does_not_give_is_counted_as_a_leak(as_application, folder, monkeypatch):
    monkeypatch.setattr(Truth, "_granted", lambda truth, person, patient: False)
    result = run(folder)
    assert result.figures["leaked"] > 0
    assert any(note.startswith("Leaked") for note in result.notes)


def test_without_a_folder_or_with_a_role_that_passes_every_policy_it_says_why_not(db, tmp_path, monkeypatch):
    with pytest.raises(WorkbenchError, match="--data"):
        bench_permissions(data=None, scale=1, say=lambda _: None)
    with pytest.raises(WorkbenchError, match="no FHIR file"):
        bench_permissions(data=tmp_path, scale=1, say=lambda _: None)
    monkeypatch.setattr(permissions, "role_faults", lambda: ["The role passes every policy."])
    with pytest.raises(WorkbenchError, match="every policy"):
        bench_permissions(data=tmp_path, scale=1, say=lambda _: None)
