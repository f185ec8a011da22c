"""What a question asks for beside its own words: its meaning where that is plain, never the opposite."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.dictionary import ExpansionKind
from apps.retrieval.domain.expansion import ADDED_WEIGHT, expand, lexical_query

DICTIONARY = clinical_dictionary()
VOCABULARY = """heart attack MI RA PT MS IT or all aids no without non pre -anti joint room air SOB Hgb A1c oedema
Enbrel TNF inhibitors beta blocker [PATIENT-1] [CLINICIAN-2b] d/c D&C Crohn's 12.5 mg/dL naïve ? . , ( history of
failure H&P pulmonary"""
WORDS = st.sampled_from(VOCABULARY.split())
QUESTIONS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "-", " ", "/", "\n", ""])), max_size=25).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


def added(question):
    return {term.lower() for expansion in expand(question, DICTIONARY) for term in expansion.added}


@given(QUESTIONS)
def test_spans_lie_in_the_question_in_order_without_overlap_and_name_what_was_asked(question):
    end = 0
    for expansion in expand(question, DICTIONARY):
        assert end <= expansion.start < expansion.end <= len(question)
        assert question[expansion.start : expansion.end] == expansion.asked
        assert expansion.added
        assert expansion.asked.lower() not in {term.lower() for term in expansion.added}
        assert len(set(expansion.added)) == len(expansion.added) <= 80
        end = expansion.end


@given(QUESTIONS)
def test_the_same_question_is_always_read_the_same_way(question):
    assert expand(question, DICTIONARY) == expand(question, DICTIONARY)


@given(QUESTIONS)
def test_nothing_inside_a_stand_in_is_read(question):
    for expansion in expand(question, DICTIONARY):
        assert "[" not in expansion.asked


@given(QUESTIONS)
def test_every_word_of_the_question_is_still_searched_in_full(question):
    expansions = expand(question, DICTIONARY)
    query = lexical_query(question, expansions)
    asked = " ".join(term.text for term in query if not term.is_added)
    for word in ("no", "without", "attack", "Hgb", "naïve"):
        assert (word in question.replace("-", " ").replace("/", " ").split()) <= (word in asked)
    assert [t.weight for t in query if t.is_added] == [ADDED_WEIGHT] * sum(len(e.added) for e in expansions)


@given(QUESTIONS)
def test_the_groups_of_a_query_are_numbered_in_order_and_hold_one_asked_term_each(question):
    query = lexical_query(question, expand(question, DICTIONARY))
    groups = [term.group for term in query]
    assert groups == sorted(groups)
    assert sorted(set(groups)) == list(range(len([t for t in query if not t.is_added])))


@pytest.mark.parametrize(
    ("question", "finds"),
    [
        ("any heart attack before 2020?", "mi"),
        ("history of MI", "heart attack"),
        ("heart attack", "nstemi"),
        ("is she on Enbrel", "etanercept"),
        ("etanercept start date", "enbrel"),
        ("which TNF inhibitors were tried", "adalimumab"),
        ("anti-TNF", "humira"),
        ("blood thinner", "apixaban"),
        ("latest Hgb", "hemoglobin"),
        ("haemoglobin trend", "hgb"),
        ("last A1c", "hemoglobin a1c"),
        ("sed rate", "erythrocyte sedimentation rate"),
        ("what did the TTE show", "transthoracic echocardiogram"),
        ("echo", "echocardiogram"),
        ("leg oedema", "edema"),
        ("kidney stones", "nephrolithiasis"),
        ("Crohn's flare", "crohn disease"),
        ("CHF", "heart failure"),
        ("O2 sat", "spo2"),
        ("spinal tap", "lumbar puncture"),
        ("bypass surgery", "cabg"),
        ("paracetamol", "tylenol"),
        ("water pills", "furosemide"),
    ],
)
def test_a_question_in_other_words_finds_those_of_the_chart(question, finds):
    assert finds in added(question)


@pytest.mark.parametrize(
    ("question", "meant", "not_meant"),
    [
        ("RA on methotrexate with swollen joints", "rheumatoid arthritis", "room air"),
        ("saturation on RA", "room air", "rheumatoid arthritis"),
        ("MS relapse on ocrelizumab", "multiple sclerosis", "mitral stenosis"),
        ("PT and INR before surgery", "prothrombin time", "physical therapy"),
        ("PT sessions for gait", "physical therapy", "prothrombin time"),
        ("PE on CTA, started heparin", "pulmonary embolism", "physical examination"),
        ("EGFR mutation of the lung tumor", "epidermal growth factor receptor", "glomerular filtration rate"),
        ("CP with troponin", "chest pain", "cerebral palsy"),
        ("DM on metformin", "diabetes mellitus", "dermatomyositis"),
    ],
)
def test_a_short_form_of_several_meanings_is_read_by_the_words_beside_it(question, meant, not_meant):
    assert meant in added(question)
    assert not_meant not in added(question)


@pytest.mark.parametrize("question", ["RA", "MS", "PT", "CP", "DM", "PE", "AS", "is RA present?", "HD"])
def test_a_short_form_of_several_meanings_alone_stays_as_asked(question):
    expansions = expand(question, DICTIONARY)
    assert [e for e in expansions if e.asked in question.split() and e.asked.isupper()] == []


@pytest.mark.parametrize("question", ["it or all of us", "hearing aids", "is the pt ok", "he was ill", "a cat bite"])
def test_a_word_in_small_letters_is_no_abbreviation(question):
    assert all(e.kind is not ExpansionKind.ABBREVIATION for e in expand(question, DICTIONARY))


def test_capitals_make_no_abbreviations_of_the_words_of_a_question_all_in_capitals():
    assert added("IS IT OR OF THE LEFT HIP") == set()


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("non-Hodgkin lymphoma", "hodgkin's"),
        ("NSTEMI", "st elevation myocardial infarction"),
        ("pre-diabetes", "sugar diabetes"),
        ("hypokalemia", "high potassium"),
        ("etanercept", "adalimumab"),
        ("adalimumab", "tnf inhibitor"),
        ("[MI-1] seen", "myocardial infarction"),
        ("d/c metformin per plan", "dilation and curettage"),
        ("vitamin K", "potassium"),
        ("pulmonary hypertension", "high blood pressure"),
        ("diabetes insipidus", "diabetes mellitus"),
        ("ST depression on ECG", "depressive disorder"),
        ("PSA is 4.2", "psoriatic arthritis"),
        ("bowel prep", "pre-exposure prophylaxis"),
        ("ICD-10 code", "implantable cardioverter-defibrillator"),
    ],
)
def test_what_is_another_thing_is_not_added(question, unsaid):
    assert unsaid not in added(question)


def test_negations_are_kept_and_what_is_negated_is_expanded_as_asked():
    question = "no heart attack, without HF"
    texts = [(t.text, t.group) for t in lexical_query(question, expand(question, DICTIONARY)) if not t.is_added]
    assert texts == [("no", 0), ("heart attack", 1), ("without", 2), ("HF", 3)]


def test_an_expansion_is_kept_as_plain_values():
    (found,) = expand("Enbrel", DICTIONARY)
    assert found.as_json() == {
        "asked": "Enbrel", "start": 0, "end": 6, "added": list(found.added), "kind": "brand", "source": "medicines.txt",
    }  # fmt: skip
