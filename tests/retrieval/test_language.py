"""In which language a question is, told by its small words."""

import pytest

from apps.retrieval.domain.asking import says_nothing
from apps.retrieval.domain.language import is_not_english

FOREIGN = [
    "Hat die Patientin eine Penicillinallergie?", "Welche Allergien?", "Wann wurde das MTX abgesetzt?",
    "Ist sie schwanger?", "Nimmt sie Methotrexat?", "Raucht er?",
    "Quels médicaments prend la patiente ?", "Pourquoi le méthotrexate ?",
    "¿Qué alergias tiene la paciente?", "¿Toma la metformina con insulina?", "Quali farmaci prende la paziente?",
    "Qual é a dose de metformina?", "Welke medicijnen gebruikt zij?", "Есть ли аллергия?", "アレルギーはありますか",
    "¿Se puede reiniciar el metotrexato?", "Metotrexato dosis?", "Puis-je arrêter la metformine ?",
    "Darf sie Ibuprofen?", "Mitä lääkkeitä hän käyttää?", "resumen: decidir la dosis de insulina",
]  # fmt: skip
ENGLISH = [
    "A1c last?", "HTN meds", "allergies", "PE?", "EF", "RA", "PSA", "von Willebrand disease", "grand mal seizure",
    "de Quervain",
    "del(17p)", "DES exposure", "CES symptoms", "LA size", "c diff", "TIA hx", "K+", "INR goal", "code status",
    "EtOH",
    "β-blocker dose", "10 µg or 20 µg", "s/p CABG", "en bloc resection", "in situ carcinoma", "La Crosse virus",
    "par 3",
    "Did Dr. von der Leyen see her?", "Was Mrs. de la Cruz seen by el-Sayed et al?", "El Paso visit",
    "lasix 40 po qd",
    "Why was methotrexate stopped?", "fume exposure", "sono abdomen", "CHI 2019", "MIT score",
    "Ménière or Sjögren?", "Ménière's disease", "café au lait spots",
]  # fmt: skip


@pytest.mark.parametrize("question", FOREIGN)
def test_a_question_in_another_language_is_told_by_its_small_words_or_its_letters(question):
    assert is_not_english(question)


@pytest.mark.parametrize("question", ENGLISH)
def test_the_shorthand_of_a_chart_and_names_from_elsewhere_are_english(question):
    assert not is_not_english(question)


@pytest.mark.parametrize("question", ["", "  ", "?", "is it so?", "What was the result?", "show me the latest", "who?"])
def test_a_question_without_a_word_that_can_be_looked_for_says_nothing(question):
    assert says_nothing(question)


@pytest.mark.parametrize("question", ["A1c?", "K", "PE?", "MS", "IT band", "[PERSON-1]", "OR time", "weight"])
def test_a_question_with_one_telling_word_says_something(question):
    assert not says_nothing(question)
