"""Of a long document a part is shown: what was asked for is in it, nothing is lost, and reading on gets everywhere."""

from hypothesis import given
from hypothesis import strategies as st

from apps.viewer.domain.finding import hits, nearest
from apps.viewer.domain.layout import SectionSpan, parts
from apps.viewer.domain.marks import Mark, MarkKind
from apps.viewer.domain.windows import MOST, window

WORDS = st.sampled_from(["Denies pain.", "MTX 20 mg weekly", "CDAI 31.", "é 🩺 ok", "a  b", "x" * 300])
LINES = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=120)


def laid(text, marks=(), structured=False):
    return parts(text, [SectionSpan("Whole", 0, len(text))], list(marks), structured=structured)


def words_of(shown):
    blocks = [block for part in shown for block in part.blocks]
    runs = [run for block in blocks for run in (*block.runs, *(run for row in block.rows for run in row.runs))]
    return [(run.at, run.text) for run in runs]


@given(LINES, st.booleans(), st.floats(0, 1), st.sampled_from(["\n", "\n\n"]))
def test_what_was_asked_for_is_shown_and_every_run_stands_where_it_says(lines, structured, where, between):
    text = between.join(lines)
    at = min(int(where * len(text)), len(text) - 1)
    whole = laid(text, structured=structured)
    shown, part = window(whole, (at, at + 1), len(text))
    assert all(text[start : start + len(words)] == words for start, words in words_of(shown))
    asked = [start for start, words in words_of(whole) if start <= at < start + len(words)]
    assert not asked or any(start <= at < start + len(words) for start, words in words_of(shown))
    assert part.start <= part.end <= part.total


@given(LINES, st.sampled_from(["\n", "\n\n"]))
def test_reading_on_from_window_to_window_shows_every_word_once_at_least(lines, between):
    text = between.join(lines)
    whole, seen, at = laid(text), set(), 0
    while at is not None:
        shown, part = window(whole, (at, at + 1), len(text), most=400)
        seen |= {start + index for start, words in words_of(shown) for index in range(len(words))}
        assert part.later is None or part.later > at
        at = part.later
    assert seen >= {start + index for start, words in words_of(whole) for index in range(len(words))}


def test_a_short_document_is_shown_whole_and_a_long_one_about_the_place():
    short, long = "CDAI 31.\n\n" * 5, "\n\n".join(f"Line {number}: CDAI {number}." for number in range(4000))
    assert window(laid(short), (0, 1), len(short))[1].is_whole
    at = long.index("Line 2000:")
    shown, part = window(laid(long), (at, at + 5), len(long))
    said = "".join(words for _, words in words_of(shown))
    assert "Line 2000:" in said
    assert len(said) <= MOST * 1.3
    assert part.earlier < at < part.later


def test_a_wall_of_text_without_a_break_is_cut_too():
    text = "word " * 20_000
    shown, part = window(laid(text), (50_000, 50_004), len(text))
    assert sum(len(words) for _, words in words_of(shown)) <= MOST * 1.6
    assert part.start <= 50_000 < part.end


def test_the_head_of_a_long_table_stands_over_the_rows_that_are_shown():
    text = "Test      Value\n" + "\n".join(f"CRP       {number}" for number in range(600))
    at = text.index("CRP       300")
    shown, _ = window(laid(text, [Mark(at, at + 13, MarkKind.QUOTE)]), (at, at + 13), len(text))
    block = shown[0].blocks[0]
    assert "".join(run.text for run in block.head.runs) == "TestValue"
    assert [row.lit for row in block.rows].count(True) == 1


@given(LINES)
def test_the_sentences_to_choose_from_hold_every_word_and_stand_where_they_say(lines):
    text = "\n".join(lines)
    for part in laid(text):
        for block in part.blocks:
            whole = "".join(run.text for piece in block.pieces for run in (*piece.runs, *piece.after))
            assert block.rows or whole == text[block.start : block.end]
            for piece in block.pieces if block.runs else ():
                assert text[piece.start : piece.end] in "".join(run.text for run in piece.runs)


@given(LINES, st.sampled_from(["mtx 20", "CDAI", "é", "no such word", "  ", "a b"]))
def test_a_hit_is_the_words_whatever_their_case_and_blanks(lines, words):
    text = "\n".join(lines)
    found = hits(text, words)
    assert all(text[start:end].casefold().split() == words.casefold().split() for start, end in found)
    assert nearest(found, 0) == 0


def test_the_nearest_hit_is_the_first_from_here_on():
    found = hits("CRP 1, CRP 2, CRP 3", "crp")
    assert [nearest(found, at) for at in (0, 1, 8, 15)] == [0, 1, 2, 0]
