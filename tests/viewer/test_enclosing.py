"""What goes out of a cited page: the quoted words with their context, and nothing of the patient's private life."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.viewer.domain.enclosing import extract
from apps.viewer.domain.layout import SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind

NOTE = """HPI
Seen with her daughter. Stiff for two hours each morning. CDAI is 31 today. Both wrists are swollen. Works nights.

SOCIAL
Husband lost his job. Two children at home.

PLAN
1. Adalimumab 40 mg every 2 weeks.
2. Vaccines due."""
TABLE = """RESULTS
TEST      RESULT   UNITS
CRP       17.3     mg/L
ALT       20       U/L"""


def enclosed(text, *quotes, titles=(), structured=False):
    marks = [
        Mark(text.index(quote), text.index(quote) + len(quote), MarkKind.QUOTE, ((str(number), ""),))
        for number, quote in enumerate(quotes, start=1)
    ]
    starts = [text.index(f"{title}\n") + len(title) + 1 for title in titles]
    ends = [*(text.index(f"{title}\n") for title in titles[1:]), len(text)][: len(titles)]
    sections = [SectionSpan(title, *span) for title, *span in zip(titles, starts, ends, strict=True)]
    return extract(parts(text, sections, marks, structured=structured), structured=structured)


def words(cut):
    blocks = [block for part in cut.parts for block in part.blocks]
    rows = [row for block in blocks for row in (*([block.head] if block.head else []), *block.rows)]
    cells = [run for row in rows for cell in row.cells for run in cell]
    return "".join(run.text for run in (*cells, *(run for block in blocks for run in block.runs)))


def test_a_quote_goes_out_with_the_sentence_before_and_after_it_and_nothing_else():
    cut = enclosed(NOTE, "CDAI is 31 today.", titles=("HPI", "SOCIAL", "PLAN"))
    assert [part.title for part in cut.parts] == ["HPI"]
    assert words(cut) == ("[…] Stiff for two hours each morning. CDAI is 31 today. Both wrists are swollen. […]")
    assert cut.note == "The rest of this document is not enclosed."


def test_a_sentence_beside_a_quote_that_tells_of_private_life_stays_out():
    cut = enclosed(NOTE, "Stiff for two hours each morning.", titles=("HPI", "SOCIAL", "PLAN"))
    assert words(cut) == "[…] Stiff for two hours each morning. CDAI is 31 today. […]"


def test_a_name_with_its_title_is_not_cut_in_two():
    text = "Pain 8 of 10. Seen by Dr. Lund and Mr. Hale today. CDAI 31. He walks. He rests."
    assert words(enclosed(text, "CDAI 31.")) == "[…] Seen by Dr. Lund and Mr. Hale today. CDAI 31. He walks. […]"


def test_what_is_quoted_itself_goes_out_whatever_it_tells():
    cut = enclosed(NOTE, "Husband lost his job.", titles=("HPI", "SOCIAL", "PLAN"))
    assert words(cut) == "Husband lost his job. […]"


def test_of_a_table_in_a_note_only_the_quoted_rows_go_out_under_their_head():
    told = words(enclosed(TABLE, "CRP       17.3     mg/L", titles=("RESULTS",)))
    assert told == "TESTRESULTUNITSCRP17.3mg/L"


def test_of_a_list_only_the_quoted_lines_go_out_and_the_others_are_counted():
    text = "Leflunomide 20 mg · stopped\nLisinopril 20 mg · active\nSertraline 50 mg · active"
    cut = enclosed(text, "Leflunomide 20 mg · stopped", structured=True)
    assert words(cut) == "Leflunomide 20 mgstopped"
    assert cut.note == "2 other lines of this list not enclosed."


def test_a_document_that_goes_out_whole_says_nothing_of_a_rest():
    cut = enclosed("CDAI is 31 today.", "CDAI is 31 today.")
    assert (words(cut), cut.note) == ("CDAI is 31 today.", "")


@pytest.mark.parametrize(
    "quote", ["31 today", "CDAI is 31 today. Both wrists", "Stiff for two hours each morning. CDAI"]
)
def test_the_number_of_a_claim_stands_once_where_its_quote_ends(quote):
    cut = enclosed(NOTE, quote, titles=("HPI", "SOCIAL", "PLAN"))
    runs = [run for part in cut.parts for block in part.blocks for run in block.runs]
    assert [run.claims for run in runs if run.claims] == [(("1", ""),)]
    assert "".join(run.text for run in runs if run.kind) == quote


SENTENCES = st.lists(
    st.sampled_from(["He is well.", "Pain 8 of 10!", "Walks 50 m?", "BP 120/80."]), min_size=1, max_size=9
)


@given(SENTENCES, st.data())
def test_no_word_is_changed_and_the_quote_is_always_whole(sentences, data):
    number = data.draw(st.integers(0, len(sentences) - 1))
    text = " ".join(sentences)
    start = len(" ".join(sentences[:number])) + (number > 0)
    marks = [Mark(start, start + len(sentences[number]), MarkKind.QUOTE)]
    told = words(extract(parts(text, [], marks, structured=False), structured=False))
    assert told.removeprefix("[…] ").removesuffix(" […]") in text
    assert sentences[number] in told
