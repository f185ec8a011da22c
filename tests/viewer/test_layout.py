import re

from hypothesis import given
from hypothesis import strategies as st

from apps.viewer.domain.layout import SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind

NOTE = """Progress note, rheumatology

Interval history
Morning stiffness about 2 h.  Denies fever.

Medications
Drug            Dose            Start        Stop
Leflunomide     20 mg daily     3 Jun 2024
Methotrexate    20 mg weekly    16 Apr 2024  30 Sep 2024

Assessment and plan
1. RA, active. MTX 20 mg weekly
   Apr-Sep 2024, failed.
2. Osteopenia: Ca/Vit D."""

LAB = """TEST                    RESULT   FLAG   UNITS     REFERENCE
-----------------------------------------------------------
Rheumatoid factor       186      H      IU/mL     < 14
WBC                     7.9             10*3/uL   4.0 - 11.0
QuantiFERON             NEGATIVE        (Nil 0.03  TB1 0.01  TB2 0.02)"""


def sections(text, *titles):
    starts = [text.index(f"{title}\n") for title in titles]
    ends = [*starts[1:], len(text)]
    return [SectionSpan(t, s + len(t) + 1, e) for t, s, e in zip(titles, starts, ends, strict=True)]


def words(cell):
    return "".join(run.text for run in cell)


def laid_out(text, spans=(), marks=(), structured=False):
    return parts(text, spans, marks, structured=structured)


def test_a_note_keeps_its_sections_and_says_each_heading_once():
    shown = laid_out(NOTE, sections(NOTE, "Interval history", "Medications", "Assessment and plan"))
    assert [part.title for part in shown] == ["", "Interval history", "Medications", "Assessment and plan"]
    assert words(shown[0].blocks[0].runs) == "Progress note, rheumatology"


def test_a_first_line_that_only_says_the_title_is_not_said_twice():
    sections_of_note = sections(NOTE, "Interval history", "Medications")
    shown = parts(NOTE, sections_of_note, (), structured=False, title="Progress note, rheumatology")
    assert shown[0].title == "Interval history"


def test_two_blanks_after_a_full_stop_do_not_make_a_table():
    (block,) = laid_out(NOTE, sections(NOTE, "Interval history", "Medications"))[1].blocks
    assert not block.rows


def test_columns_become_a_table_whose_empty_cells_stay_empty():
    block = laid_out(NOTE, sections(NOTE, "Medications", "Assessment and plan"))[1].blocks[0]
    assert [words(cell) for cell in block.head.cells] == ["Drug", "Dose", "Start", "Stop"]
    assert [words(cell) for cell in block.rows[0].cells] == ["Leflunomide", "20 mg daily", "3 Jun 2024", ""]


def test_a_missing_flag_does_not_push_the_unit_into_its_column():
    (block,) = laid_out(LAB)[0].blocks
    assert [words(cell) for cell in block.rows[1].cells] == ["WBC", "7.9", "", "10*3/uL", "4.0 - 11.0"]


def test_cells_beyond_the_shared_columns_keep_their_words_together():
    (block,) = laid_out(LAB)[0].blocks
    assert words(block.rows[2].cells[4]) == "TB1 0.01  TB2 0.02)"


def test_each_list_item_is_lit_on_its_own_with_the_lines_that_continue_it():
    quote = "Apr-Sep 2024, failed."
    start = NOTE.index(quote)
    mark = Mark(start, start + len(quote), MarkKind.QUOTE)
    blocks = laid_out(NOTE, sections(NOTE, "Assessment and plan"), [mark])[-1].blocks
    assert [block.lit for block in blocks] == [True, False]
    assert words(blocks[0].runs).startswith("1. RA, active.")


def test_a_mark_in_one_cell_lights_its_row_only():
    start = NOTE.index("20 mg weekly  ")
    mark = Mark(start, start + 12, MarkKind.QUOTE)
    table = laid_out(NOTE, sections(NOTE, "Medications", "Assessment and plan"), [mark])[1].blocks[0]
    assert [row.lit for row in table.rows] == [False, True]
    assert [run.kind for run in table.rows[1].cells[1]] == [MarkKind.QUOTE]


def test_facts_are_shown_as_what_and_the_rest():
    text = "Leflunomide 20 mg · started 3 Jun 2024 · daily\nNo known allergies"
    (block,) = laid_out(text, structured=True)[0].blocks
    assert [[words(cell) for cell in row.cells] for row in block.rows] == [
        ["Leflunomide 20 mg", "started 3 Jun 2024 · daily"],
        ["No known allergies"],
    ]


def shown_text(shown):
    out = []
    for part in shown:
        for block in part.blocks:
            out += [run.text for run in block.runs]
            rows = [*([block.head] if block.head else []), *block.rows]
            out += [run.text for row in rows for cell in row.cells for run in cell]
    return "".join(out)


LETTERS = st.text(st.sampled_from("ab1.:-|\t\n  •#()µ·"), max_size=120)


@given(LETTERS, st.lists(st.integers(0, 120), min_size=2, max_size=6))
def test_whatever_the_text_no_word_of_it_is_lost(text, edges):
    cuts = sorted({min(edge, len(text)) for edge in edges})
    spans = [SectionSpan("", left, right) for left, right in zip(cuts[::2], cuts[1::2], strict=False)]
    for structured in (False, True):
        kept = shown_text(laid_out(text, spans, structured=structured))
        assert re.sub(r"[\W_]", "", kept) == re.sub(r"[\W_]", "", text)
