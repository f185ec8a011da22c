"""What code answered to the policy's criteria stands on the page with its evidence, and decides nothing."""

import pytest
from django.urls import reverse

from apps.audit.models import AuditEvent
from apps.coverage.services import policy_load
from apps.drafting.models import CriterionAnswer, CriterionCitation
from apps.review.models import EvidenceOpening
from apps.review.selectors import review_page
from tests.factories import SETUP
from tests.review.acts import remove
from tests.review.conftest import bound, make_document
from tests.review.letters import POLICY, waive
from tests.review.test_signed_integrity import source_withdrawn
from tests.review.test_statements import statements
from tests.tampering import seal_broken

REASON = "CDAI: 31 (3 Oct 2024) passes."
WISH = {"what": "The pharmacy's fill history.", "supplier": "The pharmacy", "visit": "Phone 3 Oct 2024"}
SIDES = [("note", "MTX 20 mg weekly Apr-Sep 2024", "supports"), ("phone", "stopped MTX last wk", "contradicts")]


def answer(letter, node_id, verdict, reason, cited=(), *, wanted=(), ordinal=1):
    row = CriterionAnswer.objects.create(
        draft=letter.draft, ordinal=ordinal, node_id=node_id, verdict=verdict, reason=reason, wanted=list(wanted)
    )
    for number, (name, quote, stance) in enumerate(cited, start=1):
        CriterionCitation.objects.create(
            answer=row, ordinal=number, stance=stance, **bound(letter.documents[name], quote)
        )
    return row


@pytest.fixture
def answered(letter):
    answer(letter, "2a", "INSUFFICIENT", "The record is at odds with itself.", SIDES, wanted=[WISH])
    answer(letter, "2b", "MET", REASON, [("note", "CDAI 31", "supports")], ordinal=2)
    return letter


def view(letter, person=None):
    return review_page(letter.as_seen_by(person or letter.world.okafor), person or letter.world.okafor).criteria


def page_text(letter):
    address = reverse("review:draft_detail", args=[letter.draft.pk])
    return letter.client(letter.world.okafor).get(address).content.decode()


def test_a_criterion_shows_its_verdict_its_reason_and_both_sides_apart(answered):
    _, methotrexate, activity = view(answered).rows
    assert (activity.verdict, activity.reason, activity.contradicting) == ("Met", REASON, ())
    assert [one.words for one in methotrexate.supporting] == ["MTX 20 mg weekly Apr-Sep 2024"]
    assert [one.words for one in methotrexate.contradicting] == ["stopped MTX last wk"]
    assert methotrexate.wanted == (WISH,)


def test_what_is_neither_for_nor_against_stands_under_a_heading_of_its_own(letter):
    answer(letter, "2a", "INSUFFICIENT", "Pending.", [("phone", "stopped MTX last wk", "beside")])
    answer(letter, "2b", "MET", REASON, [("note", "CDAI 31", "supports")], ordinal=2)
    row = next(one for one in view(letter).rows if one.node_id == "2a")
    assert [one.words for one in row.beside] == ["stopped MTX last wk"]
    assert (row.supporting, row.contradicting) == ((), ())
    assert "Also on record" in page_text(letter)


def test_an_answer_from_a_document_that_its_sender_took_back_says_so(answered):
    assert not any(row.rests_on_withdrawn for row in view(answered).rows)
    source_withdrawn(answered, "phone")
    _, methotrexate, activity = view(answered).rows
    assert methotrexate.rests_on_withdrawn
    assert not activity.rests_on_withdrawn
    page = page_text(answered)
    assert page.count("withdrawn by its sender</span>") == 1
    assert page.count("Ask for the draft again before you rely on it.") == 1


def test_the_page_says_who_answered_and_whose_judgement_it_is(answered):
    page = page_text(answered)
    assert "Answered by code from the chart; the judgement is yours." in page
    assert "1 met, 1 insufficient" in page
    assert "%</" not in page.split("Criteria of the policy")[1].split("</section>")[0]


def test_a_draft_whose_criteria_were_not_answered_shows_no_verdict(letter):
    rows = view(letter)
    assert rows.verdict == "Not answered"
    assert {row.verdict for row in rows.rows} == {"Not answered"}
    assert "Ask for it again" in page_text(letter)


@pytest.mark.parametrize(
    ("op", "verdicts", "whole"),
    [
        ("all", ("MET", "INSUFFICIENT"), "Insufficient"),
        ("all", ("NOT_MET", "INSUFFICIENT"), "Not met"),
        ("any", ("MET", "INSUFFICIENT"), "Met"),
        ("none", ("NOT_MET", "NOT_MET"), "Met"),
    ],
)
def test_the_whole_is_judged_by_three_valued_logic(letter, op, verdicts, whole):
    body = {**POLICY, "policy_id": f"ADA-{op}", "root": {**POLICY["root"], "op": op}}
    letter.draft.policy = policy_load(body=body, actor=SETUP)
    letter.draft.save()
    for ordinal, (node_id, verdict) in enumerate(zip(("2a", "2b"), verdicts, strict=True), start=1):
        answer(letter, node_id, verdict, "A reason.", ordinal=ordinal)
    seen = view(letter)
    assert seen.verdict == seen.rows[0].verdict == whole
    assert {row.tone for row in seen.rows[1:]} == {""} or op != "none"


