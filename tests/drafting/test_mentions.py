"""A drug is looked for only where a word begins like it: nothing that reading every sentence finds is missed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.drafting.domain.facts.notes import read_notes
from apps.drafting.domain.reconcile.mentions import NoteWords, doses_of, mentions, mentions_of
from tests.drafting.charts import note, summary_of

DAY = date(2026, 3, 3)
KEYS = ("methotrexate", "insulin glargine", "sacubitril", "aspirin", "lef", "folic acid", "5")
SAID = (
    "Methotrexate", "MTX", "metho", "mtx/LEF", "(ASA)", "asap", "aspir", "glarg", "insulin", "sac/val", "Sac", "met",
    "5", "folic", "acid", "LEFT", "x-LEF", "her", "stopped", "20 mg", "5-ASA", "KMTX", "acid/base",
)  # fmt: skip


def lines_of(*texts):
    notes = summary_of(*(note(text, DAY) for text in texts))
    return read_notes(notes.passages, notes.task)[0]


@given(st.sampled_from(KEYS), st.lists(st.lists(st.sampled_from(SAID), min_size=1, max_size=6), max_size=5))
def test_every_sentence_that_names_a_drug_is_found_in_its_order(key, said):
    lines = lines_of(*(" ".join(words) for words in said))
    found = [mention.line for mention in mentions(key, NoteWords(lines))]
    assert found == [line for line in lines if next(mentions_of(key, line.text), None)]


def test_a_relatives_drug_is_left_out_and_the_patients_own_is_read():
    lines = lines_of("Stopped methotrexate 20 mg last week.", "Her sister takes methotrexate.")
    (mention,) = mentions("methotrexate", NoteWords(lines))
    assert (mention.dose, mention.taken_off, mention.ended, mention.past) == ("20", True, True, False)


@pytest.mark.parametrize(
    ("said", "doses"),
    {
        "Sacubitril-valsartan 24-26 mg oral tablet": {"24/26", "24", "26"},
        "Sacubitril/valsartan 24/26 mg": {"24/26"},
        "Cyclobenzaprine 5-10 mg at bedtime": {"5/10", "5", "10"},
        "Prednisone 40 mg for 5-7 days": {"40"},
        "Insulin lispro, drops by 0900": set(),
        "Lispro 4-5x a day": set(),
    }.items(),
)  # fmt: skip
def test_a_pair_of_strengths_is_one_dose_however_it_is_written_and_an_hour_is_none(said, doses):
    assert doses_of(said) == doses
