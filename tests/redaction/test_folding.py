"""The plainer twin of a text, and the way back from it."""

from hypothesis import given
from hypothesis import strategies as st

from apps.redaction.domain.folding import fold, fold_key

TEXT = st.text(st.sampled_from("aB1 .,-\n\r\t’é") | st.characters(exclude_categories=["Cs"]), max_size=40)


@given(TEXT)
def test_every_folded_character_comes_from_a_place_of_the_source_in_order(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text(st.characters(codec="ascii"), max_size=40).filter(lambda text: "-" not in text))
def test_plain_text_is_its_own_twin(text):
    assert fold(text).text == text


def test_accents_quotes_soft_hyphens_and_broken_words_fold_away():
    assert fold("Montan\u0303ez O’Keefe Cal\u00adlo-\n way ß").text == "Montanez O'Keefe Calloway ss"


def test_an_accent_is_part_of_its_letters_span():
    text = "n\u0303o"
    assert fold(text).span(0, 1) == (0, 2)


def test_two_writings_of_one_number_have_one_key():
    assert fold_key("00-4471-92") == fold_key("00 4471.92") == "00447192"
