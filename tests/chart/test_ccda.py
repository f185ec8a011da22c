"""A C-CDA document read by template and code: its sections are its own, and its tables can be read line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.ccda import NotReadable, is_clinical_document, read_document
from apps.chart.domain.documents import SectionKind
from tests.chart.ccda import TEMPLATE, V3, VISIT, document, section


def bodies(content: bytes) -> list[tuple[str, str]]:
    read = read_document(content)
    return [(span.kind.value, read.text[span.start : span.end]) for span in read.spans]


def test_every_section_is_found_by_its_code_and_nested_ones_are_kept() -> None:
    assert bodies(VISIT) == [
        ("history_of_present_illness", "Anna Lindgren-Sato has RA."),
        ("results", "Test | Result\nHemoglobin | 11.9 g/dL\nCRP | 31 mg/L"),
        ("physical_exam", "Six swollen joints."),
        ("physical_exam", "Psoriasis of both elbows."),
        ("allergies", "Not recorded."),
        ("goals", "- Walk a mile\n- Sleep\nthrough"),
    ]


def test_titles_stand_in_the_text_as_headers_and_levels_are_kept() -> None:
    read = read_document(VISIT)
    assert "## Skin\nPsoriasis" in read.text
    assert [section.level for section in read.sections] == [1, 1, 1, 2, 1, 1]
    assert [section.span.title for section in read.sections if not section.recorded] == ["Allergies"]


def test_one_code_of_two_templates_is_two_keys() -> None:
    stay = section("8648-8", "Hospital course", "Well.", template="1.3.6.1.4.1.19376.1.5.3.1.3.5")
    care = section("8648-8", "Course of care", "Seen.", template=f"{TEMPLATE}64")
    read = read_document(document(stay, care))
    assert len({section.key for section in read.sections}) == 2
    assert {section.span.kind for section in read.sections} == {SectionKind.HOSPITAL_COURSE}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (section("x", "Untold", "Text", template=f"{TEMPLATE}6.1"), SectionKind.ALLERGIES),
        (section("", "Past Medical Hx", "Text"), SectionKind.PAST_MEDICAL_HISTORY),
        (section("", "Weather", "Text"), SectionKind.OTHER),
    ],
)
def test_without_a_code_the_template_tells_and_then_the_title(given: str, kind: SectionKind) -> None:
    assert read_document(document(given)).spans[0].kind is kind


TABLES = {
    "a cell that spans rows is said in each": (
        '<tr><td rowspan="2">3 May</td><td>CRP</td><td>31</td></tr><tr><td>ESR</td><td>40</td></tr>',
        "3 May | CRP | 31\n3 May | ESR | 40",
    ),
    "an empty cell keeps its column": ("<tr><td>CRP</td><td/><td>high</td></tr>", "CRP |  | high"),
    "a list in a cell stays on its line": (
        "<tr><td>MTX</td><td><list><item>weekly</item><item>oral</item></list></td></tr>", "MTX | - weekly; - oral",
    ),
    "an empty row is no line": ("<tr><td>a</td></tr><tr><td/></tr>", "a"),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "lines"), TABLES.values(), ids=TABLES)
def test_a_row_of_a_table_is_one_line(rows: str, lines: str) -> None:
    assert bodies(document(section("30954-2", "Results", f"<table><tbody>{rows}</tbody></table>"))) == [
        ("results", lines)
    ]


def test_what_was_struck_out_is_not_read() -> None:
    text = 'Takes <content revised="delete">aspirin</content><content revised="insert">warfarin</content>.'
    assert bodies(document(section("10160-0", "Medications", text))) == [("medications", "Takes warfarin.")]


REFUSED = {
    "cut off": (VISIT[:-40], "not well-formed XML"),
    "a prefix nobody declared": (VISIT.replace(b"<title>Skin", b"<title x:y='1'>Skin"), "not well-formed XML"),
    "a document type": (document(before='<!DOCTYPE x SYSTEM "http://elsewhere.example/x.dtd">'), "document type"),
    "an entity": (document(before='<!DOCTYPE x [<!ENTITY a "b">]>'), "document type or an entity"),
    "an encoding nobody knows": (document(before='<?xml version="1.0" encoding="klingon"?>'), "not well-formed"),
    "too deep": (document(section("", "x", "<content>" * 120 + "</content>" * 120)), "levels deep"),
    "other XML": (b"<Patient/>", "no ClinicalDocument"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NotReadable, match=sentence):
        read_document(content)


def test_a_document_is_told_from_other_xml() -> None:
    assert is_clinical_document(VISIT)
    assert is_clinical_document(b'<cda:ClinicalDocument xmlns:cda="urn:hl7-org:v3">')
    assert not is_clinical_document(b'<modelInfo name="ClinicalDocument"/>')


def test_a_document_without_a_namespace_or_a_body_is_read_as_far_as_it_goes() -> None:
    assert len(read_document(VISIT.replace(f' xmlns="{V3}"'.encode(), b"")).sections) == 6
    assert read_document(b"<ClinicalDocument/>").sections == ()


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="<>&"))


@given(st.lists(st.tuples(st.sampled_from(["10160-0", "11450-4", "", "zz"]), WORDS, WORDS, st.booleans()), max_size=6))
def test_sections_are_ordered_disjoint_and_inside_the_text(rows: list[tuple[str, str, str, bool]]) -> None:
    nested = [
        section(code, title, text, more=section("30954-2", "In it", text) if more else "")
        for code, title, text, more in rows
    ]
    read = read_document(document(*nested))
    ends = 0
    for span in read.spans:
        assert ends <= span.start <= span.end <= len(read.text)
        ends = span.end
    assert read_document(document(*nested)) == read
