"""Questions in other words than the chart's: the dictionary brings the answer up, and shows what it did."""

import pytest

from apps.core import fence
from apps.retrieval.dictionary import clinical_dictionary
from apps.retrieval.domain.fusion import LEXICAL, fuse
from apps.retrieval.models import RetrievalQuery
from apps.retrieval.selectors import Reach, passages_of_document, passages_scored, patient_passages

CHART = """HPI: Pleasant 71F seen for follow-up. Sleeps well, no new complaints today.

PAST MEDICAL HISTORY: NSTEMI in 2017. T2DM. OSA on CPAP. Nephrolithiasis twice.

FAMILY HISTORY: Mother had CVA at 80. Brother with CLL.

MEDICATIONS: Eliquis 5 mg twice daily. Lasix 40 mg daily. Jardiance 10 mg daily. Synthroid 75 mcg daily.

ALLERGIES: Bactrim caused hives.

PHYSICAL EXAM: Lungs CTAB. No JVD. Trace edema of both ankles.

RESULTS: Hgb 9.8, MCV 72. WBC 6.1. TSH 2.3. sed rate 44.

IMAGING: TTE with LVEF 35 percent and moderate MR. DEXA with T-score of -2.7.

SURGICAL HISTORY: Lap chole 2009. TKA on the left in 2015. TURP never done; hysterectomy 1998.

ASSESSMENT AND PLAN: HFrEF is compensated. Anemia needs EGD. Fosamax to be started. Etanercept failed in 2020."""
ASKED = {
    "Has she had a heart attack?": "NSTEMI",
    "Any kidney stones?": "Nephrolithiasis",
    "Is she on a blood thinner?": "Eliquis",
    "dose of furosemide": "Lasix",
    "levothyroxine": "Synthroid",
    "Is an SGLT2 inhibitor prescribed?": "Jardiance",
    "sulfamethoxazole reaction or trimethoprim-sulfamethoxazole allergy": "Bactrim",
    "white count": "WBC",
    "latest haemoglobin": "Hgb",
    "ESR": "sed rate",
    "What did the heart ultrasound show?": "TTE",
    "bone density scan": "DEXA",
    "gallbladder removal": "Lap chole",
    "knee replacement": "TKA",
    "systolic heart failure": "HFrEF",
    "Which TNF inhibitor was tried?": "Etanercept",
    "is a bisphosphonate planned": "Fosamax",
    "upper endoscopy": "EGD",
    "relative with stroke": "CVA",
    "chronic lymphocytic leukemia in the family": "CLL",
    "ankle oedema": "edema",
    "thyroid-stimulating hormone": "TSH",
}


@pytest.fixture
def chart(world, index):
    return {str(p.id): p.text for p in passages_of_document(index(world.anna, CHART).id)}


@pytest.fixture
def lexical(world, index):
    """Index one note a sentence; return the full-text score of each for a question."""

    def run(question, *notes):
        for i, note in enumerate(notes):
            index(world.anna, note, series=f"x/{i}")
        texts = {str(passage.id): passage.text for passage in patient_passages(world.anna.id, world.okafor)}
        found = passages_scored(Reach(world.anna.id, world.okafor), question)
        scores = {texts[id_]: score for id_, score in zip(found.ids, found.channels[LEXICAL], strict=True)}
        return [scores[note] for note in notes]

    return run


def test_the_dictionary_brings_up_first_what_the_chart_calls_otherwise(world, chart, search):
    firsts = {question: search(world.anna, world.okafor, question).hits[0].text for question in ASKED}
    assert [question for question, word in ASKED.items() if word not in firsts[question]] == []
    unaided = {q: fuse(passages_scored(Reach(world.anna.id, world.okafor), q, expansion=()))[0] for q in ASKED}
    missed = [q for q, word in ASKED.items() if word not in chart[unaided[q].passage_id]]
    assert len(missed) > len(ASKED) / 4


def test_a_search_keeps_and_returns_how_its_question_was_read(world, chart, search):
    result = search(world.anna, world.okafor, "Any heart attack? Is she on a blood thinner?")
    assert [e.asked for e in result.expansion] == ["heart attack", "blood thinner"]
    with fence.keeping():
        query = RetrievalQuery.objects.get(id=result.query_id)
    assert query.expansion == [e.as_json() for e in result.expansion]
    assert query.text == "Any heart attack? Is she on a blood thinner?"
    assert f"+dictionary@{clinical_dictionary().version}+" in query.ranker


def test_what_was_asked_counts_more_than_what_was_added(lexical):
    asked, added, other = lexical("heart attack", "Heart attack in May.", "Myocardial infarction.", "Rash in May.")
    assert asked > added > other == 0


def test_a_list_of_members_counts_no_more_than_the_best_of_them(lexical):
    *single, all_three = lexical(
        "TNF inhibitor", "Took adalimumab.", "Took etanercept.", "Took infliximab.",
        "Took adalimumab, etanercept, infliximab.",
    )  # fmt: skip
    assert 0 < all_three < min(single)


def test_an_added_term_of_several_words_counts_only_as_a_phrase(lexical):
    phrase, scattered = lexical("NSTEMI or MI in 2017", "Had a heart attack.", "Attack of gout. Heart sounds normal.")
    assert phrase > scattered == 0


def test_a_question_without_known_words_is_scored_as_before(lexical):
    held, other = lexical("zebra crossing", "Hit at a zebra crossing.", "Fell at home.")
    assert held > other == 0
