"""A claim whose evidence the machine missed is cited for as it reads, by whoever finds the place."""

import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.errors import Collision, ReviewError
from apps.review.models import ChosenCitation, ClaimEdit, ClaimReview
from apps.review.selectors import final_text, review_page, signed_document, verification
from apps.review.selectors.trace import trace_of
from tests.review.acts import confirm, edit, open_evidence, remove, sign
from tests.review.conftest import make_document
from tests.review.test_recite import address, body_of, choose, cite, get, token
from tests.review.test_signed_integrity import source_changed

SCREENED = "Clinic note\n\nTuberculosis screening was negative on 2 Sep 2024 (QuantiFERON)."
WORDS = "Tuberculosis screening was negative"


@pytest.fixture
def found(desk):
    """The chart holds, in a document that the draft does not cite, what claim 4 says."""
    desk.documents["lab"] = make_document(desk.world.anna, "lab", SCREENED)
    return desk


def facts_of(desk, ordinal):
    return final_text(desk.as_seen_by(desk.world.okafor)).facts[ordinal - 1]


def test_a_claim_not_found_takes_the_place_that_the_machine_missed_and_keeps_its_words(found):
    assert facts_of(found, 4).has_open_finding
    cited = cite(found, 4, "lab", WORDS)
    body = body_of(found, 4)
    assert (body["text"], body["basis"]) == (found.claim(4).text, "clinician_cited")
    assert [one["citation_id"] for one in body["citations"]] == [str(cited.pk)]
    assert cited.evidence.support == "supported"
    assert not facts_of(found, 4).has_open_finding


def test_it_is_offered_at_the_finding_and_done_without_javascript(found):
    claim = found.claim(4)
    shown = get(found, "draft_detail").content.decode()
    unit = shown[shown.index('id="claim-4"') : shown.index('id="claim-5"')]
    assert f"?sentence={claim.pk}#source" in unit
    pane = get(found, "source", found.documents["lab"].pk, sentence=claim.pk).content.decode()
    assert "Cite this for claim 4" in pane
    start = SCREENED.index(WORDS)
    assert choose(found, 4, "lab", piece=[f"{start}-{len(SCREENED)}"]).status_code == 302
    shown = get(found, "draft_detail").content.decode()
    unit = shown[shown.index('id="claim-4"') : shown.index('id="claim-5"')]
    assert "in the machine's words" in unit
    assert "cited by a person" in unit
    assert "Take off" in unit


@pytest.mark.parametrize(
    ("words", "support"), [("QuantiFERON", "not_found"), ("on 2 Sep 2024", "not_found"), (WORDS, "supported")]
)
def test_the_claims_own_checks_hold_it_against_the_chosen_words(found, words, support):
    assert cite(found, 4, "lab", words).evidence.support == support
    assert facts_of(found, 4).has_open_finding == (support != "supported")


def test_with_the_last_citation_taken_off_the_claim_is_as_the_machine_left_it(found):
    okafor = found.world.okafor
    before = final_text(found.as_seen_by(okafor)).sha256
    cited = cite(found, 4, "lab", WORDS)
    services.span_take_off(citation_id=cited.pk, seen=token(found, 4), **found.act(okafor))
    assert final_text(found.as_seen_by(okafor)).sha256 == before
    assert not ClaimReview.objects.exists()
    cite(found, 4, "lab", WORDS)
    services.claim_undo(claim_id=found.claim(4).pk, seen=token(found, 4), **found.act(okafor))
    assert final_text(found.as_seen_by(okafor)).sha256 == before


def test_an_edit_after_it_keeps_the_citation_and_is_held_against_it(found):
    okafor = found.world.okafor
    cite(found, 4, "lab", WORDS)
    edit(found, okafor, 4, "The tuberculosis screening was negative.", seen=token(found, 4))
    assert (body_of(found, 4)["basis"], facts_of(found, 4).support) == ("clinician_cited", "supported")
    edit(found, okafor, 4, "Tuberculosis screening was positive.", seen=token(found, 4))
    assert facts_of(found, 4).has_open_finding


