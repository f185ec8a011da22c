from apps.core.canonical import sha256_hex
from apps.viewer.domain.citations import BoundSpan, line_around, resolves

TEXT = "Pt called.\nStopped MTX last wk after 5 doses.\nAdvised hold."
START, END = TEXT.index("5 doses"), TEXT.index("5 doses") + 7


def bound(text=TEXT, start=START, end=END, quote=None):
    return BoundSpan("id", sha256_hex(text), start, end, sha256_hex(quote or text[start:end]))


def test_a_citation_resolves_in_the_very_version_it_was_bound_to():
    assert resolves(bound(), TEXT)


def test_one_changed_character_anywhere_in_the_document_breaks_it():
    assert not resolves(bound(), TEXT.replace("hold", "held"))


def test_a_span_that_no_longer_holds_the_quoted_words_breaks_it():
    assert not resolves(bound(quote="6 doses"), TEXT)


def test_the_same_words_elsewhere_are_never_searched_for():
    moved = f"x{TEXT}"
    assert not resolves(bound(), moved)


def test_a_quote_is_shown_with_its_own_line():
    left, right = line_around(TEXT, START, END)
    assert TEXT[left:right] == "Stopped MTX last wk after 5 doses."
