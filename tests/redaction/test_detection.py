"""What several layers found becomes spans that do not overlap; nothing that one of them marked is lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.detection import Detection, kept_lines, settle
from apps.redaction.domain.kinds import IdentifierKind, Layer

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 8))
FOUND = st.builds(
    lambda span, kind, known: Detection(span[0], span[0] + span[1], kind, known),
    SPANS,
    st.sampled_from(IdentifierKind),
    st.booleans(),
)


@given(st.lists(FOUND, max_size=12))
def test_every_marked_character_stays_marked_and_spans_stand_apart(found):
    settled = settle(found)
    marked = {offset for d in found for offset in range(d.start, d.end)}
    assert {offset for d in settled for offset in range(d.start, d.end)} == marked
    assert all(one.end <= other.start for one, other in itertools.pairwise(settled))


@given(st.lists(FOUND, max_size=8), st.randoms())
def test_the_order_of_the_layers_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert settle(shuffled) == settle(found)


def test_the_record_outweighs_a_pattern_of_the_same_length_and_a_longer_span_outweighs_both():
    phone, mrn = Detection(0, 8, IdentifierKind.PHONE, Layer.PATTERN), Detection(0, 8, IdentifierKind.MRN, Layer.KNOWN)
    longer = Detection(0, 12, IdentifierKind.MEMBER_ID, Layer.PATTERN)
    assert settle([phone, mrn]) == [mrn]
    assert settle([phone, mrn, longer])[0].kind is IdentifierKind.MEMBER_ID


def test_a_fax_number_is_called_one_though_it_has_the_shape_of_a_telephone_number():
    phone, fax = (Detection(5, 17, kind, Layer.PATTERN) for kind in (IdentifierKind.PHONE, IdentifierKind.FAX))
    assert settle([phone, fax]) == settle([fax, phone]) == [fax]


@given(st.text(alphabet="ab \t\r\n", max_size=24), st.integers(0, 24), st.integers(0, 24))
def test_a_replaced_span_never_holds_a_line_end(text, one, other):
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    if not text[start:end].strip():
        return
    pieces = list(kept_lines(text, [Detection(start, end, IdentifierKind.PATIENT, Layer.KNOWN)]))
    assert "".join("".join(text[d.start : d.end].split()) for d in pieces) == "".join(text[start:end].split())
    if "\n" in text[start:end]:
        assert not any("\n" in text[d.start : d.end] or "\r" in text[d.start : d.end] for d in pieces)
