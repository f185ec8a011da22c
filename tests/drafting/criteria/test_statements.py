"""Statements of clinicians, and documents that are there and final."""

from datetime import date
from typing import Any

import pytest

from apps.drafting.domain.tasks import PassageView
from tests.drafting.criteria.asking import INSUFFICIENT, MET, NOT_MET, answer_to, noted, orders, said

ST = {
    "kind": "statement",
    "any_of": [
        "remains hypoxemic despite optimal medical therapy",
        "hypoxemia persists after bronchodilator and steroid",
    ],
}
LOG = {"kind": "document", "any_of": ["glucose log", "meter download"], "within": {"days": 90, "before": "as_of"}}
PSYCH = {
    "kind": "document",
    "any_of": ["psychological evaluation"],
    "within": {"months": 12, "before": "as_of"},
    "signed_by": ["psychologist", "psychiatrist"],
}
CHAIR = {
    "kind": "statement",
    "any_of": ["cannot propel a manual wheelchair", "unable to self-propel a manual wheelchair"],
}
PSG = {
    "kind": "document",
    "any_of": ["polysomnography", "sleep study report"],
    "within": {"years": 1, "before": "as_of"},
}
PEF = {
    "kind": "statement",
    "any_of": ["has excessive daytime sleepiness", "daytime sleepiness interferes with driving"],
}
COG = {
    "kind": "statement",
    "any_of": ["no significant cognitive impairment", "cognitively able to operate a power wheelchair safely"],
}
FALL = {"kind": "statement", "any_of": ["two or more falls in the past year"]}
GAST = {"kind": "statement", "any_of": ["medically cleared for surgery", "no contraindication to surgery"]}
GLU3 = {
    "kind": "document",
    "any_of": ["glucose log", "self-monitored blood glucose record"],
    "within": {"days": 90, "before": "as_of"},
}

