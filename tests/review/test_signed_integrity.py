import io
from datetime import UTC, datetime

import pypdf
import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.chart.domain.documents import DocumentKind
from apps.chart.services import document_store
from apps.review import services
from apps.review.domain.final import basis_of
from apps.review.domain.status import ClaimState, EditClass
from apps.review.errors import ReviewError
from apps.review.models import ReviewDecision, Signature, SignedFile
from apps.review.selectors import final_text, review_page, signed_document, verification
from apps.review.selectors.facts import UNTOUCHED, unsound_citations
from tests.factories import SETUP
from tests.review.acts import confirm, edit, item_sign, judgement, open_evidence, remove, sign
from tests.review.letters import waived
from tests.tampering import seal_broken

pytestmark = pytest.mark.usefixtures("real_press")


def get(desk, name="review:draft_detail", person=None):
    return desk.client(person or desk.world.okafor).get(reverse(name, args=[desk.draft.pk]))


def words(response):
    return " ".join(response.content.decode().split())


def source_changed(desk, name="note"):
    with seal_broken("chart_sourcedocument"):
        desk.documents[name].text += " Osteoporosis."
        desk.documents[name].save()


def source_withdrawn(desk, name="note"):
    """Let the sender take a document back: its newest version is entered in error."""
    old = desk.documents[name]
    document_store(
        organization=old.organization, patient=old.patient, encounter=None, source_system=old.source_system,
        series=old.series, kind=DocumentKind(old.kind), title=old.title, author=old.author, dated_at=old.dated_at,
        source_status="entered-in-error", text=old.text, actor=SETUP,
    )  # fmt: skip


def facts(desk, ordinal):
    return review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[ordinal - 1].facts


# a citation that no longer resolves


def test_a_broken_citation_shows_on_the_page_before_anyone_opens_it(desk):
    before = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).tally.findings
    source_changed(desk)
    page = words(get(desk))
    assert page.count("citation broken: ") == 4  # every citation into that document
    assert 'class="cite broken" id="cite-3"' in page
    assert "Source 3 no longer resolves" in page
    assert facts(desk, 2).has_open_finding
    assert f'<b class="num">{before + 2}</b> findings open' in page


def test_a_claim_with_a_broken_citation_is_not_confirmed_but_can_be_edited_removed_or_waived(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 3)
    source_changed(desk)
    with pytest.raises(ReviewError, match="no longer resolves"):
        confirm(desk, okafor, 2)
    services.claim_waive(
        claim_id=desk.claim(2).pk, seen=UNTOUCHED, reason_code="other", reason="Seen in the scan itself.",
        **desk.act(okafor),
    )  # fmt: skip
    remove(desk, okafor, 1)
    edit(desk, okafor, 3, "She stopped it.")
    assert not any(facts(desk, ordinal).has_open_finding for ordinal in (1, 2, 3))


def test_a_claim_on_a_source_that_its_sender_withdrew_says_so_and_is_not_confirmed(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 3)
    assert not facts(desk, 2).has_open_finding
    source_withdrawn(desk)
    assert facts(desk, 2).has_open_finding
    assert "Source 3 was withdrawn by its sender, as entered in error." in words(get(desk))
    with pytest.raises(ReviewError, match="its source was withdrawn"):
        confirm(desk, okafor, 2)


def test_a_source_that_is_withdrawn_after_all_was_checked_stops_the_signature(finished):
    okafor = finished.world.okafor
    shown = judgement(finished, okafor)
    source_withdrawn(finished)
    with pytest.raises(ReviewError, match=r"claims 1, 2"):
        item_sign(judgement=shown, meaning="approved", header={}, **finished.act(okafor))
    assert not Signature.objects.exists()


def test_a_source_that_changes_after_all_was_checked_stops_the_signature(finished):
    okafor = finished.world.okafor
    shown = judgement(finished, okafor)
    source_changed(finished)
    with pytest.raises(ReviewError, match=r"a citation of claims 1, 2 is broken"):
        item_sign(judgement=shown, meaning="approved", header={}, **finished.act(okafor))
    assert not Signature.objects.exists()


def test_a_settled_claim_drops_the_citation_that_is_broken_so_that_what_is_signed_verifies(finished):
    okafor = finished.world.okafor
    source_changed(finished)
    services.claim_undo(claim_id=finished.claim(1).pk, seen=token(finished, 1), **finished.act(okafor))
    for ordinal in (1, 2):
        edit(finished, okafor, ordinal, f"My own sentence {ordinal}.")
    sign(finished, okafor)
    assert {check.holds for check in checks(finished)} == {True}
    (last,) = [claim for claim in ReviewDecision.objects.get().final["claims"] if claim["ordinal"] == 2]
    assert (last["basis"], last["citations"]) == ("clinician_statement", [])


