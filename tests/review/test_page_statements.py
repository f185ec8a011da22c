"""The review page of a letter takes at most ten SQL statements, however much it says and how long the chart is."""

import pytest
from django.urls import reverse

from apps.chart.services import resource_store
from apps.drafting.models import Citation, Claim, CriterionCitation, Draft
from apps.review.selectors import access_draft
from tests.factories import SETUP
from tests.review.conftest import bound, make_document
from tests.review.test_criteria import REASON, SIDES, WISH, answer
from tests.review.test_statements import MOST_OF_THE_REVIEW_PAGE, page_of, source_of, statements
from tests.viewer.test_requested import COVERAGE

HTMX = {"HX-Request": "true"}
MOST_OF_A_CITATION = 16  # where why its passage was found is kept, five more


def covered(letter):
    """Give the patient a plan whose payer has an address of its own."""
    anna = letter.world.anna
    payer = {"resourceType": "Organization", "id": "payer-1", "name": "Northfield"}
    plan = {**COVERAGE, "resourceType": "Coverage", "id": "cov-1", "class": [],
            "payor": [{"reference": "Organization/payer-1", "display": "Northfield"}],
            "beneficiary": {"reference": f"Patient/{anna.source_id}"}}  # fmt: skip
    for patient, body in ((None, payer), (anna, plan)):
        resource_store(
            organization=letter.world.cedar, patient=patient, encounter=None, source_system=anna.source_system,
            body=body, actor=SETUP,
        )  # fmt: skip
    Draft.objects.filter(pk=letter.draft.pk).update(urgency_reason="[PATIENT-1] cannot work.")


def notes(letter, number):
    """Add notes to the chart, none after the draft was made."""
    named = {f"more-{one}": f"Progress note\n\nCDAI of more-{one}." for one in range(number)}
    made = {name: make_document(letter.world.anna, name, text) for name, text in named.items()}
    latest = max(document.created_at for document in made.values())
    Draft.objects.filter(pk=letter.draft.pk).update(ready_at=latest)
    return made


def argue(letter, more):
    """Answer the criteria with evidence in each of these notes, and claim something of each."""
    row = answer(letter, "2b", "MET", REASON, [("note", "CDAI 31", "supports")])
    answer(letter, "2a", "INSUFFICIENT", "A reason.", SIDES, ordinal=2, wanted=[WISH])
    for number, (name, document) in enumerate(more.items(), start=2):
        CriterionCitation.objects.create(answer=row, ordinal=number, **bound(document, f"CDAI of {name}"))
        claim = Claim.objects.create(
            draft=letter.draft, ordinal=100 + number, section="Criterion 2b", text="[PATIENT-1] is ill.",
            type="result", severity="high", support="supported", criterion_id="2b",
        )  # fmt: skip
        Citation.objects.create(claim=claim, ordinal=100 + number, **bound(document, f"CDAI of {name}"))


@pytest.mark.parametrize("number", [1, 12])
def test_the_review_page_of_a_letter_stays_within_its_budget_however_much_it_argues(letter, number):
    covered(letter)
    argue(letter, notes(letter, number))
    counted = statements(letter.client(letter.world.okafor), page_of(letter.draft))
    assert len(counted) == MOST_OF_THE_REVIEW_PAGE, "\n".join(sql[:150] for sql in counted)


@pytest.mark.parametrize("number", [1, 5])
def test_a_draft_that_its_chart_has_overtaken_costs_no_statement_more(letter, number):
    covered(letter)
    argue(letter, notes(letter, 2))
    for one in range(number):
        make_document(letter.world.anna, f"late-{one}", f"Progress note\n\nVisit {one}.")
    client = letter.client(letter.world.okafor)
    counted = statements(client, page_of(letter.draft))
    assert f"{number} document" in client.get(page_of(letter.draft)).content.decode()
    assert len(counted) == MOST_OF_THE_REVIEW_PAGE, "\n".join(sql[:150] for sql in counted)


def test_a_letter_shows_the_same_claims_sources_and_header_out_of_fewer_statements(letter):
    covered(letter)
    argue(letter, notes(letter, 2))
    page = letter.client(letter.world.okafor).get(page_of(letter.draft)).content.decode()
    assert page.count("Lindgren-Sato is ill.") >= 2
    assert "Lindgren-Sato cannot work." in page
    assert "CDAI of more-1" in page


@pytest.mark.parametrize("number", [1, 12])
def test_opening_evidence_reads_the_draft_once_however_much_it_argues(letter, number):
    argue(letter, notes(letter, number))
    counted = statements(letter.client(letter.world.okafor), source_of(letter.draft), **HTMX)
    assert sum(sql.startswith('SELECT "drafting_draft"."id"') for sql in counted) == 1
    assert len(counted) <= MOST_OF_A_CITATION, "\n".join(sql[:150] for sql in counted)


def test_what_was_opened_counts_in_the_very_answer(letter):
    client, claim = letter.client(letter.world.okafor), letter.draft.claims.first()
    before = access_draft(letter.world.okafor, letter.draft.pk).opened_ids
    page = client.get(source_of(letter.draft), headers=HTMX).context["page"]
    assert claim.citations.first().pk not in before
    assert str(claim.citations.first().pk) in page.claim(claim.pk).facts.opened


def test_the_desk_takes_no_more_than_the_review_page(letter):
    counted = statements(letter.client(letter.world.okafor), reverse("review:queue"))
    assert len(counted) <= MOST_OF_THE_REVIEW_PAGE