STATEMENTS = (
    pytest.param(ST, [noted("He remains hypoxemic despite optimal medical therapy.", "2026-10-27")], {}, MET, id="st"),
    pytest.param(
        ST,
        [noted("He is not hypoxemic and remains on optimal medical therapy.", "2026-10-27")],
        {},
        INSUFFICIENT,
        id="st neg",
    ),
    pytest.param(
        ST,
        [noted("If he remains hypoxemic despite optimal medical therapy, order oxygen.", "2026-10-27")],
        {},
        INSUFFICIENT,
        id="st if",
    ),
    pytest.param(
        ST,
        [noted("Patient states he remains hypoxemic despite optimal medical therapy.", "2026-10-27")],
        {},
        INSUFFICIENT,
        id="st told",
    ),
    pytest.param(
        ST,
        [noted("Payer requires that he remains hypoxemic despite optimal medical therapy.", "2026-10-27")],
        {},
        INSUFFICIENT,
        id="st policy",
    ),
    pytest.param(
        ST, [noted("Remains hypoxemic despite optimal medical therapy?", "2026-10-27")], {}, INSUFFICIENT, id="st ?"
    ),
    pytest.param(
        LOG,
        [
            said(
                "GLUCOSE LOG\n10/1 98 110 140 150",
                date.fromisoformat("2026-10-27"),
                kind="other_note",
                title="Glucose log",
                section="other",
            )
        ],
        {},
        MET,
        id="log",
    ),
    pytest.param(LOG, [noted("Glucose log reviewed, lows noted.", "2026-10-27")], {}, INSUFFICIENT, id="log mention"),
    pytest.param(LOG, [noted("Glucose log not brought.", "2026-10-27")], {}, NOT_MET, id="log missing"),
    pytest.param(
        LOG,
        [
            said(
                "GLUCOSE LOG\n10/1 98 110 140 150",
                date.fromisoformat("2026-03-27"),
                kind="other_note",
                title="Glucose log",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="log old",
    ),
    pytest.param(
        PSYCH,
        [
            said(
                "Psychological evaluation\nCleared for surgery.",
                date.fromisoformat("2026-10-27"),
                kind="consult_note",
                title="Psychological evaluation",
                author="Psychologist",
                section="other",
            )
        ],
        {},
        MET,
        id="psych",
    ),
    pytest.param(
        PSYCH,
        [
            said(
                "Psychological evaluation\nCleared for surgery.",
                date.fromisoformat("2026-10-27"),
                kind="consult_note",
                title="Psychological evaluation",
                author="Internal medicine",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="psych wrong signer",
    ),
    pytest.param(
        PSYCH,
        [
            said(
                "Psychological evaluation\nCleared for surgery.",
                date.fromisoformat("2026-10-27"),
                kind="consult_note",
                title="Psychological evaluation (preliminary)",
                author="Psychologist",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="psych prelim",
    ),
    pytest.param(
        CHAIR,
        [noted("Due to shoulder weakness he is unable to self-propel a manual wheelchair in the home.", "2026-08-10")],
        {},
        MET,
        id="chair",
    ),
    pytest.param(CHAIR, [noted("He cannot propel a manual wheelchair.", "2026-08-10")], {}, MET, id="chair2"),
    pytest.param(CHAIR, [noted("He can propel a manual wheelchair.", "2026-08-10")], {}, INSUFFICIENT, id="chair can"),
    pytest.param(
        CHAIR,
        [noted("Wife states he cannot propel a manual wheelchair.", "2026-08-10")],
        {},
        INSUFFICIENT,
        id="chair told",
    ),
    pytest.param(
        CHAIR,
        [noted("He is able to self-propel a manual wheelchair short distances.", "2026-08-10")],
        {},
        INSUFFICIENT,
        id="chair able",
    ),
    pytest.param(
        PSG,
        [
            said(
                "POLYSOMNOGRAPHY REPORT\nAHI 31/h\nElectronically signed",
                date.fromisoformat("2026-03-03"),
                kind="procedure_note",
                title="Sleep study",
                author="Sleep medicine",
                section="other",
            )
        ],
        {},
        MET,
        id="psg",
    ),
    pytest.param(PSG, [orders("Polysomnography · active · ordered 1 Nov 2026")], {}, INSUFFICIENT, id="psg ordered"),
    pytest.param(
        PSG,
        [
            said(
                "POLYSOMNOGRAPHY REPORT\nAHI 31/h\n(Interpretation by physician: ____ )",
                date.fromisoformat("2026-03-03"),
                kind="procedure_note",
                title="Sleep study",
                author="",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="psg uninterpreted",
    ),
    pytest.param(
        PEF,
        [noted("She has excessive daytime sleepiness that interferes with driving.", "2026-10-10")],
        {},
        MET,
        id="pef",
    ),
    pytest.param(PEF, [noted("She has no excessive daytime sleepiness.", "2026-10-10")], {}, NOT_MET, id="pef no"),
    pytest.param(COG, [noted("No significant cognitive impairment, MoCA 27.", "2026-10-10")], {}, MET, id="cog"),
    pytest.param(COG, [noted("Significant cognitive impairment, MoCA 17.", "2026-10-10")], {}, NOT_MET, id="cog neg"),
    pytest.param(FALL, [noted("Two or more falls in the past year.", "2026-10-10")], {}, MET, id="fall"),
    pytest.param(FALL, [noted("One fall in the past year.", "2026-10-10")], {}, INSUFFICIENT, id="fall one"),
    pytest.param(GAST, [noted("Medically cleared for surgery.", "2026-10-10")], {}, MET, id="gast"),
    pytest.param(GAST, [noted("Not medically cleared for surgery.", "2026-10-10")], {}, NOT_MET, id="gast not"),
    pytest.param(
        GAST,
        [noted("Will be medically cleared for surgery once echo is done.", "2026-10-10")],
        {},
        INSUFFICIENT,
        id="gast pend",
    ),
    pytest.param(
        GLU3,
        [
            said(
                "Self-monitored blood glucose record\n10/1 ...",
                date.fromisoformat("2026-10-30"),
                kind="other_note",
                title="Patient glucose record",
                section="other",
            )
        ],
        {},
        MET,
        id="smbg",
    ),
    pytest.param(
        GLU3,
        [
            said(
                "Missing information: glucose log\nPlease send.",
                date.fromisoformat("2026-10-30"),
                kind="other_note",
                title="Denial letter",
                section="other",
            )
        ],
        {},
        INSUFFICIENT,
        id="smbg denial title",
    ),
)


@pytest.mark.parametrize(("asked", "chart", "given", "verdict"), STATEMENTS)
def test_only_a_clinicians_own_words_and_final_documents_count(
    asked: dict[str, Any], chart: list[PassageView], given: dict[str, Any], verdict: str
) -> None:
    assert answer_to(asked, *chart, **given).verdict == verdict
