"""Diagnoses that begin a line: they stay, and whoever is called like one is concealed all the same."""

import re
from pathlib import Path

import pytest

from apps.chart.domain.identifiers import IdentifierKind as Recorded
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.domain.allow_list import is_clinical_word
from apps.redaction.domain.folding import fold
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.domain.words import EPONYMS, NAME_WORDS, word_set, words_of
from apps.redaction.interface import TextSearch
from apps.redaction.patterns.gazetteer import COMMON, FIRST_OF_PLACES, GIVEN

DICTIONARY = Path(__file__).parents[2] / "apps/retrieval/data"
LINES = ("{} of the hands.", "{}, sleep study planned.", "Assessment\n{}.", "Plan:\n- {} treated.", "{} since May.")
DIAGNOSES = word_set(
    "Vitiligo Snoring Scabies Sarcoid Priapism Aphasia Keloid Melasma Impetigo Croup Warts Vaping Stuttering Narcolepsy"
    " Bruxism Chalazion Stye Anhedonia Enuresis Colic Mumps Caries Vaginismus Phimosis Hydrocele Torticollis Akathisia"
    " Dyslexia Ageusia Tenesmus Nocturia Lentigo Purpura Livedo Gout Tophi Rickets Measles Halitosis Strabismus"
    # By their endings alone: no list holds these.
    " Onychodynia Paraphasia Elephantiasis Hypnolepsy Perichondritis Phonasthenopathy Hyperesthesia Cholesterosis"
)


def taken(text, *record):
    return [text[one.start : one.end] for one in TextSearch(record, policy=BoundaryPolicy.LOCAL).find(text)]


def test_a_diagnosis_that_begins_a_line_is_no_persons_name():
    texts = [line.format(word) for word in sorted(DIAGNOSES) for line in LINES]
    assert [
        text
        for text, found in zip(texts, TextSearch(policy=BoundaryPolicy.LOCAL).find_many(texts), strict=True)
        if found
    ] == []


@pytest.mark.parametrize("name", ["Jane Croup", "Vitiligo Okonkwo", "Wera Melasma"])
def test_whom_the_record_calls_like_a_diagnosis_is_concealed_in_every_place(name):
    record = KnownIdentifier(Recorded.PATIENT_NAME, name)
    odd = next(word for word in name.split() if word in {"Croup", "Vitiligo", "Melasma"})
    for text in (f"{odd} of the hands.", f"{odd} reports no pain.", f"Seen with Ms. {odd}.", f"{name}, here today."):
        assert odd not in " ".join(re.split("|".join(map(re.escape, taken(text, record))), text))
    spaced = " ".join(odd.upper())
    assert len(odd) < 6 or taken(f"Label reads {spaced} below", record) == [spaced]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mr. Croup called today.", "Croup"),
        ("Seen by Dr. Melasma in clinic.", "Melasma"),
        ("Her wife Vitiligo drove her here.", "Vitiligo"),
        ("Anna Croup came with her.", "Anna Croup"),
    ],
)
def test_a_title_a_relative_or_a_given_name_makes_a_person_of_a_diagnosis(text, name):
    assert taken(text) == [name]


@pytest.mark.parametrize("name", ["thomas", "paloma", "ingram", "ranvir", "adomaitis", "tacoma", "jeremia"])
def test_the_ending_of_a_name_makes_no_disease_of_it(name):
    assert not is_clinical_word(name)


@pytest.mark.parametrize("word", ["lymphoma", "hematoma", "ritonavir", "elbasvir", "nirmatrelvir", "mammogram"])
def test_the_ending_of_a_disease_or_of_a_drug_does(word):
    assert is_clinical_word(word)


def test_every_word_of_the_clinical_dictionary_stays_unless_somebody_is_called_so():
    names = GIVEN | NAME_WORDS | EPONYMS | FIRST_OF_PLACES | COMMON
    plain = words_of("dictionary_words.txt")
    held = {
        word
        for file in DICTIONARY.glob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "["))
        for word in re.findall(r"[^\W\d_]{5,}", fold(line).text.casefold())
    }
    strangers = {word for word in held if not is_clinical_word(word)} - names
    assert len(strangers) / len(held) < 0.04, sorted(strangers)
    assert plain.isdisjoint(GIVEN | NAME_WORDS | EPONYMS)


def test_a_stranger_of_an_ordinary_name_is_concealed_as_before():
    assert taken("Paloma Vega brought him in.") == ["Paloma Vega"]
    assert taken("Szilvia Horvath has vitiligo of the hands.") == ["Szilvia Horvath"]
