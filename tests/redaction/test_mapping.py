"""The offset map: exact both ways, and a cut inside an identifier takes the whole of it."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.kinds import IdentifierKind, Layer
from apps.redaction.domain.mapping import RedactionMap, redact

CHARACTERS = st.sampled_from(
    ["a", "B", " ", "\t", "\r\n", "\n", "é", "e\u0301", "👩\u200d⚕️", "🇸🇪", "[", "]", "漢", "-", "7"]
)
TEXTS = st.lists(CHARACTERS, max_size=60).map("".join)


@st.composite
def redactions(draw):
    """A source text and spans of it to replace, in order and apart (touching allowed)."""
    text = draw(TEXTS)
    cuts = sorted(set(draw(st.lists(st.integers(0, len(text)), max_size=12))))
    pairs = [pair for pair in itertools.pairwise(cuts) if draw(st.booleans())]
    return text, [
        (start, end, IdentifierKind.PHONE, Layer.PATTERN, f"[PHONE-{i + 1}]") for i, (start, end) in enumerate(pairs)
    ]


@given(redactions())
def test_putting_each_original_back_gives_the_source_again(case):
    source, spans = case
    redacted, mapping = redact(source, spans)
    for r in reversed(mapping.replacements):
        assert redacted[r.redacted_start : r.redacted_end] == r.token
        redacted = redacted[: r.redacted_start] + source[r.source_start : r.source_end] + redacted[r.redacted_end :]
    assert redacted == source


@given(redactions(), st.data())
def test_a_source_span_comes_back_whole_and_grows_only_to_the_ends_of_identifiers(case, data):
    source, spans = case
    _, mapping = redact(source, spans)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(source)), st.integers(0, len(source)))))
    back_start, back_end = mapping.to_source(*mapping.to_redacted(start, end))
    edges = {edge for s, e, *_ in spans for edge in (s, e)}
    assert back_start <= start <= end <= back_end
    assert back_start == start or back_start in edges
    assert back_end == end or back_end in edges


@given(redactions(), st.data())
def test_kept_text_between_identifiers_is_the_same_on_both_sides(case, data):
    source, spans = case
    redacted, mapping = redact(source, spans)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(redacted)), st.integers(0, len(redacted)))))
    if any(r.redacted_start < end and start < r.redacted_end for r in mapping.replacements):
        return
    source_start, source_end = mapping.to_source(start, end)
    assert source[source_start:source_end] == redacted[start:end]


@given(redactions())
def test_a_map_survives_the_way_through_the_database(case):
    _, mapping = redact(*case)
    assert RedactionMap.from_rows(mapping.to_rows()) == mapping


@pytest.mark.parametrize(("start", "end"), [(5, 8), (4, 9), (6, 7), (4, 6)])
def test_a_cut_inside_an_identifier_widens_to_the_whole_of_it(start, end):
    redacted, mapping = redact("call Ruth now", [(5, 9, IdentifierKind.PATIENT, Layer.KNOWN, "[PATIENT-1]")])
    assert redacted == "call [PATIENT-1] now"
    assert mapping.to_redacted(start, end) == (min(start, 5), 16)


def test_overlapping_replacements_are_refused():
    with pytest.raises(ValueError, match="in order and apart"):
        redact(
            "abcdefgh",
            [
                (0, 4, IdentifierKind.ID, Layer.PATTERN, "[ID-1]"),
                (3, 6, IdentifierKind.ID, Layer.PATTERN, "[ID-2]"),
            ],
        )


def test_a_boundary_inside_an_identifier_moves_before_it_so_that_parts_stay_apart():
    _, mapping = redact("Seen by Ruth Calloway", [(8, 21, IdentifierKind.PATIENT, Layer.KNOWN, "[PATIENT-1]")])
    assert mapping.boundary_to_redacted(12) == 8
    assert mapping.boundary_to_redacted(21) == 19


@st.composite
def two_redactions(draw):
    """A source, its redaction, and a second redaction that leaves the tokens of the first alone."""
    source, spans = draw(redactions())
    redacted, first = redact(source, spans)
    cuts = sorted(set(draw(st.lists(st.integers(0, len(redacted)), max_size=12))))
    free = [
        (start, end)
        for start, end in itertools.pairwise(cuts)
        if not any(start < r.redacted_end and r.redacted_start < end for r in first.replacements)
    ]
    moved = [
        (start, end, IdentifierKind.DATE, Layer.PATTERN, "é" * draw(st.integers(1, 9)))
        for start, end in free
        if draw(st.booleans())
    ]
    return source, redacted, first, *redact(redacted, moved)


@given(two_redactions())
def test_two_redactions_in_a_row_are_one_map_from_the_source_to_what_crosses(case):
    source, _, first, crossing, second = case
    whole = first.then(second)
    for r in reversed(whole.replacements):
        assert crossing[r.redacted_start : r.redacted_end] == r.token
        crossing = crossing[: r.redacted_start] + source[r.source_start : r.source_end] + crossing[r.redacted_end :]
    assert crossing == source


@given(two_redactions(), st.data())
def test_a_span_goes_over_both_maps_as_over_the_one(case, data):
    source, _, first, crossing, second = case
    whole = first.then(second)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(source)), st.integers(0, len(source)))))
    assert whole.to_redacted(start, end) == second.to_redacted(*first.to_redacted(start, end))
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(crossing)), st.integers(0, len(crossing)))))
    assert whole.to_source(start, end) == first.to_source(*second.to_source(start, end))


def test_a_second_redaction_that_touches_a_token_is_refused():
    redacted, first = redact("call Ruth now", [(5, 9, IdentifierKind.PATIENT, Layer.KNOWN, "[PATIENT-1]")])
    _, second = redact(redacted, [(7, 12, IdentifierKind.ID, Layer.PATTERN, "[ID-1]")])
    with pytest.raises(ValueError, match="leave the tokens"):
        first.then(second)
