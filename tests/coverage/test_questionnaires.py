"""A payer's form becomes a draft: every question a criterion, nothing typed that the form does not say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from apps.access.selectors import actor_for
from apps.core.canonical import sha256_hex
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.questionnaires import policy_from, questionnaire_of
from apps.coverage.domain.telling import decides_alone
from apps.coverage.domain.tree import Node, parse
from apps.coverage.models import CoveragePolicy
from apps.coverage.pipeline import questionnaire_take
from tests.coverage.fsh import instances
from tests.coverage.policy_schema import fits
from tests.factories import World

SHARED = Path(__file__).parents[3] / "shared" / "data" / "davinci_pas_dtr"
UNIT = {"url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
        "valueCoding": {"system": "http://unitsofmeasure.org", "code": "/h", "display": "events per hour"}}  # fmt: skip
AHI = {"linkId": "2.1", "text": "Apnea-hypopnea index", "type": "decimal", "required": True, "extension": [UNIT],
       "code": [{"system": "http://loinc.org", "code": "69990-0", "display": "Apnea hypopnea index"}]}  # fmt: skip
MILD = {"question": "2.1", "operator": "<", "answerDecimal": 15}
FORM: dict[str, Any] = {
    "resourceType": "Questionnaire", "title": "Positive airway pressure device", "status": "active",
    "code": [{"system": "https://bluebutton.cms.gov/resources/codesystem/hcpcs", "code": "E0601"}],
    "item": [
        {"linkId": "0", "type": "display", "text": "Please fill in all pages."},
        {"linkId": "1", "type": "boolean", "text": "Was a sleep study done?", "required": True},
        {"linkId": "2", "type": "group", "text": "Results", "item": [
            AHI,
            {"linkId": "2.2", "type": "choice", "text": "Kind of study", "answerOption": [
                {"valueCoding": {"code": "a", "display": "Laboratory"}}, {"valueString": "Home"}]},
            {"linkId": "2.3", "type": "decimal", "text": "Epworth score", "enableWhen": [MILD],
             "code": [{"system": "http://loinc.org", "code": "89204-2"}]},
            {"linkId": "2.4", "type": "text", "text": "Symptoms", "enableWhen": [MILD]},
            {"linkId": "2.5", "type": "integer", "text": "Hours of sleep", "enableBehavior": "all",
             "code": [{"system": "http://loinc.org", "code": "93832-4"}],
             "enableWhen": [MILD, {"question": "1", "operator": "=", "answerBoolean": True}]},
        ]},
    ],
}  # fmt: skip


def read(form: Any) -> tuple[dict[str, Node], tuple[str, ...]]:
    made = policy_from(
        questionnaire_of(form), policy_id="PAP-1", version="1", payer="Harbor Mutual", start="2026-01-01"
    )
    assert fits(made.body)
    return {node.node_id: node for node in parse(made.body).root.walk()}, made.left_out


def test_groups_become_groups_and_questions_criteria_in_the_order_of_the_form() -> None:
    nodes, left_out = read(FORM)
    assert list(nodes) == ["PAP-1", "1", "2", "2.1", "2.2", "2.3", "2.4", "2.5"]
    assert (nodes["2"].op, nodes["2"].text) == ("all", "Results")
    assert left_out == ("The text 'Please fill in all pages.' is no criterion; it stands in the form itself.",)


def test_what_the_form_takes_as_an_answer_is_kept_in_words() -> None:
    nodes, _ = read(FORM)
    assert nodes["1"].evidence == "The form takes yes or no. An answer is required."
    assert nodes["2.1"].evidence == "The form takes a number, in events per hour. An answer is required."
    assert nodes["2.2"].evidence == "The form takes one of: Laboratory; Home."


def test_only_a_result_that_the_form_names_by_its_code_is_typed_and_it_never_decides_alone() -> None:
    nodes, _ = read(FORM)
    assert nodes["1"].test is None
    assert nodes["2.2"].test is None
    test = nodes["2.1"].test
    assert test
    assert (test["kind"], test["codes"], test["interpretation"]) == ("observation", ["LOINC|69990-0"], "documented")
    assert not any(decides_alone(node.test) for node in nodes.values())


def test_a_condition_is_typed_only_where_it_can_be_said_exactly() -> None:
    nodes, _ = read(FORM)
    exact, inexact = nodes["2.3"].test, nodes["2.5"].test
    assert exact
    assert inexact
    assert exact["applies_if"]["compare"] == {"op": "<", "value": 15, "unit": "/h"}
    assert "applies_if" not in inexact
    said = 'IF "Apnea-hypopnea index" is below 15 and "Was a sleep study done?" is yes'
    assert inexact["note"].startswith(said)
    assert nodes["2.4"].evidence == 'IF "Apnea-hypopnea index" is below 15: The form takes text.'


def test_a_condition_on_a_group_counts_for_all_below_it() -> None:
    form = {**FORM, "item": [AHI, {"linkId": "g", "type": "group", "enableWhen": [MILD], "item": [
        {"linkId": "g1", "type": "text", "text": "Why?"}]}]}  # fmt: skip
    assert read(form)[0]["g1"].evidence.startswith('IF "Apnea-hypopnea index" is below 15')


def test_a_question_with_questions_below_it_keeps_both() -> None:
    below = {"linkId": "1.1", "type": "date", "text": "When?"}
    nodes, _ = read({**FORM, "item": [{**FORM["item"][1], "item": [below]}]})
    assert list(nodes) == ["PAP-1", "1 and below", "1", "1.1"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"resourceType": "Patient"}, "holds no Questionnaires"),
        ({"resourceType": "Bundle", "entry": [{"resource": FORM}, {"resource": FORM}]}, "holds 2 Questionnaires"),
        ({**FORM, "item": []}, "asks nothing"), ({**FORM, "item": [{"type": "text"}]}, "has no linkId"),
        ({**FORM, "item": [AHI, AHI]}, "two items with linkId '2.1'"),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_read_is_refused_in_a_sentence(form: Any, words: str) -> None:
    with pytest.raises(PolicyInvalid, match=words):
        read(form)


def test_the_form_itself_is_kept_as_the_source_with_its_hash(world: World) -> None:
    content = json.dumps({"resourceType": "Bundle", "entry": [{"resource": FORM}]}).encode()
    given = {
        "person": world.lindqvist,
        "actor": actor_for(world.lindqvist),
        "start": date(2026, 1, 1),
        "payer": "Harbor",
    }
    policy, _ = questionnaire_take(name="pap", content=content, policy_id="PAP-1", version="1", **given)
    assert (policy.status, policy.codes[0]["code"]) == ("DRAFT", "E0601")
    assert (policy.source.name, policy.source.sha256) == ("pap.json", sha256_hex(content))
    with pytest.raises(PolicyInvalid):
        questionnaire_take(name="x", content=b"{}", policy_id="PAP-2", version="1", **given)
    assert CoveragePolicy.objects.count() == 1


@pytest.mark.shared_data
@pytest.mark.parametrize("name", ["QuestionnaireStandard", "ReferredQuestionnaire", "QuestionnaireAdaptive"])
def test_the_published_examples_become_drafts_without_a_threshold(name: str) -> None:
    path = SHARED / f"dtr_Examples-{name}.fsh"
    if not path.exists():
        pytest.skip(f"needs {path}")
    forms = [form for form in instances(path.read_text()).values() if form.get("item")]
    for form in forms:
        nodes, _ = read(form)
        leaves = [node for node in nodes.values() if node.is_leaf]
        assert leaves
        assert all(leaf.text != leaf.node_id and leaf.evidence for leaf in leaves)
        assert not any(decides_alone(leaf.test) for leaf in leaves)
    assert forms
