"""Sensitivity labels: as received, derived where the sender said nothing, and the highest of what a thing holds."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain.labels import EMERGENCY, LABEL_WORDS, TREATING, Label, label_words
from apps.chart.domain.labels import Labelling, highest, label_note, label_resource, label_text
from apps.chart.domain.labels.received import CONFIDENTIALITY, SENSITIVITY

ACT, LEVEL = (
    "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
)


def tagged(*codes: str, **elements: Any) -> dict[str, Any]:
    system = {code: LEVEL if code in CONFIDENTIALITY else ACT for code in codes}
    return {"meta": {"security": [{"system": system[code], "code": code} for code in codes]}, **elements}


@pytest.mark.parametrize(("code", "label"), SENSITIVITY.items())
def test_every_sensitivity_code_of_a_sender_becomes_a_label_that_says_it_was_received(code: str, label: Label) -> None:
    labelling = label_resource(tagged(code))
    assert labelling.labels == (label.value,)
    assert labelling.bases[0][1:] == (code, "received")


def test_both_codes_for_substance_use_mean_the_same() -> None:
    assert label_resource(tagged("SUD")).labels == label_resource(tagged("ETH")).labels == ("substance_use",)


def test_a_code_nobody_knows_restricts_and_is_named() -> None:
    labelling = label_resource(tagged("N", "ZZTOP"))
    assert (labelling.confidentiality, labelling.labels, labelling.unknown) == ("R", ("restricted",), ("ZZTOP",))
    assert label_resource({"meta": {"security": [{"code": "not a code!"}]}}).unknown == ("?",)


def test_what_only_says_how_to_handle_a_record_is_kept_and_restricts_nothing() -> None:
    labelling = label_resource(tagged("NORDSCLCD", "DELAU", "NOREUSE"))
    assert labelling.labels == ()
    assert {code for _, code, _ in labelling.bases} == {"NORDSCLCD", "DELAU", "NOREUSE"}


@pytest.mark.parametrize(
    ("codes", "labels"),
    [
        (("R",), ("restricted",)),
        (("V",), ("very_restricted",)),
        (("R", "HIV"), ("hiv",)),
        (("R", "ETH"), ("part2", "substance_use")),
        (("N", "ETH"), ("substance_use",)),
        (("N",), ()),
    ],
)
def test_a_restriction_stands_for_its_reason_and_for_itself_where_it_has_none(
    codes: tuple[str, ...], labels: tuple[str, ...]
) -> None:
    assert label_resource(tagged(*codes)).labels == labels


def test_a_document_reference_may_carry_its_label_in_an_element_of_its_own() -> None:
    body = {"securityLabel": [{"coding": [{"system": ACT, "code": "PSYTHPN"}]}]}
    assert label_note(body, title="Note", text="Session.").labels == ("psychotherapy",)


CODED = {
    "Z21": "hiv", "B20": "hiv", "F33.1": "mental_health", "F11.20": "substance_use", "A51.0": "sexual_health",
    "T74.11XA": "violence", "Z15.01": "genetic",
}  # fmt: skip


@pytest.mark.parametrize(("code", "label"), CODED.items())
def test_an_untagged_diagnosis_is_classified_by_its_code_and_says_by_which_rule(code: str, label: str) -> None:
    coding = [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]
    (basis,) = label_resource({"code": {"coding": coding}}).bases
    assert (basis[0], basis[2].startswith("derived:")) == (label, True)


@pytest.mark.parametrize("code", ["F17.210", "E11.9", "I10", "F03.90"])
def test_what_is_not_sensitive_gets_no_label(code: str) -> None:
    coding = [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": code}]
    assert label_resource({"code": {"coding": coding}}).labels == ()


WRITTEN = {
    "HIV-1 viral load suppressed on Biktarvy.": {"hiv"},
    "No change in the HIV regimen.": {"hiv"},
    "HIV+, hep C neg.": {"hiv"},
    "HIV pos, RPR neg.": {"hiv"},
    "HIV+ hep C negative.": {"hiv"},
    "HIV stable on treatment, PPD neg.": {"hiv"},
    "HIV dx 2009, neg for TB.": {"hiv"},
    "She reports IPV at home.": {"violence"},
    "Alcohol use disorder, in early remission.": {"substance_use"},
    "She was admitted with bipolar disorder and psychosis.": {"mental_health"},
    "Treated for syphilis with penicillin G.": {"sexual_health"},
    "She says her husband has choked her twice.": {"violence"},
    "Carries a pathogenic variant in BRCA1.": {"genetic"},
    "This record is protected by federal confidentiality rules (42 CFR Part 2).": {"part2"},
    "These psychotherapy notes are kept separate from the medical record.": {"psychotherapy"},
}


@pytest.mark.parametrize(("text", "labels"), WRITTEN.items())
def test_an_untagged_note_is_classified_by_what_it_asserts(text: str, labels: set[str]) -> None:
    assert set(label_text(title="Progress note", text=f"Seen today.\n\n\n\n{text}").labels) == labels


@pytest.mark.parametrize(
    "text",
    [
        "HIV negative in March.", "HIV screening: non-reactive.", "Denies alcohol abuse or IV drug use.",
        "No domestic violence. Feels safe at home.", "Hearing AIDS fitted.", "DTaP, IPV and MMR given.",
        "Alcohol Use Disorders Identification Test: 2.", "Counselled on diet.",
        "Never treated for syphilis.", "Hard of hearing; aids ordered.", "TSH 1.9, iron ok, HIV neg, SPEP neg.",
        "HIV 1/2 Ab neg.", "HIV, HBV and HCV neg.", "HIV/RPR: NR", "HIV Ag/Ab (-)",
    ],
)  # fmt: skip
def test_what_is_denied_or_screened_for_restricts_nothing(text: str) -> None:
    assert label_text(title="Progress note", text=text).labels == ()


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("Psychotherapy note", "psychotherapy"),
        ("Substance use disorder counseling note", "part2_counselling"),
        ("Opioid treatment program intake", "part2"),
    ],
)
def test_a_note_is_what_it_calls_itself(title: str, label: str) -> None:
    assert label in label_text(title=title, text="Seen today.").labels


def test_a_session_of_a_program_is_a_counselling_note_however_its_heading_is_broken() -> None:
    text = "WILLOW OPIOID TREATMENT PROGRAM\nGroup counseling session\n\nSpoke of cravings."
    assert "part2_counselling" in label_text(title="Progress note", text=text).labels
    assert "part2_counselling" not in label_text(title="Progress note", text=text.replace("counseling", "visit")).labels
    tagged_note = tagged("R", "ETH")
    assert "part2_counselling" in label_note(tagged_note, title="Counseling note", text="Spoke.").labels


def test_a_note_that_only_mentions_such_notes_is_none_of_them() -> None:
    text = "Reason: follow-up of depression.\n" + "Psychotherapy notes are kept separately by the therapist. " * 3
    assert "psychotherapy" not in label_text(title="Progress note", text=text).labels


CODES = st.lists(st.sampled_from([*CONFIDENTIALITY, *SENSITIVITY, "UNHEARD"]), max_size=4)


@given(st.lists(CODES, max_size=5))
def test_what_holds_several_things_is_as_sensitive_as_all_of_them(sources: list[list[str]]) -> None:
    parts = [label_resource(tagged(*codes)) for codes in sources]
    whole = highest(parts)
    assert set(whole.labels) == {label for part in parts for label in part.labels}
    levels = [part.confidentiality for part in parts]
    assert CONFIDENTIALITY.index(whole.confidentiality) == max(map(CONFIDENTIALITY.index, [*levels, "N"]))
    assert highest([whole, *parts]) == whole


@given(CODES, CODES)
def test_another_label_never_makes_anything_less_restricted_than_its_reason(one: list[str], more: list[str]) -> None:
    reasons = {label for label in label_resource(tagged(*one)).labels if not label.endswith("restricted")}
    assert reasons <= set(label_resource(tagged(*one, *more)).labels)


def test_every_label_has_words_and_nothing_shows_none() -> None:
    assert set(LABEL_WORDS) == set(Label)
    assert label_words(["substance_use", "hiv"]) == "Restricted: HIV, substance use"
    assert label_words([]) == ""


def test_no_role_of_treatment_and_no_emergency_opens_what_takes_a_right_of_its_own() -> None:
    own = {Label.PSYCHOTHERAPY, Label.PART2_COUNSELLING}
    assert not own & (TREATING | EMERGENCY)
    assert Labelling().labels == ()