def opened(letter, person, citation, **headers):
    address = reverse("review:criterion_citation", args=[letter.draft.pk, citation.pk])
    return letter.client(person).get(address, headers=headers)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_evidence_of_a_criterion_opens_with_its_words_marked(answered, headers):
    citation = CriterionCitation.objects.get(answer__node_id="2b")
    page = opened(answered, answered.world.okafor, citation, **headers).content.decode()
    assert 'id="evidence"' in page
    assert "CDAI 31</mark>" in page
    assert ("<html" in page) is not headers
    assert "Evidence of a criterion: opening it checks no claim" in page


def test_opening_it_is_recorded_and_counts_for_no_claim(answered):
    citation, before = CriterionCitation.objects.get(answer__node_id="2b"), EvidenceOpening.objects.count()
    opened(answered, answered.world.okafor, citation)
    assert EvidenceOpening.objects.count() == before
    assert AuditEvent.objects.filter(action="evidence_opened", object_id=str(citation.pk)).exists()


def test_what_stands_against_an_answer_is_shown_beside_what_stands_for_it(answered):
    citation = CriterionCitation.objects.get(answer__node_id="2a", stance="supports")
    page = opened(answered, answered.world.okafor, citation).content.decode()
    assert "Against: Telephone encounter" in page
    assert "stopped MTX last wk" in page


def test_a_stranger_and_another_drafts_evidence_are_not_found(answered):
    citation = CriterionCitation.objects.get(answer__node_id="2b")
    assert opened(answered, answered.world.lindholm, citation).status_code == 404
    assert opened(answered, answered.world.lindqvist, citation).status_code == 403  # prior-authorization staff
    claims_own = answered.citation(1)
    assert opened(answered, answered.world.okafor, claims_own).status_code == 404


def test_evidence_that_no_longer_stands_there_is_said_to_be_broken(answered):
    with seal_broken("drafting_criterioncitation"):
        CriterionCitation.objects.filter(answer__node_id="2b").update(quote_sha256="0" * 64)
    (broken,) = view(answered).rows[2].supporting
    assert broken.broken
    assert "citation broken" in page_text(answered)


def test_a_verdict_takes_nothing_off_what_has_to_be_checked(letter):
    before = review_page(letter.as_seen_by(letter.world.okafor), letter.world.okafor)
    answer(letter, "2a", "MET", "A reason.", SIDES[:1])
    answer(letter, "2b", "MET", REASON, ordinal=2)
    after = review_page(letter.as_seen_by(letter.world.okafor), letter.world.okafor)
    assert after.criteria.verdict == "Met"
    assert (after.why_not_decide, after.tally) == (before.why_not_decide, before.tally)


def test_the_criteria_come_with_the_draft_and_cost_no_statement(letter):
    names = [f"more-{number}" for number in range(2, 8)]
    more = {name: make_document(letter.world.anna, name, f"Progress note\n\nCDAI of {name}.") for name in names}
    client, address = letter.client(letter.world.okafor), reverse("review:draft_detail", args=[letter.draft.pk])
    without = statements(client, address)
    row = answer(letter, "2b", "MET", REASON, [("note", "CDAI 31", "supports")])
    answer(letter, "2a", "NOT_MET", "A reason.", SIDES, ordinal=2)
    assert len(statements(client, address)) == len(without)
    for number, (name, document) in enumerate(more.items(), start=2):
        CriterionCitation.objects.create(answer=row, ordinal=number, **bound(document, f"CDAI of {name}"))
    assert len(statements(client, address)) == len(without)


def trace_of_criteria(letter, person):
    address = reverse("review:draft_trace_export", args=[letter.draft.pk])
    return letter.client(person).get(address).json()["criteria"]


def test_the_trace_tells_which_verdict_code_gave_and_which_claims_a_person_changed(answered):
    okafor = answered.world.okafor
    waive(answered)
    remove(answered, okafor, 1)
    methotrexate, activity = trace_of_criteria(answered, okafor)
    assert (methotrexate["verdict"], methotrexate["claims"], methotrexate["changed"]) == ("INSUFFICIENT", [3], [])
    assert (activity["verdict"], activity["supporting"], activity["changed"]) == ("MET", 1, [1])
    assert activity["reason"] == REASON


def test_who_reads_the_log_alone_sees_the_verdict_and_no_word_of_the_reason(answered):
    rows = trace_of_criteria(answered, answered.world.marchetti)
    assert [row["verdict"] for row in rows] == ["INSUFFICIENT", "MET"]
    assert {row["reason"] for row in rows} == {""}
