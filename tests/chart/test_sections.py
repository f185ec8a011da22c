"""Notes split into sections: headers as people write them, nothing lost between them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections import kind_of_loinc, loinc_of, split
from apps.chart.domain.sections.titles import SPELLINGS, kind_of_title

HERE = Path(__file__).parent


def accepted() -> Iterator[tuple[str, str]]:
    kind = ""
    for line in (HERE / "section_headers.txt").read_text(encoding="utf-8").splitlines()[1:]:
        if line.strip("[]") in set(SectionKind):
            kind = line.strip("[]")
        else:
            yield line, kind


def refused() -> list[str]:
    return (HERE / "no_section_headers.txt").read_text(encoding="utf-8").splitlines()[1:]


def outline(text: str) -> list[tuple[str, str]]:
    return [(section.kind.value, text[section.start : section.end]) for section in split(text)]


NOTES = {
    "markdown": ("# Chief Complaint\n- Thirst\n\n# Allergies\nNone.", [("chief_complaint", "- Thirst"), ("allergies",
    "None.")]),
    "inline": ("HPI: 54F with RA.\nMeds: MTX 20 mg weekly", [("history_of_present_illness", "54F with RA."),
    ("medications", "MTX 20 mg weekly")]),
    "capitals": ("CHIEF COMPLAINT\n\nKnee pain.\n\nPHYSICAL EXAM\nWarm.", [("chief_complaint", "Knee pain."),
    ("physical_exam", "Warm.")]),
    "a colon alone": ("Family History:\nMother RA.\nROS:\nneg", [("family_history", "Mother RA."),
    ("review_of_systems", "neg")]),
    "abbreviations": ("A&P\nRA: continue.\nFH: none", [("assessment_and_plan", "RA: continue.\nFH: none")]),
    "slashes": ("ASSESSMENT/PLAN: stable", [("assessment_and_plan", "stable")]),
    "bold": ("**Assessment:**\nstable\n__Plan__\nsame", [("assessment", "stable"), ("plan", "same")]),
    "underlined": ("Plan\n----\nMTX", [("plan", "----\nMTX")]),
    "text before the first header": ("Seen today.\n\nHPI: well", [("other", "Seen today."),
    ("history_of_present_illness", "well")]),
    "numbered problems stay in the plan": (
        "A/P:\n1. RA: continue MTX\n2. HTN\n# Gout - flare\nLabs: CBC in 2 wk\n",
        [("assessment_and_plan", "1. RA: continue MTX\n2. HTN\n# Gout - flare\nLabs: CBC in 2 wk")],
    ),
    "a lab table is no header": ("LABS\nWBC 10.2\nHGB 11.9\n", [("results", "WBC 10.2\nHGB 11.9")]),
    "NKDA is no header": ("ALLERGIES\nNKDA\n", [("allergies", "NKDA")]),
    "parts of an exam stay in it": ("Exam:\nHEENT: nl\nCV: RRR\nNeuro: intact", [("physical_exam",
    "HEENT: nl\nCV: RRR\nNeuro: intact")]),
    "windows line ends": ("HPI:\r\nwell\r\n", [("history_of_present_illness", "well")]),
    "no header at all": ("Called patient. Doing well.", [("other", "Called patient. Doing well.")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NOTES.values(), ids=NOTES)
def test_a_note_is_split_where_its_writer_split_it(text: str, expected: list[tuple[str, str]]) -> None:
    assert outline(text) == expected


@pytest.mark.parametrize(("header", "kind"), list(accepted()))
def test_a_header_is_found_however_it_is_written(header: str, kind: str) -> None:
    text = f"Seen today in clinic.\n\n{header}\nMore words follow here.\n"
    assert [section.kind.value for section in split(text)] == ["other", kind]
    assert outline(text)[1][1].endswith("More words follow here.")


@pytest.mark.parametrize("line", refused())
def test_what_only_looks_like_a_header_divides_nothing(line: str) -> None:
    text = f"Seen today in clinic.\n\n{line}\nMore words follow here.\n"
    assert outline(text) == [("other", text.strip())]


WHOLE = {
    "a table with bars": ("LABS:\n", "Test | Result\nPlan | none\nALLERGIES | PCN\nCRP | 31"),
    "a framed table": ("LABS:\n", "| Test | Result |\n|---|---|\n| MEDICATIONS |  |\n| CRP | 31 |"),
    "a table with tabs": ("LABS:\n", "TEST\tRESULT\tUNIT\nPLAN\t31\tmg/L\nCRP\t31\tmg/L"),
    "columns": ("Meds:\n", "PLAN        LABS         EXAM\nmtx         weekly       oral"),
    "a list": ("HPI:\n", "- Meds: none\n- Plan: MTX\n- ALLERGIES\n* Labs\n\u2022 Exam: warm"),
    "numbered problems": ("A/P:\n", "1. RA\nPlan: MTX\n2. Allergies\n3. HTN\nLabs: in 2 wk"),
    "problems apart": ("A/P:\n", "RA\n\nPsoriasis\n\nSLEEP APNEA\nuses CPAP"),
    "drugs in capitals": ("MEDICATIONS\n", "METFORMIN HYDROCHLORIDE\n\nFOLIC ACID\ndaily\n\nINSULIN\nwith meals"),
    "parts of an exam": ("Exam:\n", "HEAD AND NECK\nnormal\n\nLEFT KNEE\nwarm\nGAIT: antalgic"),
    "lines of a social history": ("Social history:\n", "Tobacco use: never\nAlcohol use: none\nOccupation: baker"),
    "speech": ("HPI:\n", "Doctor: any plan?\nPatient: none\nDoctor: allergies?\nPatient: no"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "body"), WHOLE.values(), ids=WHOLE)
def test_tables_lists_and_speech_are_never_divided(header: str, body: str) -> None:
    assert [words for _, words in outline(f"{header}{body}\n\nDISPOSITION: home")] == [body, "home"]


@pytest.mark.parametrize(
    "first",
    ["DISCHARGE SUMMARY", "Rheumatology Consultation - C. Vance MD", "OPERATIVE REPORT", "History and Physical"],
)
def test_what_the_whole_document_is_called_is_no_section(first: str) -> None:
    assert outline(f"{first}\nSeen in May.\n\nHPI: well")[0] == ("other", f"{first}\nSeen in May.")


def test_a_section_of_records_under_its_title_is_not_divided_by_each_record() -> None:
    assert outline("ENCOUNTERS\nOffice visit\nEncounter diagnosis: RA\nOffice visit\nPlan: none")[0][0] == "encounters"
    assert len(outline("ENCOUNTERS\nOffice visit\nEncounter diagnosis: RA\nOffice visit\nPlan: none")) == 1


WITHOUT_CODE = {"interval_history", "demographics", "orders", "care_plan", "other"}


def test_every_kind_of_section_has_its_own_loinc_code_or_none() -> None:
    codes = {kind.value: loinc_of(kind) for kind in SectionKind}
    assert {kind for kind, code in codes.items() if not code} == WITHOUT_CODE
    assert all(kind_of_loinc(code) == kind for kind, code in codes.items() if code)
    assert len({code for code in codes.values() if code}) == len(codes) - len(WITHOUT_CODE)


@pytest.mark.parametrize(
    ("code", "kind"), [("10183-2", "medications"), ("46239-0", "chief_complaint"), ("8648-8", "hospital_course"),
    ("10218-6", "diagnoses"), ("00000-0", None), ("", None)],
)  # fmt: skip
def test_a_code_is_read_as_the_kind_it_is_a_variant_of(code: str, kind: str | None) -> None:
    assert kind_of_loinc(code) == kind


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("History of Present Illness:", SectionKind.HISTORY_OF_PRESENT_ILLNESS),
        ("Current Medications (reviewed)", SectionKind.MEDICATIONS),
        ("Pertinent Labs", SectionKind.RESULTS),
        ("Patient's Instructions", SectionKind.INSTRUCTIONS),
        ("a & p", SectionKind.ASSESSMENT_AND_PLAN),
        ("Weather", None),
    ],
)
def test_a_title_is_known_by_its_words(title: str, kind: SectionKind | None) -> None:
    assert kind_of_title(title) is kind


def test_no_title_has_two_kinds() -> None:
    titles = [
        title.strip()
        for spelled in SPELLINGS.values()
        for title in " ".join(spelled.split()).split(";")
        if title.strip()
    ]
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


HEADERS = st.sampled_from(
    ["HPI: ", "# Plan\n", "MEDICATIONS\n", "A&P:\n", "Exam:", "\n\n", "1. RA\n", "Seen by: ", "**Labs**\n", "---\n",
     "| Plan |\n", "I. HISTORY\n", "== Exam ==\n", "**Meds:** ", "LABS    wbc 6\n", "Dr. X: ", "- Labs\n", "a | b\n"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(HEADERS, st.text(max_size=20)), max_size=12).map("".join)


@given(TEXTS)
def test_sections_are_ordered_disjoint_and_lose_no_text(text: str) -> None:
    sections = split(text)
    assert split(text) == sections
    ends = 0
    for section in sections:
        assert ends <= section.start <= section.end <= len(text)
        between = text[ends : section.start]
        assert not between.strip() or section.title.strip("*_ :#") in between
        ends = section.end
    assert not text[ends:].strip("\ufeff").strip()
