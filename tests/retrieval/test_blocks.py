"""Passages along the shape of the chart: tables, lists and problems stay whole, or say their header again."""

from hypothesis import given
from hypothesis import strategies as st

from apps.retrieval.domain.chunking import PASSAGE_SIZE, TABLE_SIZE, SectionSpan, chunks
from apps.retrieval.domain.length import size

LINES = st.sampled_from(
    [
        "TEST           RESULT   UNITS", "Hemoglobin     9.1      g/dL", "| Drug | Dose |", "|---|---|",
        "| MTX | 15 mg |", "Name | Value", "-----------", "Sodium: 138 mmol/L (135-145)", "- aspirin 81 mg daily",
        "  - with food", "1. Gout.", "# Sepsis: ceftriaxone 2 g daily.", "Heart failure.", "Home medications:",
        "• Plan: stop. Then wait; see; go", "", "She slept well. No pain, no fever; denies nausea and \t vomiting.",
        "PLAN:", "*", "word " * 120, "drug 5 mg; " * 70,
    ]
)  # fmt: skip
CHART = st.lists(LINES, max_size=60).map("\n".join)


def cut(text, *, structured=False, title="Results"):
    return chunks(text, [SectionSpan("results", title, 0, len(text))], structured=structured)


def rows(count, start=0):
    return "\n".join(f"Analyte {chr(97 + i % 26)}{i}      {i}.5      mg/dL     0 - {i}" for i in range(start, count))


@given(CHART, st.integers(0, 200), st.integers(0, 200))
def test_whatever_the_shape_all_words_are_held_and_none_from_another_section(text, one, other):
    middle = min(len(text), one), min(len(text), one + other)
    sections = [SectionSpan("plan", "Plan", *middle), SectionSpan("other", "Other", middle[1], len(text))]
    found = chunks(text, sections, structured=False)
    covered = {offset for c in found for offset in range(c.start, c.end)}
    assert all(offset in covered for offset in range(middle[0], len(text)) if not text[offset].isspace())
    limits = {section.kind: (section.start, section.end) for section in sections}
    assert all(limits[c.section_kind][0] <= c.start < c.end <= limits[c.section_kind][1] for c in found)
    assert found == chunks(text, sections, structured=False)


@given(CHART)
def test_a_passage_with_its_heading_stays_under_the_limit(text):
    for c in cut(text):
        length = size(text[c.start : c.end]) + size(c.heading)
        assert length <= (TABLE_SIZE if not c.heading else PASSAGE_SIZE)


@given(CHART)
def test_a_heading_is_made_of_lines_above_the_passage_in_its_section(text):
    for c in cut(text):
        assert all(line in text[: c.start] for line in c.heading.splitlines())


def test_a_table_that_fits_is_never_torn_by_what_surrounds_it():
    table = "TEST      RESULT   UNITS   RANGE\n--------------------------\n" + rows(12)
    text = f"{'Collected in the morning, fasting. ' * 20}\n\n{table}\n\n{'Seen by the doctor on call. ' * 20}"
    assert any(table in text[c.start : c.end] for c in cut(text))


def test_a_longer_table_is_cut_between_rows_and_each_piece_says_its_header_again():
    text = "Chemistry:\nTEST      RESULT   UNITS   RANGE\n" + rows(60)
    found = cut(text)
    assert len(found) > 3
    assert {c.heading for c in found[1:]} == {"Chemistry:\nTEST      RESULT   UNITS   RANGE"}
    assert all(text[c.start : c.end].splitlines()[-1] in rows(60).splitlines() for c in found)


def test_a_table_with_bars_keeps_its_header_without_its_rule():
    text = "| Drug | Dose |\n|---|---|\n" + "\n".join(f"| drug number {i} | {i} mg daily |" for i in range(60))
    assert {c.heading for c in cut(text)[1:]} == {"| Drug | Dose |"}