def token(desk, ordinal):
    return review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor).claims[ordinal - 1].token


def test_an_edit_of_style_keeps_its_basis_only_while_its_citations_resolve():
    assert basis_of(ClaimState.EDITED, EditClass.STYLE) == "chart"
    assert basis_of(ClaimState.EDITED, EditClass.STYLE, is_broken=True) == "clinician_statement"


@pytest.mark.parametrize("name", ["note", "phone"])
def test_the_page_and_the_services_agree_on_what_is_broken(desk, name):
    source_changed(desk, name)
    draft = desk.as_seen_by(desk.world.okafor)
    claims = list(draft.claims.prefetch_related("citations"))
    page = review_page(draft, desk.world.okafor)
    shown = frozenset(pk for claim in page.claims for pk in claim.facts.broken)
    assert shown == unsound_citations(draft, claims).keys()
    assert len(shown) == {"note": 4, "phone": 1}[name]


# what was signed


def checks(desk):
    draft = desk.as_seen_by(desk.world.okafor)
    return verification(draft, signed_document(draft, desk.world.okafor))


TAMPERED = [
    ("review_signature", "printed_name", "Somebody Else"),
    ("review_signature", "credentials", "DO"),
    ("review_signature", "meaning", "authored"),
    ("review_signature", "created_at", datetime(2026, 1, 5, tzinfo=UTC)),
    ("review_reviewdecision", "outcome", "approve"),
    ("review_reviewdecision", "draft_sha256", "0" * 64),
]


@pytest.mark.parametrize(("table", "column", "value"), TAMPERED, ids=lambda value: str(value)[:20])
def test_whatever_is_changed_in_a_signature_shows_and_no_file_is_handed_out(printed, table, column, value):
    rows = Signature.objects if table == "review_signature" else ReviewDecision.objects
    with seal_broken(table):
        rows.update(**{column: value})
    assert {check.name for check in checks(printed) if not check.holds} == {"Signature"}
    refused = get(printed, "review:draft_pdf")
    assert refused.status_code == 409
    assert "Does not verify: Signature" in words(refused)
    page = words(get(printed, "review:draft_signed"))
    assert page.index('role="alert"') < page.index("<h1>")
    assert reverse("review:draft_pdf", args=[printed.draft.pk]) not in page


def test_a_changed_source_withholds_the_file_and_the_refusal_is_on_record(printed):
    source_changed(printed)
    assert get(printed, "review:draft_pdf").status_code == 409
    event = events_for(organization_id=printed.world.cedar.pk, draft_id=printed.draft.pk)[0]
    assert (event.action, event.outcome) == ("document_exported", "failure")
    assert event.details["failed"] == ["Sources"]


def test_a_signature_that_is_gone_is_an_alarm_and_not_a_missing_page(printed):
    with seal_broken("review_signedfile"), seal_broken("review_signature"):
        SignedFile.objects.all().delete()
        Signature.objects.all().delete()
    for name in ("review:draft_signed", "review:draft_pdf"):
        refused = get(printed, name)
        assert refused.status_code == 409
        assert "Signature is missing" in words(refused)


def test_an_untouched_document_is_handed_out_without_an_alarm(printed):
    assert get(printed, "review:draft_pdf").status_code == 200
    assert 'role="alert"' not in words(get(printed, "review:draft_signed"))


def test_the_decide_page_of_a_signed_draft_leads_to_what_was_signed(printed):
    assert get(printed, "review:draft_decide")["Location"] == reverse("review:draft_signed", args=[printed.draft.pk])


# for and against, criteria in their own words


def test_a_source_that_speaks_against_never_looks_like_support(printed_letter):
    page = words(get(printed_letter, "review:draft_signed"))
    assert '<sup class="refs">4</sup><sup class="refs against">against: 5</sup>' in page
    assert 'aria-label="Source 5, against, Telephone encounter' in page
    pdf = pypdf.PdfReader(io.BytesIO(get(printed_letter, "review:draft_pdf").content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "[against: 5]" in text
    assert "5 (against)" in text


def test_a_criterion_is_headed_by_the_payers_own_sentence_everywhere(letter):
    heading = "Criterion 2a: Methotrexate has been taken for three months."
    assert heading in words(get(letter))
    waived(letter)
    assert heading in words(get(letter, "review:draft_signed"))
    pdf = pypdf.PdfReader(io.BytesIO(get(letter, "review:draft_pdf").content))
    assert heading in " ".join(pdf.pages[0].extract_text().split())
    assert final_text(letter.as_seen_by(letter.world.okafor)).body["claims"][2]["heading"] == heading


def test_the_reason_for_urgency_is_said_by_who_wrote_it_whoever_looks(letter):
    page = words(get(letter, person=letter.world.reyes))
    assert "Expedited, reason given by Dr. Imani Okafor: She cannot work and gets worse each week." in page
