"""How the layers work together: what each adds, what the allow-list takes back, and what the policy decides."""

import pytest

from apps.chart.domain.identifiers import IdentifierKind as Recorded
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher, Unsearched
from apps.redaction.domain.allow_list import is_clinical, names_a_thing
from apps.redaction.domain.kinds import BoundaryPolicy, Layer
from apps.redaction.interface import TextSearch

ROBERT = [
    KnownIdentifier(Recorded.PATIENT_NAME, "Robert Quincy Mallory"),
    KnownIdentifier(Recorded.CLINICIAN_NAME, "Maren Solheim, OTR/L"),
    KnownIdentifier(Recorded.RELATIVE_NAME, "Katherine Mallory"),
]


def taken(text, record=ROBERT, policy=BoundaryPolicy.LOCAL):
    return [text[d.start : d.end] for d in Searcher(record).search(text, policy=policy).detections]


@pytest.mark.parametrize(
    "written",
    [
        "Bob Mallory",
        "MALLORY, ROBERT Q.",
        "R. Mallory",
        "Robert Quincy",
        "Rob\nMallory",
        "Katie",
        "M. Solheim",
        "Solheim, Maren",
    ],
)
def test_the_people_of_a_record_are_found_under_short_forms_initials_and_turned_round(written):
    assert "".join(taken(f"spoke with {written} about it")).replace(" ", "") == "".join(written.split())


def test_a_credential_is_never_taken_for_a_family_name():
    assert taken("OTR/L present; L side weak; OT to evaluate") == []


def test_what_the_record_holds_is_never_vetoed_by_the_allow_list():
    record = [KnownIdentifier(Recorded.PATIENT_NAME, "Agnes Crohn")]
    assert taken("Agnes Crohn has asthma; Crohn's disease in an aunt", record) == ["Agnes Crohn"]


def test_the_name_finder_adds_a_name_that_neither_record_nor_shape_gives_away():
    text = "We spoke to Szilvia Horvath again after lunch."
    (found,) = Searcher([]).search(text).detections
    assert (found.layer, text[found.start : found.end]) in {(layer, "Szilvia Horvath") for layer in Layer}


@pytest.mark.parametrize(
    "text", ["Parkinson", "Lasix", "LA enlargement", "BP 140/90", "Mini-Mental State Examination", "left atrial"]
)
def test_clinical_words_are_claimed_by_the_allow_list(text):
    assert is_clinical(text)


def test_a_name_becomes_a_disease_by_what_follows_it():
    assert names_a_thing("Lou Gehrig's disease", len("Lou Gehrig"))
    assert not names_a_thing("Lou Gehrig called today", len("Lou Gehrig"))


def test_many_texts_searched_together_give_what_each_gives_alone():
    texts = ["seen by Dr. Okafor", "Lasix 40 mg", "", "Anna S., seen at Elm Clinic on 3/4/26"]
    searcher = Searcher(ROBERT)
    assert searcher.search_many([Unsearched(text) for text in texts], policy=BoundaryPolicy.HOSTED) == [
        searcher.search(text, policy=BoundaryPolicy.HOSTED) for text in texts
    ]


def test_the_bare_wall_finds_in_many_texts_what_it_finds_in_each():
    texts = ["Hi, Oleanna Whitbread here.", "", "Ask Marek Dvorak in Trondheim.\nLasix 40 mg", "no names"]
    wall = TextSearch(ROBERT, policy=BoundaryPolicy.HOSTED)
    assert wall.find_many(texts) == [wall.find(text) for text in texts]


def test_texts_searched_together_keep_their_own_lines():
    texts = ["Robert\nMallory", "Robert\nMallory"]
    searcher = Searcher(ROBERT)
    apart, joined = searcher.search_many([Unsearched(texts[0], by_line=True), Unsearched(texts[1])])
    assert apart == searcher.search(texts[0], by_line=True)
    assert joined == searcher.search(texts[1])