def test_who_insists_on_it_says_why_and_the_sheet_calls_it_a_change(found):
    okafor = found.world.okafor
    cite(found, 4, "lab", "QuantiFERON")
    services.claim_waive(
        claim_id=found.claim(4).pk, seen=token(found, 4), reason_code="other", reason="The laboratory said it by phone",
        **found.act(okafor),
    )  # fmt: skip
    assert (body_of(found, 4)["basis"], len(body_of(found, 4)["citations"])) == ("waived", 1)
    assert facts_of(found, 4).is_changed
    assert [edit.ordinal for edit in final_text(found.as_seen_by(okafor)).edits] == [4]
    assert get(found, "draft_decide").status_code == 200


def test_a_claim_that_only_follows_from_the_record_is_cited_for_as_well(desk):
    cited = cite(desk, 5, "note", "Osteopenia")
    assert body_of(desk, 5)["citations"][0]["citation_id"] == str(cited.pk)


def test_a_claim_whose_citation_broke_is_cited_for_from_where_its_words_stand(found):
    source_changed(found, "note")
    assert facts_of(found, 2).broken
    found.documents["new"] = make_document(found.world.anna, "new", "Bone density\n\nShe has osteopenia of the hip.")
    cite(found, 2, "new", "She has osteopenia")
    assert (facts_of(found, 2).broken, facts_of(found, 2).support) == (frozenset(), "supported")


# what is refused


@pytest.mark.parametrize(
    ("ordinal", "sentence"),
    [(1, "What is cited for this claim carries it"), (3, "The chart contradicts this claim")],
)
def test_evidence_is_not_put_aside_by_choosing_other_evidence(found, ordinal, sentence):
    with pytest.raises(ReviewError, match=sentence):
        cite(found, ordinal, "lab", WORDS)
    shown = get(found, "source", found.documents["lab"].pk, sentence=found.claim(ordinal).pk).content.decode()
    assert "Cite this for" not in shown
    assert not ChosenCitation.objects.exists()


def test_a_claim_that_is_settled_is_undone_first(found):
    okafor = found.world.okafor
    remove(found, okafor, 4)
    with pytest.raises(ReviewError, match="was removed"):
        cite(found, 4, "lab", WORDS)
    confirm(found, okafor, 5)
    with pytest.raises(ReviewError, match="settled as it stands"):
        cite(found, 5, "lab", WORDS)


def test_who_saw_another_state_is_told_and_the_claim_stays_as_it_was(found, colleague):
    with pytest.raises(Collision, match="another window"):
        cite(found, 4, "lab", WORDS, seen="somewhen")
    cite(found, 4, "lab", WORDS)
    with pytest.raises(Collision):
        cite(found, 4, "lab", "QuantiFERON", person=colleague)
    assert ChosenCitation.objects.count() == 1


# what becomes of it


def test_it_is_an_edit_of_the_source_and_signed_traced_and_verified_as_hers(found):
    okafor = found.world.okafor
    open_evidence(found, okafor, 1, 2)
    confirm(found, okafor, 1)
    remove(found, okafor, 3)
    cited = cite(found, 4, "lab", WORDS)
    with pytest.raises(ReviewError, match="this is an edit"):
        sign(found, okafor, outcome=Outcome.APPROVE)
    sign(found, okafor)
    draft = found.as_seen_by(okafor)
    assert [check.name for check in verification(draft, signed_document(draft, okafor)) if not check.holds] == []
    assert ClaimEdit.objects.get(ordinal=4).kinds == ["citation"]
    page = get(found, "draft_signed").content.decode()
    assert f'<sup class="refs">{cited.ordinal}</sup>' in page
    assert address(found, "chosen_citation", cited.pk) in page
    told = trace_of(draft, okafor, granted=True)
    assert [(one.claim, one.number) for one in told.chosen] == [(4, cited.ordinal)]
    events = events_for(organization_id=found.world.cedar.pk, draft_id=found.draft.pk)
    assert "span_cited" in [event.action for event in events]
    assert "QuantiFERON" not in str([event.details for event in events])


def test_the_page_names_whose_words_and_whose_evidence_it_is(found):
    cite(found, 4, "lab", WORDS)
    claim = review_page(found.as_seen_by(found.world.okafor), found.world.okafor).claim(found.claim(4).pk)
    assert claim.description == "Claim 4, history, high severity, supported, cited"
    assert claim.text == claim.machine_text
    sheet = found.client(found.world.okafor).get(reverse("review:draft_decide", args=[found.draft.pk]))
    assert "cited by a clinician" in sheet.content.decode()
