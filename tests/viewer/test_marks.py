from hypothesis import given
from hypothesis import strategies as st

from apps.viewer.domain.marks import Mark, MarkKind, runs

TEXT = "MTX 20 mg weekly Apr-Sep 2024, failed."
spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).filter(lambda span: span[0] < span[1])
marks = st.lists(st.builds(lambda span, kind: Mark(*span, kind), spans, st.sampled_from(MarkKind)), max_size=6)


def marked(text, start, end, *placed):
    return [(run.text, run.kind) for run in runs(text, start, end, placed)]


def test_the_quoted_characters_are_marked_and_no_others():
    quote = Mark(4, 16, MarkKind.QUOTE)
    assert marked(TEXT, 0, len(TEXT), quote) == [
        ("MTX ", None),
        ("20 mg weekly", MarkKind.QUOTE),
        (" Apr-Sep 2024, failed.", None),
    ]


def test_where_marks_overlap_the_opened_evidence_wins():
    other, quote = Mark(0, 16, MarkKind.ALSO, (("claim 6", "#claim-6"),)), Mark(4, 9, MarkKind.QUOTE)
    assert marked(TEXT, 0, 16, other, quote) == [
        ("MTX ", MarkKind.ALSO),
        ("20 mg", MarkKind.QUOTE),
        (" weekly", MarkKind.ALSO),
    ]


def test_the_claims_that_rest_on_a_mark_are_named_once_where_it_ends():
    other = Mark(0, 16, MarkKind.ALSO, (("claim 6", "#claim-6"),))
    named = [run.claims for run in runs(TEXT, 0, 20, [other, Mark(4, 9, MarkKind.QUOTE)])]
    assert named == [(), (), (("claim 6", "#claim-6"),), ()]


def test_the_page_scrolls_to_where_the_evidence_begins():
    across = [run.first for run in runs(TEXT, 0, 30, [Mark(4, 16, MarkKind.QUOTE), Mark(9, 12, MarkKind.ALSO)])]
    assert across.count(True) == 1


@given(st.text(max_size=60), marks)
def test_no_character_is_lost_doubled_or_moved(text, placed):
    assert "".join(run.text for run in runs(text, 0, len(text), placed)) == text


@given(marks)
def test_a_character_is_strong_exactly_when_the_citation_covers_it(placed):
    text = "x" * 60
    strong = []
    for run in runs(text, 0, 60, placed):
        strong += [run.kind is MarkKind.QUOTE] * len(run.text)
    wanted = [any(m.kind is MarkKind.QUOTE and m.start <= at < m.end for m in placed) for at in range(60)]
    assert strong == wanted
