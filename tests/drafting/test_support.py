"""A claim is supported by the words of the record, each where it stands; another word in its place is caught."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from apps.drafting.domain.checks import CheckedClaim, check_claim
from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Support
from apps.drafting.domain.language.lexicon import house_lexicon
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.language.terms import TermKind, terms
from apps.redaction.domain.injection import orders_in
from tests.drafting.charts import note, summary_of

TASK = summary_of().task
NOTES = Path(__file__).parents[2] / "fixtures" / "charts"
DAY = date(2025, 3, 11)
MEDICATION, DIAGNOSIS, EVENT, RESULT = ClaimType.MEDICATION, ClaimType.DIAGNOSIS, ClaimType.EVENT, ClaimType.RESULT


def checked(text: str, *quotes: str, kind: ClaimType = EVENT, within: str = "") -> CheckedClaim:
    """Check a claim against quotes, each of a note of its own, or of one note that says ``within``."""
    pages = [note(within or quote, DAY) for quote in quotes]
    spans = [
        CitedSpan(page.passage_id, start := page.text.index(quote), start + len(quote), quote)
        for page, quote in zip(pages, quotes, strict=True)
    ]
    claim = ProposedClaim("Section", text, kind, Severity.HIGH, tuple(spans))
    return check_claim(claim, {page.passage_id: page for page in pages}, TASK)


def rules(result: CheckedClaim) -> set[str]:
    return {finding.rule for finding in result.notes}


@pytest.mark.parametrize(
    ("text", "quote", "kind"),
    [
        ("Lisinopril twenty milligrams by mouth every day.", "Lisinopril 20 mg PO daily.", MEDICATION),
        ("Metformin 500 mg twice daily.", "metformin 500mg BID", MEDICATION),
        ("Adalimumab 40 mg subcutaneously every 2 weeks.", "adalimumab 40 mg SC q2wk", MEDICATION),
        ("Hypertension and type 2 diabetes mellitus.", "T2DM, HTN.", DIAGNOSIS),
        ("Myocardial infarction in 2019.", "MI 2019", DIAGNOSIS),
        ("Right knee pain.", "R knee pain", DIAGNOSIS),
        ("Nodule of the right upper lobe.", "RUL nodule", DIAGNOSIS),
        ("History of breast cancer.", "Hx of breast cancer.", DIAGNOSIS),
        ("Two tablets were taken for three weeks.", "Took 2 tablets for 3 wk.", EVENT),
        ("Denies chest pain and dyspnea.", "Pt denies dyspnea, chest pain.", EVENT),
        ("Cough started on 3 June 2024.", "Cough started 6/3/2024.", EVENT),
        ("Pain in the left hip and the right knee.", "Pain L hip, R knee", EVENT),
        ("Heart attack in 2019.", "Myocardial infarction in 2019", EVENT),
        ("Haemoglobin was 9.1 g/dL.", "Hemoglobin 9.1 g/dl today", RESULT),
        ("Heart rate 96 beats per minute.", "HR 96/min", RESULT),
        ("Temperature 38.1 degrees Celsius.", "Temperature 38.1 °C", RESULT),
        ("Mother had breast cancer.", "Mother had breast cancer.", EVENT),
        ("Will start adalimumab.", "Will start adalimumab.", MEDICATION),
    ],
)
def test_another_writing_of_the_same_words_is_supported(text: str, quote: str, kind: ClaimType) -> None:
    result = checked(text, quote, kind=kind)
    assert (result.support, result.notes) == (Support.SUPPORTED, ())


@pytest.mark.parametrize(
    ("text", "quote", "rule"),
    [
        ("Metoprolol 20 mg daily.", "Lisinopril 20 mg daily.", "drug_agrees"),
        ("Lisinopril 40 mg daily.", "Lisinopril 20 mg daily.", "numbers_agree"),
        ("Lisinopril 20 mcg daily.", "Lisinopril 20 mg daily.", "units_agree"),
        ("Lisinopril 20 mg twice daily.", "Lisinopril 20 mg daily.", "frequency_agrees"),
        ("Lisinopril 20 mg IV daily.", "Lisinopril 20 mg by mouth daily.", "route_agrees"),
        ("Treated for 3 months.", "Treated for 3 weeks.", "durations_agree"),
        ("Fall on 4 Jun 2024.", "Fall on 3 Jun 2024", "dates_agree"),
        ("Left knee pain.", "Right knee pain", "sides_agree"),
        ("Right knee pain.", "Left knee and right hip pain", "sides_agree"),
        ("Rheumatoid arthritis, M05.89.", "Rheumatoid arthritis, M05.79", "code_agrees"),
        ("Chest pain.", "Denies chest pain", "negation_agrees"),
        ("No chest pain.", "Chest pain since Monday", "negation_agrees"),
        ("Chest X-ray: change.", "Chest X-ray: no change.", "negation_agrees"),
        ("Breast cancer.", "Mother had breast cancer", "subject_is_patient"),
        ("Adalimumab was started.", "Plan to start adalimumab", "plan_is_not_deed"),
        ("Metoprolol 20 mg and lisinopril 40 mg.", "Lisinopril 20 mg and metoprolol 40 mg daily", "dose_agrees"),
        ("CDAI 29 -> 34.", "CDAI 34 -> 29.", "order_is_kept"),
        ("Imaging confirmed pulmonary embolism.", "Imaging confirmed pneumonia.", "name_agrees"),
    ],
)
def test_another_thing_in_the_place_of_one_contradicts_the_record(text: str, quote: str, rule: str) -> None:
    result = checked(text, quote, kind=MEDICATION)
    assert result.support is Support.CONTRADICTED
    assert rule in rules(result)
    assert all(finding.sentence.endswith((".", '"')) for finding in result.notes)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hepatitis B.", "Hepatitis A"), ("Hepatitis A.", "Hepatitis B"), ("Type 1 diabetes.", "Type 2 diabetes"),
        ("Sodium 5.4 mmol/L.", "Potassium 5.4 mmol/L"), ("Hyperkalemia.", "Hypokalemia"), ("Full code.", "DNR"),
        ("Culture grew Staphylococcus aureus.", "Culture grew Staphylococcus epidermidis."),
        ("Biopsy before chemotherapy.", "Biopsy after chemotherapy"), ("Mild asthma.", "Severe asthma"),
        ("TNF inhibitor was taken.", "Adalimumab was taken"), ("Improved on therapy.", "Worsened on therapy"),
        ("Pulmonary embolism.", "Possible pulmonary embolism"), ("Fever.", "Return if fever occurs."),
        ("Breast cancer.", "History of breast cancer."), ("Adalimumab 40 mg.", "Will start adalimumab 40 mg"),
        ("Deep vein thrombosis.", "Deep vein thrombosis was ruled out"), ("HIV positive.", "HIV negative"),
    ],
)  # fmt: skip
def test_what_only_sounds_alike_is_not_supported(text: str, quote: str) -> None:
    assert checked(text, quote, kind=DIAGNOSIS).support is not Support.SUPPORTED


def test_a_fact_of_weight_in_other_words_is_at_most_inferred_and_says_which() -> None:
    result = checked("Heart attack in 2019.", "Myocardial infarction in 2019", kind=DIAGNOSIS)
    assert result.support is Support.INFERRED
    assert '"heart attack" where the record says "myocardial infarction"' in result.notes[0].sentence


CROSS_SPLICED = ("Lisinopril 20 mg daily.", "Metoprolol 40 mg daily.")


@pytest.mark.parametrize("text", ["Lisinopril 40 mg daily.", "Lisinopril, 40 mg daily.", "Lisinopril: 40 mg daily."])
def test_a_drug_of_one_line_and_a_dose_of_another_are_no_fact(text: str) -> None:
    result = checked(text, *CROSS_SPLICED, kind=MEDICATION)
    assert result.support is not Support.SUPPORTED
    assert rules(result) & {"stands_together", "dose_agrees"}


def test_several_quotes_may_be_told_one_after_the_other() -> None:
    assert checked("Lisinopril 20 mg daily; metoprolol 40 mg daily.", *CROSS_SPLICED, kind=MEDICATION).notes == ()


@pytest.mark.parametrize("around", ["Denies fever.", "Mother has fever.", "Return if fever occurs."])
def test_a_word_cut_out_of_its_sentence_is_read_in_it(around: str) -> None:
    assert checked("Fever.", "fever", within=around).support is not Support.SUPPORTED
    assert checked("Fever.", "fever", within="Since Monday fever.").support is Support.SUPPORTED


def test_a_quote_that_says_nothing_of_the_claim_is_not_found_rather_than_inferred() -> None:
    result = checked("Chronic anger toward seventeen umbrellas persists.", "Lisinopril 20 mg daily.")
    assert result.support is Support.NOT_FOUND
    assert rules(result) == {"quote_says_nothing_of_it"}


def _fixture_sentences() -> list[str]:
    texts = (path.read_text(encoding="utf-8").partition("\n\n")[2] for path in sorted(NOTES.glob("*/notes/*.txt")))
    found = (sentence.plain for text in texts for sentence in sentences(re.sub(r"\{\{[^}]*\}\}", " ", text)))
    return [text for text in dict.fromkeys(found) if not orders_in(text)]


SENTENCES = _fixture_sentences()
LEXICON = house_lexicon()


@given(st.sampled_from(SENTENCES), st.sampled_from(ClaimType))
def test_a_passage_told_in_its_own_words_is_supported(sentence: str, kind: ClaimType) -> None:
    assume(kind is not ClaimType.CONFLICT and len(sentences(sentence)) == 1)
    result = checked(sentence, sentence, kind=kind)
    assert (result.support, result.notes) == (Support.SUPPORTED, ())


OTHERS = {
    TermKind.MEDICINE: "zonisamide", TermKind.DATE: "17 Aug 1993", TermKind.FREQUENCY: "every 11 days",
    TermKind.ROUTE: "intrathecal", TermKind.WORD: "florpish",
}  # fmt: skip
SIDES = {"left": "right", "right": "left"}


def changed(sentence: str, number: int) -> str:
    """Return a sentence with its n-th term changed into another of its kind, or as it is where it has none."""
    said = [term for term in terms(sentence, LEXICON) if term.quantity or term.kind in {*OTHERS, TermKind.SIDE}]
    if not said:
        return sentence
    term = said[number % len(said)]
    old = sentence[term.start : term.end]
    if term.quantity:
        new = re.sub(r"^\S*?(?=\D*$)|^[\d.,]+|^[A-Za-z]+", "7739 ", old, count=1)
    else:
        new = SIDES.get(old.lower(), old) if term.kind is TermKind.SIDE else OTHERS[term.kind]
    return sentence[: term.start] + new + sentence[term.end :]


@given(st.sampled_from(SENTENCES), st.integers(min_value=0, max_value=40))
def test_a_changed_number_side_drug_date_or_word_is_never_supported(sentence: str, number: int) -> None:
    other = changed(sentence, number)
    assume(other != sentence)
    assert checked(other, sentence).support is not Support.SUPPORTED


DENIAL = re.compile(r"\b(?:[Nn]o|[Dd]enies|[Ww]ithout|not) (?=\w)")


@given(st.sampled_from([text for text in SENTENCES if len(DENIAL.findall(text)) == 1]))
def test_a_dropped_denial_is_never_supported(sentence: str) -> None:
    assume(len(terms(DENIAL.sub("", sentence), LEXICON)) > 1)
    assert checked(DENIAL.sub("", sentence), sentence).support is not Support.SUPPORTED
