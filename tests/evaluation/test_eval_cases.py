"""Our own eval cases are what their marked notes say, and intake takes every one of them whole."""

import base64
import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from apps.coverage.domain.tree import parse
from apps.intake.domain.media_types import FHIR_JSON
from apps.intake.pipeline import message_take
from tests.factories import World
from tests.intake.conftest import SENDER

FIXTURES = Path(__file__).parents[2] / "fixtures"
CASES = sorted(path.parent for path in FIXTURES.glob("eval/*/record.json"))
SAFE_HARBOR = {
    "NAME", "DATE", "AGE90", "MRN", "ACCOUNT", "PHONE", "FAX", "EMAIL", "SSN", "LOCATION", "ORG", "PLANID", "DEVICE",
    "URL", "IP", "LICENSE", "VEHICLE", "OTHERID",
}  # fmt: skip

PRIOR_AUTH = [case for case in CASES if (case / "policy.json").exists()]

each_case = pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
each_prior_auth_case = pytest.mark.parametrize("case", PRIOR_AUTH, ids=lambda path: path.name)


def gold_of(case):
    return json.loads((case / "gold.json").read_text(encoding="utf-8"))


def marked(gold):
    """Return the marked spans; a case whose record says so has no marks at all."""
    return [*gold.get("phi", ()), *gold.get("phi_keep", ())]


def texts_of(case):
    entries = json.loads((case / "bundle.json").read_text(encoding="utf-8"))["entry"]
    notes = [e["resource"] for e in entries if e["resource"]["resourceType"] == "DocumentReference"]
    return {note["id"]: base64.b64decode(note["content"][0]["attachment"]["data"]).decode() for note in notes}


def test_what_is_committed_is_what_the_marked_notes_say():
    script = [sys.executable, str(FIXTURES / "assemble_eval.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@each_case
def test_every_span_quotes_the_text_at_its_offsets_and_overlaps_no_other(case):
    texts, gold = texts_of(case), gold_of(case)
    assert {row["id"] for row in gold["documents"]} == set(texts)
    spans = sorted(marked(gold), key=lambda span: (span["document"], span["start"]))
    for span in spans:
        assert texts[span["document"]][span["start"] : span["end"]] == span["quote"]
    for before, after in pairwise(spans):
        assert before["document"] != after["document"] or before["end"] <= after["start"]
    assert gold["traps"]


def test_the_cases_hold_every_class_of_identifier_and_many_that_only_look_like_one():
    assert len(CASES) >= 8
    golds = [gold for case in CASES if "phi" in (gold := gold_of(case))]
    classes = Counter(span["type"] for gold in golds for span in gold["phi"] if not span.get("optional"))
    assert set(classes) == SAFE_HARBOR
    assert sum(len(gold["phi_keep"]) for gold in golds) > 200


@each_prior_auth_case
def test_every_leaf_of_a_policy_is_answered_from_places_that_are_in_the_chart(case):
    policy = parse(json.loads((case / "policy.json").read_text(encoding="utf-8")))
    rows, texts = gold_of(case)["criteria"]["leaves"], texts_of(case)
    assert [row["id"] for row in rows] == [node.node_id for node in policy.root.walk() if not node.children]
    for row in rows:
        assert row["verdict"] in row["acceptable_verdicts"]
        assert row["rationale"]
        for span in (one for one in row["evidence"] + row["contradicting"] if "document" in one):
            assert texts[span["document"]][span["start"] : span["end"]] == span["quote"]


def test_the_prior_auth_cases_hold_every_verdict_often_enough_to_be_measured():
    golds = [gold_of(case)["criteria"] for case in PRIOR_AUTH]
    verdicts = Counter(row["verdict"] for gold in golds for row in gold["leaves"])
    assert sum(verdicts.values()) >= 70
    assert min(verdicts[verdict] for verdict in ("MET", "NOT_MET", "INSUFFICIENT")) >= 20
    assert {gold["overall"] for gold in golds} == {"MET", "NOT_MET", "INSUFFICIENT"}


@each_case
def test_intake_takes_every_case_whole(world: World, case):
    _, report = message_take(
        organization=world.cedar, source_system="eval", source_id=case.name, media_type=FHIR_JSON,
        body=(case / "bundle.json").read_bytes(), actor=SENDER,
    )  # fmt: skip
    assert (report.quarantined, report.lost, report.faults) == (0, 0, 0), report.reasons
    assert report.accepted == report.resources > 0
