"""P11, A08: each part that a letter of medical necessity must carry, and who signed it when and meaning what."""

import io
from datetime import date

import pypdf
import pytest
from django.urls import reverse

from apps.chart.services import resource_store
from apps.review import services
from apps.review.models import ReviewDecision
from tests.factories import SETUP, make_world
from tests.kept import keep
from tests.review.conftest import make_desk
from tests.review.letters import checked, make_letter, sign_letter
from tests.viewer.test_requested import COVERAGE, ORDER

pytestmark = pytest.mark.usefixtures("real_press")
PAYER = {
    "resourceType": "Organization", "id": "payer-1", "name": "Northfield",
    "address": [{"use": "old", "line": ["Old Road 1"]},
                {"line": ["PO Box 77"], "city": "Millbrook", "state": "VT", "postalCode": "05999"}],
}  # fmt: skip
ORDERED = ("Date of service 1 Dec 2026", "quantity 6 pens · 40 mg every 2 weeks · duration 12 months")
OWN = {
    "history": "She cannot hold a needle any more.",
    "literature": "The 2021 guideline of the American College of Rheumatology recommends it after two DMARDs.",
    "harm": "Without it her hands will be lost to work.",
    "urgency": "Each week that passes erodes another joint.",
}


def sign_whole():
    letter = make_letter(make_desk(make_world()))
    anna, cedar, okafor = letter.world.anna, letter.world.cedar, letter.world.okafor
    bodies = [
        (None, PAYER),
        (anna, {**COVERAGE, "resourceType": "Coverage", "id": "cov-1", "payor": [{"reference": "Organization/payer-1"}],
                "beneficiary": {"reference": f"Patient/{anna.source_id}"}}),
        (anna, {**ORDER, "id": "order-1", "subject": {"reference": f"Patient/{anna.source_id}"}}),
    ]  # fmt: skip
    for patient, body in bodies:
        resource_store(
            organization=cedar, patient=patient, encounter=None, source_system=anna.source_system, body=body,
            actor=SETUP,
        )  # fmt: skip
    cedar.address, cedar.phone, cedar.fax = "210 Quarry Lane\nMillbrook, VT 05999", "802-555-0110", "802-555-0111"
    cedar.save()
    okafor.npi, okafor.specialty = "9004712011", "rheumatology"
    okafor.save()
    letter.draft.refresh_from_db()
    letter.draft.service_on = date(2026, 12, 1)
    letter.draft.save()
    checked(letter)
    for where, text in OWN.items():
        services.statement_add(where=where, text=text, **letter.act(okafor))
    return sign_letter(letter)


@pytest.fixture(scope="session")
def kept_whole(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        return keep(sign_whole)


@pytest.fixture
def whole(kept_whole, db, copies):
    """A letter of a patient whose record says everything, with a clinician's word in every part; in its own world."""
    return kept_whole.put_back(copies)


def read(letter):
    response = letter.client(letter.world.okafor).get(reverse("review:draft_pdf", args=[letter.draft.pk]))
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_signature_never_stands_on_a_page_without_a_word_of_the_letter(whole):
    response = whole.client(whole.world.okafor).get(reverse("review:draft_pdf", args=[whole.draft.pk]))
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(response.content)).pages]
    (signed,) = [page for page in pages if "signed electronically on" in page]
    assert "speak with a physician reviewer" in signed


def missing(told, *parts):
    return [part for part in parts if part not in told]


def test_it_says_to_whom_about_whom_and_what_is_asked_from_the_record(whole):
    told = read(whole)
    assert not missing(
        told, ReviewDecision.objects.get().final["header"]["date"],
        "Northfield PO Box 77 Millbrook, VT 05999", "Anna Lindgren-Sato, born 4 May 1961", "Member NF-1",
        "Group G-204", "Plan Northfield Select PPO-7", "Adalimumab", "HCPCS J0139", *ORDERED, "M05.79 RA",
        "Policy ADA, version 1",
    )  # fmt: skip
    assert "Old Road" not in told


def test_the_letter_on_screen_says_the_day_the_code_and_what_was_ordered_as_the_paper_does(whole):
    screen = whole.client(whole.world.okafor).get(reverse("review:draft_signed", args=[whole.draft.pk]))
    assert not missing(" ".join(screen.content.decode().split()), "HCPCS J0139", *ORDERED)


def test_it_says_where_the_payer_reaches_the_clinic(whole):
    assert not missing(
        read(whole), "210 Quarry Lane Millbrook, VT 05999", "Tel. 802-555-0110", "Fax 802-555-0111",
        "I ask to speak with a physician reviewer before you decide: 802-555-0110",
    )  # fmt: skip


def test_the_clinical_parts_stand_in_the_order_a_reviewer_reads_them(whole):
    told = read(whole)
    parts = [
        "Expedited review", "She cannot work and gets worse each week.", OWN["urgency"], "History and severity",
        OWN["history"], "Criterion 2a: Methotrexate has been taken", "Criterion 2b: Disease activity is high.",
        "CDAI", "Guidelines and literature", OWN["literature"], "What happens without", OWN["harm"], "Signature",
        "Enclosures", "Enclosures: the cited pages",
    ]  # fmt: skip
    at = [told.find(part) for part in parts]
    assert (-1 not in at, at) == (True, sorted(at))


def test_the_signer_is_named_with_credentials_number_contact_meaning_and_moment(whole):
    told = read(whole)
    block = told[told.index("Signature Imani") : told.index("Enclosures E1")]
    assert not missing(
        block, "Imani Okafor, MD", "Rheumatology, Cedar Hollow Clinic", "NPI 9004712011", "Tel. 802-555-0110",
        "Approved and signed electronically on", "(UTC", "† clinician statement",
    )  # fmt: skip


def test_every_form_a_person_reads_names_the_signer_the_moment_and_the_meaning(whole):
    screen = whole.client(whole.world.okafor).get(reverse("review:draft_signed", args=[whole.draft.pk]))
    for form in (read(whole), " ".join(screen.content.decode().split())):
        assert not missing(form, "Imani Okafor, MD", "Approved and signed electronically on")


def test_every_sentence_of_the_clinicians_own_is_marked_and_every_other_one_cites(whole):
    told = read(whole)
    assert not missing(told, *(f"{text}†" for text in OWN.values()))
    claims = ReviewDecision.objects.get().final["claims"]
    assert {claim["basis"] for claim in claims if not claim["citations"]} == {"clinician_statement"}


def test_enclosures_are_the_cited_documents_by_number_and_nothing_else(whole):
    told = read(whole)
    listed = told[told.index("Enclosures E1") : told.index("Enclosures: the cited pages")]
    assert "E1 Progress note by Dr. I. Okafor, 3 Oct 2024: [1] [2] [3] [4]" in listed
    assert "E2 Telephone encounter by Dr. I. Okafor, 3 Oct 2024: [5 (against)]" in listed
    assert "E3" not in listed


def test_an_appeal_says_so_at_its_head_and_a_first_request_does_not(whole):
    assert "Appeal" not in read(whole)
