"""Documents, visits and denials under their other names, beside what is none of them."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import MET, answer_to, noted, said, visits

W = {"months": 6, "before": "as_of"}
# The names of a policy; pages (title | author | text) that are such a document; pages that are none.
PAPERS: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("polysomnography report", "home sleep apnea test report", "sleep study report",),
        ("Home sleep apnea test report | Sleep medicine | HOME SLEEP APNEA TEST\nREI 22",
         "HSAT report | Sleep medicine | HSAT report\nAHI 22",
         "Polysomnogram | Sleep medicine | Polysomnogram interpretation\nAHI 22",
         "Sleep study | Sleep medicine | NOCTURNAL POLYSOMNOGRAPHY\nAHI 22",
         "Diagnostic report | Sleep medicine | PSG REPORT\nTotal AHI 22.",),
        ("Order | Sleep medicine | Order for home sleep apnea test",
         "Home sleep apnea test report (preliminary) | Sleep medicine | PRELIMINARY\nHome sleep apnea test",),
    ),
    (
        ("seating evaluation", "wheelchair evaluation", "specialty evaluation",),
        ("Wheelchair seating and mobility evaluation | Physical therapist | WHEELCHAIR SEATING AND MOBILITY EVALUATION",
         "Seating evaluation | Physical therapist | ATP/PT seating eval\nMRADLs ...",
         "Power mobility evaluation | Occupational therapist | Power mobility evaluation\n",
         "Wheelchair eval | Occupational therapist | WC eval\nfindings",),
        ("Referral | Sleep medicine | Referral for seating evaluation",),
    ),
    (
        ("psychological evaluation", "psychosocial evaluation",),
        ("Psychological evaluation | Psychology | Psychological evaluation for bariatric surgery",
         "Psychology assessment | Psychology | PRE-SURGICAL PSYCHOLOGICAL ASSESSMENT",
         "Behavioral health evaluation | Psychology | Behavioral health evaluation prior to bariatric surgery",
         "Presurgical psych eval | Psychology | Psych eval",),
        ("Appointment reminder | Sleep medicine | Scheduled psychological evaluation",),
    ),
    (
        ("home assessment", "home accessibility assessment",),
        ("Home assessment | Occupational therapist | Home assessment\nDoorways 32 in",
         "Home evaluation | Occupational therapist | HOME EVALUATION\nDoor width 33",
         "Occupational therapy home visit | Occupational therapist | OT home visit\nDoorways measured",
         "Home accessibility survey | Occupational therapist | On-site home accessibility survey",),
        ("Progress note | Sleep medicine | Needs a home assessment.",),
    ),
    (
        ("MRI lumbar spine report", "lumbar MRI",),
        ("Radiology report | Diagnostic radiology | MR LUMBAR SPINE WO CONTRAST\nFINDINGS: L4-5\nIMPRESSION: stenosis",
         "Imaging report | Diagnostic radiology | MRI L-SPINE W/O CONTRAST\nFINDINGS: ok\nIMPRESSION: ok",),
        ("Radiology report | Diagnostic radiology | MRI CERVICAL SPINE\nFINDINGS: ok\nIMPRESSION: ok",),
    ),
    (
        ("headache diary", "headache log",),
        ("Headache diary | Neurology | HEADACHE DIARY\nSep: 14 days",
         "Migraine diary | Neurology | Migraine diary Aug-Oct",
         "Headache calendar | Neurology | Headache calendar\nSep 14",),
        ("Progress note | Neurology | Asked to keep a headache diary.",),
    ),
    (
        ("glucose log", "meter download",),
        ("Glucose log | Endocrinology | GLUCOSE LOG 10/1-10/14",
         "Meter download | Endocrinology | METER DOWNLOAD\navg 180",
         "Blood glucose log | Endocrinology | SMBG log sheet\n", "CGM download | Endocrinology | CGM report AGP",),
        (),
    ),
    (
        ("letter of medical necessity",),
        ("Letter of medical necessity | Neurology | LETTER OF MEDICAL NECESSITY",
         "Letter of medical necessity | Neurology | Re: medical necessity of power wheelchair\nTo whom it may concern",
         "LMN | Neurology | LMN",),
        (),
    ),
    (
        ("operative report",),
        ("Operative note | Neurosurgery | OPERATIVE REPORT\nProcedure: fusion",
         "Operative note | Neurosurgery | Op note",),
        (),
    ),
    (
        ("spirometry", "pulmonary function test",),
        ("Pulmonary function test | Pulmonary disease | SPIROMETRY\nFEV1 1.2 L",
         "PFT report | Pulmonary disease | PFT report\nFEV1 38 %",),
        (),
    ),
    (
        ("nutrition evaluation", "dietitian evaluation",),
        ("Nutrition evaluation | Registered dietitian | Nutrition assessment\n",
         "Dietitian evaluation | Registered dietitian | RD initial evaluation bariatric",
         "Nutrition assessment | Registered dietitian | MEDICAL NUTRITION THERAPY assessment",),
        (),
    ),
)  # fmt: skip
# The names of a policy; sentences that deny it; sentences that do not.
DENIED: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("smoking", "tobacco",),
        ("Never smoker.", "Does not smoke.", "Denies tobacco use.",),
        ("Smokes 5 cigarettes a day.", "Quit smoking last week.", "Father smokes.",),
    ),
    (
        ("active infection",),
        ("No active infection.", "No infection at present.", "Denies fever; no active infection.",),
        ("Cellulitis of left leg, on cephalexin.",),
    ),
    (
        ("pregnancy",),
        ("Not pregnant, hCG negative.", "Denies pregnancy.", "Pregnancy excluded.",),
        ("Pregnant, 12 weeks.",),
    ),
    (
        ("demyelinating disease", "multiple sclerosis",),
        ("No MS or other demyelinating disease.", "No history of demyelinating disease or MS.",),
        ("Possible MS.",),
    ),
    (
        ("heart failure", "CHF",),
        ("No heart failure.", "No CHF.", "ROS: no orthopnea, edema. No h/o CHF.",),
        ("CHF class III.",),
    ),
    (
        ("hepatitis B",),
        ("HBsAg negative, no hepatitis B.",),
        ("HBsAg positive, hepatitis B.",),
    ),
    (
        ("prior bariatric surgery", "gastric bypass",),
        ("No prior bariatric surgery.", "No previous weight loss surgery.", "Has never had bariatric surgery.",),
        ("Gastric bypass 2012.", "s/p lap band 2010.",),
    ),
    (
        ("cancer", "malignancy",),
        ("No history of cancer.", "No malignancy.", "Denies any history of cancer.",),
        ("Breast cancer 2024.",),
    ),
    (
        ("suicidal ideation",),
        ("Denies SI/HI.", "No suicidal ideation.", "SI: denied.", "Denies SI.",),
        ("Endorses suicidal ideation.",),
    ),
    (
        ("substance use disorder", "alcohol use disorder",),
        ("No alcohol or substance use disorder.", "No alcohol use disorder, no substance use disorder.",
         "No history of substance or alcohol abuse.",),
        ("Alcohol use disorder in remission 2 months.",),
    ),
)  # fmt: skip
# What a visit must be about, with whom; visits about it; others. After " + " the note of that day.
SEEN: tuple[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "suspected sleep apnea",
        ("sleep medicine", "office visit",),
        ("Office visit, sleep medicine (ambulatory) · 2 Oct 2026 · for Snoring",
         "Office visit, family medicine (ambulatory) · 2 Oct 2026 · for OSA evaluation",
         "Office visit, family medicine (ambulatory) · 2 Oct 2026 · for Annual exam + Witnessed apneas, suspect OSA.",),
        ("Video visit, sleep medicine (virtual) · 2 Oct 2026 · for Snoring",
         "Office visit, sports medicine (ambulatory) · 2 Oct 2026 · for Ankle sprain",
         "Office visit, sleep medicine (ambulatory) · cancelled · 2 Oct 2026 · for Snoring",),
    ),
    (
        "lumbar spine",
        ("orthopedic surgery", "spine surgery", "neurosurgery",),
        ("Office visit, spine surgery (ambulatory) · 2 Oct 2026 · for Spondylolisthesis",
         "Consultation, neurosurgery (ambulatory) · 2 Oct 2026 · for L4-5 stenosis",
         "Office visit, orthopaedic surgery (ambulatory) · 2 Oct 2026 · for Low back pain",),
        ("Office visit, orthopaedic surgery (ambulatory) · 2 Oct 2026 · for Right knee pain",),
    ),
    (
        "mobility",
        ("physical medicine", "primary care", "office visit",),
        ("Office visit, physical medicine (ambulatory) · 2 Oct 2026 · for Power wheelchair evaluation",
         "Office visit, family medicine (ambulatory) · 2 Oct 2026 · for Gait difficulty, falls",),
        ("Office visit, family medicine (ambulatory) · 2 Oct 2026 · for Sinusitis",
         "Telephone encounter, family medicine (virtual) · 2 Oct 2026 · for Wheelchair",),
    ),
    (
        "rheumatoid arthritis",
        ("rheumatology",),
        ("Office visit, rheumatology (ambulatory) · 2 Oct 2026 · for RA follow-up",
         "Follow-up visit, rheumatology (ambulatory) · 2 Oct 2026 + RA active, CDAI 24.",),
        ("Office visit, rheumatology (ambulatory) · 2 Oct 2025 · for RA",),
    ),
    (
        "diabetes",
        ("endocrinology", "primary care",),
        ("Office visit, endocrinology (ambulatory) · 2 Oct 2026 · for Type 1 diabetes",
         "Office visit, family medicine (ambulatory) · 2 Oct 2026 · for T2DM, hypoglycemia",
         "Office visit, internal medicine (ambulatory) · 2 Oct 2026 · for A1c check",),
        ("Office visit, dermatology (ambulatory) · 2 Oct 2026 · for Diabetes rash",),
    ),
)  # fmt: skip


def page(written: str) -> PassageView:
    """Return a page from its title, author and text."""
    title, author, text = written.split(" | ")
    section = "findings" if "FINDINGS" in text else "other"
    return said(text, date(2026, 10, 2), section=section, kind="other_note", title=title, author=author)


def visit(written: str) -> list[PassageView]:
    """Return a visit, and the note of its day where there is one."""
    line, _, note = written.partition(" + ")
    return [visits(line), *([noted(note, "2026-10-02")] if note else [])]


def is_met(kind: str, names: tuple[str, ...], *chart: PassageView, **more: Any) -> bool:
    """Return whether a test of six months is met."""
    return answer_to({"kind": kind, "any_of": list(names), "within": W, **more}, *chart).verdict == MET


PAGES = [(names, text, good) for names, those, none in PAPERS for good, texts in ((True, those), (False, none))
         for text in texts]  # fmt: skip
SENTENCES = [(names, text, good) for names, those, none in DENIED for good, texts in ((True, those), (False, none))
             for text in texts]  # fmt: skip
VISITS = [(about, names, text, good) for about, names, those, none in SEEN
          for good, texts in ((True, those), (False, none)) for text in texts]  # fmt: skip


@pytest.mark.parametrize(("names", "text", "good"), PAGES, ids=[f"{one[0][0]}: {one[1]}" for one in PAGES])
def test_a_document_is_found_by_its_kind(names: tuple[str, ...], text: str, good: bool) -> None:
    assert is_met("document", names, page(text)) == good


@pytest.mark.parametrize(("names", "text", "good"), SENTENCES, ids=[f"{one[0][0]}: {one[1]}" for one in SENTENCES])
def test_a_denial_is_found_in_other_words(names: tuple[str, ...], text: str, good: bool) -> None:
    assert is_met("absence", names, noted(text, "2026-11-10")) == good


@pytest.mark.parametrize(("about", "names", "text", "good"), VISITS, ids=[f"{one[0]}: {one[2]}" for one in VISITS])
def test_a_visit_is_about_its_signs_and_treatments(about: str, names: tuple[str, ...], text: str, good: bool) -> None:
    mode = {} if about in {"diabetes", "rheumatoid arthritis"} else {"mode": "in_person"}
    assert is_met("encounter", names, *visit(text), about=about, **mode) == good
