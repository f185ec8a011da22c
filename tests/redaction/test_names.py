"""The trained name finder: what it takes out, what it must leave, and that its weights are the ones its card names."""

import socket
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.names import names_find, names_find_many
from apps.redaction.names.card import names_card, weights_digest
from apps.redaction.names.pipeline import MODEL, doc_of, entities_of, pipeline_blank, pipeline_load, recognizer
from apps.redaction.names.reader import Reader
from apps.redaction.names.tokens import words_of
from apps.redaction.names.vectors import vectors_load

PIECES = ["Dr. ", "Ana", "\r\n", "é", "'s", " ", "O'", "-", "😀", "J."]


def marked(text):
    """Return the text with a line through every letter the finder took out."""
    kept = list(text)
    for found in names_find(text):
        kept[found.start : found.end] = "_" * (found.end - found.start)
    return "".join(kept)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Best tx for 64yo F w/ RA, Jane D., seen at Northfield Clinic on 3/4?", "Jane D."),
        ("Best tx for 64yo F w/ RA, Jane D., seen at Northfield Clinic on 3/4?", "Northfield Clinic"),
        ("Thank you for referring Zsófia Halmos, who has gout.", "Zsófia Halmos"),
        ("We talked with Priya Raghunathan about her diabetes.", "Priya Raghunathan"),
        ("Patient: Lindqvist, Maja\nAllergies: none", "Lindqvist, Maja"),
        ("Her daughter Beatriz drove her to the visit.", "Beatriz"),
        ("hi , gloria . how have you been ?", "gloria"),
        ("JOANNA PRZYBYLSKA REPORTS CHEST PAIN.", "JOANNA PRZYBYLSKA"),
        ("Sumi482 Larue613 is a 54 year old female.", "Sumi482 Larue613"),
        ("Seamus O'Halloran takes warfarin.", "Seamus O'Halloran"),
        ("We called Faina Yefremova's daughter about the biopsy.", "Faina Yefremova"),
        ("Transferred from St. Brendan's Hospital for dialysis.", "St. Brendan's Hospital"),
        ("She moved here from Minneapolis with her son.", "Minneapolis"),
        ("My name is Tuomas Virtanen and I lost my card.", "Tuomas Virtanen"),
    ],
)
def test_a_name_that_only_its_sentence_gives_away_is_taken_out(text, name):
    assert name not in marked(text)
    assert "_" * len(name) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "What is the best treatment for Parkinson's disease in older adults?",
        "Crohn's disease, on Humira; Bell's palsy in 2019.",
        "Positive Babinski sign, Romberg negative, Glasgow Coma Scale 15.",
        "Continue Lasix 40 mg PO daily, Coumadin 5 mg and Keppra 500 mg BID.",
        "MEDICATIONS:\n- Lisinopril 10 mg daily\n- Metformin 500 mg BID\n- Aspirin 81 mg daily",
        "LA enlargement, BP 140/90, LVEF 35 %, Foley in place.",
        "AHA and ACC guidelines recommend a statin; USPSTF gives grade B.",
        "Refer to Cardiology and Physical Therapy. Follow up in May.",
        "Blood cultures grew Klebsiella pneumoniae and Staphylococcus aureus.",
        "Hgb 10.2  WBC 11.4  Na 138  K 4.2  Cr 1.4",
        "Management of Lyme disease and West Nile virus in children?",
        "PHYSICAL EXAM\nAlert and oriented. Regular rate and rhythm.",
    ],
)
def test_the_words_of_care_are_left_alone(text):
    assert marked(text) == text


def test_a_title_and_a_possessive_stay_in_the_text():
    text = "Dr. Okonjo's plan was reviewed with Mrs. Brandvold."
    assert marked(text) == "Dr. ______'s plan was reviewed with Mrs. _________."


def test_every_find_says_which_layer_made_it():
    found = names_find("Ingrid Solheim lives in Trondheim.")
    assert {d.layer for d in found} == {Layer.NAMES}
    assert {d.kind for d in found} == {IdentifierKind.PERSON, IdentifierKind.PLACE}


def test_many_texts_give_what_each_gives_alone():
    texts = ["Marek Dvorak called.", "", "No acute distress.", "Lives in Larch Falls, VT.", "😀 Ana Ruiz 😀"]
    assert names_find_many(texts) == [names_find(text) for text in texts]


def test_a_name_deep_in_a_long_text_is_found_at_its_place():
    text = "Regular rate and rhythm. No edema.\r\n" * 300 + "His wife Marguerite Devereux called.\r\n"
    assert [text[d.start : d.end] for d in names_find(text)] == ["Marguerite Devereux"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "👩‍⚕️👨‍👩‍👧", "....", "\u0301", "12/3/2020"])
def test_a_text_without_words_holds_no_name(text):
    assert names_find(text) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(["Dr. ", "Ana", "\r\n", "é", "'s", " ", "O'", "-", "😀", "J."])).map("".join)
)
def test_a_find_lies_within_one_line_and_holds_a_letter(text):
    found = names_find(text)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(any(c.isalpha() for c in text[d.start : d.end]) for d in found)
    assert all("\n" not in text[d.start : d.end] and "\r" not in text[d.start : d.end] for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(max_size=80))
def test_words_lie_where_they_are_said_to(text):
    found = words_of(text)
    for word, start, end in zip(found.words, found.starts, found.ends, strict=True):
        assert text[start:end].startswith(word)


def test_the_weights_are_the_ones_the_card_names():
    card = names_card()
    assert weights_digest(MODEL) == card["weights"]
    assert card["weights"]["bytes"] < 15_000_000
    assert set(card["labels"]) <= {kind.value for kind in IdentifierKind}


def test_the_fast_reader_gives_the_rows_of_the_trained_layers_it_stands_for():
    vectors = vectors_load(MODEL)
    nlp = pipeline_blank(vectors)
    recognizer(nlp).from_disk(MODEL / "ner", exclude=["vocab"])
    layers = recognizer(nlp).model.layers[0]
    texts = [
        words_of(text) for text in ("Zsófia, 33, ca. 7 pm.\nDoes she?", "x", "LEWANDOWSKI TAKES Keppra 500mg " * 9)
    ]
    rows = layers.predict([doc_of(nlp, text.words, text.spaces) for text in texts])
    np.testing.assert_allclose(Reader(layers, vectors).read(texts), rows, atol=1e-3)


def test_no_word_of_a_text_stays_in_the_finder():
    nlp = pipeline_load()
    before = len(nlp.vocab), len(nlp.vocab.strings)
    assert entities_of(nlp, [words_of("Qwelthia Brandvold called from Zzyzx Springs.")])[0]
    assert (len(nlp.vocab), len(nlp.vocab.strings)) == before
    assert "Qwelthia" not in nlp.vocab.strings


def test_the_weights_load_without_a_network(monkeypatch):
    def no_socket(*args, **kwargs):
        raise AssertionError("the name finder opened a socket")

    monkeypatch.setattr(socket, "socket", no_socket)
    assert pipeline_load().pipe_names == ["ner"]
