"""Words by which reviewers say that a draft was broken: whole words, in any case, and data that says whose it is."""

import pytest

from apps.quality.domain.broken import complaints_in, word_list


@pytest.mark.parametrize(
    ("remark", "groups"),
    [
        ("This is the WRONG PATIENT.", ("wrong_patient",)),
        ("wrong-patient page, and hallucinated doses", ("wrong_patient", "made_up")),
        ("Sentence is cut  off.", ("cut_off",)),
        ("The template was left in; gibberish at the end", ("template", "gibberish")),
        ("She fabricates jewellery", ("made_up",)),  # a word list knows no meaning: a case is looked at by a person
        ("Contemplated surgery; nonstale", ()),
        ("", ()),
    ],
)
def test_a_remark_is_filed_under_the_groups_whose_words_stand_in_it(remark, groups):
    assert complaints_in([remark]) == groups


def test_each_group_is_told_once_however_often_it_is_said():
    assert complaints_in(["made up", "invented", "Made up again"]) == ("made_up",)


def test_the_list_says_where_it_is_from_and_its_keys_fit_their_column():
    assert "by us" in word_list().source
    assert max(map(len, word_list().groups)) <= 20
