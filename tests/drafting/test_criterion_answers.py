"""The answers of code to a policy stand beside every letter, bound to their sources, and go with its words."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.access.selectors import actor_for
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.chart.models import SourceDocument
from apps.core.canonical import sha256_hex
from apps.coverage.models import CoveragePolicy
from apps.coverage.services import policy_load
from apps.drafting.models import CriterionAnswer, CriterionCitation, Draft
from apps.drafting.selectors import criteria_of_draft
from apps.drafting.services import draft_words_destroy
from tests.coverage.test_tree import POLICY
from tests.drafting.conftest import WORKER, request_letter, request_summary, run
from tests.factories import World
from tests.shared import LEAF

LEAVES = [
    LEAF,
    {"id": "2", "op": "leaf", "text": "DAS28 above 3.2 in the last 6 months.", "test": {
        "kind": "observation", "any_of": ["DAS28"], "compare": {"op": ">", "value": 3.2},
        "within": {"months": 6, "before": "as_of"}}},
    {"id": "3", "op": "leaf", "text": "No rheumatoid arthritis.", "test": {
        "kind": "absence", "any_of": ["rheumatoid arthritis"]}},
    {"id": "4", "op": "leaf", "text": "The member agrees to treatment."},
]  # fmt: skip


@pytest.fixture
def policy(db: None) -> CoveragePolicy:
    """Load a policy of four criteria: one the chart meets, one it is silent on, one it denies, one nobody typed."""
    root = {"id": "root", "op": "all", "children": LEAVES}
    return policy_load(body={**POLICY, "policy_id": "TS-02", "root": root}, actor=WORKER)


def test_every_criterion_of_a_letter_is_answered_in_the_policys_order(charted: World, policy: CoveragePolicy) -> None:
    draft = run(request_letter(charted, policy))
    answers = criteria_of_draft(draft)
    leaves = policy.criteria.filter(op="leaf").order_by("ordinal").values_list("node_id", flat=True)
    assert [answer.node_id for answer in answers] == list(leaves)
    assert [answer.verdict for answer in answers] == ["MET", "INSUFFICIENT", "NOT_MET", "INSUFFICIENT"]
    assert all(answer.reason for answer in answers)
    assert {cited.stance for cited in answers[2].citations.all()} == {"contradicts"}
    assert not criteria_of_draft(run(request_summary(charted)))


def test_what_is_not_met_says_what_to_ask_for_and_of_whom(charted: World, policy: CoveragePolicy) -> None:
    answers = criteria_of_draft(run(request_letter(charted, policy)))
    wanted = [wish for answer in answers for wish in answer.wanted]
    assert wanted
    assert all(set(wish) == {"what", "supplier", "visit"} and wish["what"] and wish["supplier"] for wish in wanted)
    assert not [answer for answer in answers if answer.verdict == "MET" and answer.wanted]


def test_the_evidence_of_an_answer_is_bound_to_its_source(charted: World, policy: CoveragePolicy) -> None:
    draft = run(request_letter(charted, policy))
    cited = CriterionCitation.objects.filter(answer__draft=draft)
    assert cited
    for one in cited:
        source = SourceDocument.objects.get(pk=one.source_document_id)
        assert sha256_hex(source.text[one.source_start : one.source_end]) == one.quote_sha256
        assert source.sha256 == one.source_sha256


def test_answers_are_read_in_two_statements(charted: World, policy: CoveragePolicy) -> None:
    draft = run(request_letter(charted, policy))
    with CaptureQueriesContext(connection) as queries:
        assert sum(len(answer.citations.all()) for answer in criteria_of_draft(draft))
    assert len(queries) == 2


def test_an_answer_cannot_be_changed_or_removed(charted: World, policy: CoveragePolicy) -> None:
    draft = run(request_letter(charted, policy))
    answers, cited = CriterionAnswer.objects.filter(draft=draft), CriterionCitation.objects.filter(answer__draft=draft)
    for change in (
        lambda: answers.update(verdict="NOT_MET"),
        lambda: answers.update(reason=""),
        lambda: cited.update(label=""),
        cited.delete,
    ):
        with pytest.raises(ProgrammingError, match="stays as it was written"), transaction.atomic():
            change()
    assert CriterionAnswer.objects.filter(draft=draft).count() == len(criteria_of_draft(draft)) > 0


def test_the_words_of_the_answers_go_with_the_drafts_and_their_verdicts_and_hashes_stay(
    charted: World, policy: CoveragePolicy
) -> None:
    draft = run(request_letter(charted, policy))
    before = [(answer.node_id, answer.verdict) for answer in criteria_of_draft(draft)]
    _destroy(charted, draft)
    after = criteria_of_draft(draft)
    assert [(answer.node_id, answer.verdict) for answer in after] == before
    assert {(answer.reason, tuple(answer.wanted)) for answer in after} == {("", ())}
    cited = [one for answer in after for one in answer.citations.all()]
    assert cited
    assert all(one.label == "" and one.quote_sha256 and one.destruction for one in cited)


def _destroy(world: World, draft: Draft) -> None:
    with transaction.atomic():
        event = event_append(
            actor=WORKER.within(world.cedar.pk), action=Action.RECORDS_PURGED, patient_id=draft.patient_id,
            object_type="draft", object_id=draft.pk,
        )  # fmt: skip
        draft_words_destroy(draft_ids=[draft.pk], event_id=event.id, actor=actor_for(world.admin))