def test_lines_of_name_and_value_are_a_table_without_a_header():
    text = "\n".join(f"Analyte {chr(97 + i % 26)}: {i}.1 g/dL (12.0-15.5)" for i in range(40))
    found = cut(text)
    assert len(found) > 1
    assert all(c.heading == "" and text[c.end - 1] == ")" for c in found)


def test_a_long_medication_list_says_its_caption_again():
    text = "Discharge medications:\n" + "\n".join(f"- drug{i} {i} mg by mouth daily" for i in range(80))
    found = cut(text)
    assert {c.heading for c in found[1:]} == {"Discharge medications:"}
    assert all(text[c.start : c.end].startswith(("- drug", "Discharge")) for c in found)


def test_a_medication_list_on_one_line_is_cut_after_a_drug():
    text = "; ".join(f"drug{i} {i} mg oral tablet" for i in range(80))
    assert all(text[c.start : c.end].startswith("drug") for c in cut(text))


def problem(name, length, mark="- "):
    return f"{name}\n" + "\n".join(f"{mark}Reasoning {i}: she is better than she was before." for i in range(length))


def test_a_problem_stays_with_what_stands_under_it():
    text = "\n\n".join(problem(f"{n}. Problem {n}.", 14) for n in range(1, 6))
    assert all(text[c.start : c.end].startswith(("1.", "2.", "3.", "4.", "5.")) for c in cut(text))


def test_an_unmarked_problem_over_bullets_stays_with_them_too():
    text = "\n\n".join(problem(name, 14, "• ") for name in ("Gout.", "Heart failure.", "Depression."))
    assert [text[c.start : c.end].split("\n")[0] for c in cut(text)] == ["Gout.", "Heart failure.", "Depression."]


def test_a_problem_too_long_for_one_passage_is_named_again_above_its_later_pieces():
    text = problem("2. Hypertension, uncontrolled.", 40)
    assert {c.heading for c in cut(text)[1:]} == {"2. Hypertension, uncontrolled."}


def test_what_announces_a_table_never_ends_a_passage():
    text = f"{'He rested well at home. ' * 28}\nThe following was given:\n\n{rows(9)}"
    assert all(not text[c.start : c.end].endswith("given:") for c in cut(text))


def test_a_list_ends_with_no_stub():
    text = "\n".join(f"- drug{i} {i} mg by mouth daily" for i in range(10, 54))
    assert all(size(text[c.start : c.end]) > 40 for c in cut(text))


def test_a_date_alone_above_the_first_header_is_no_passage_but_all_of_a_note_is():
    text = "2026-03-12\n\nFine."
    sections = [SectionSpan("other", "", 0, 10), SectionSpan("plan", "Plan", 12, 17)]
    assert [c.section_kind for c in chunks(text, sections, structured=False)] == ["plan"]
    assert len(chunks("98.6", [SectionSpan("other", "", 0, 4)], structured=False)) == 1


def test_a_signature_is_no_passage_of_its_own_below_a_list_of_problems():
    text = "\n".join(problem(f"{n}. Problem {n}.", 5) for n in range(1, 6)) + "\n\nA. Writer, MD"
    assert text[cut(text)[-1].start].isdigit()


def test_a_line_of_ten_thousand_marks_or_letters_is_read_like_any_other():
    for line in ("-" * 10_000 + "x", "Sodium: 5" + "a" * 10_000 + ";", "no " * 10_000, "1.5" * 10_000, "| " * 10_000):
        assert cut(line)


def test_later_pieces_of_a_rendered_group_are_headed_by_its_title():
    text = "\n".join(f"Glucose: {i} mg/dL · 12 Jun 2026 · ordered by a clinician" for i in range(40))
    found = cut(text, structured=True, title="Laboratory results")
    assert [c.heading for c in found] == ["", *["Laboratory results"] * (len(found) - 1)]
    assert all(text[c.start : c.end].startswith("Glucose") and text[c.end - 1] == "n" for c in found)
