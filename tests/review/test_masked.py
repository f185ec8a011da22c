"""Who sees a patient masked reads titles, not tokens."""

import pytest

from apps.drafting.models import Draft
from apps.review.domain.masked import title_masked
from tests.review.test_authorization_pages import page


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("[PERSON-6]", "a letter for this patient"),
        ("[PATIENT-1], [PLACE-2]", "a letter for this patient"),
        ("Adalimumab for [PATIENT-1]", "Adalimumab for this patient"),
        ("Trap [PERSON-6]", "Trap (a name)"),
        ("Oxygen, call [PHONE-1]", "Oxygen, call (masked)"),
        ("Adalimumab", "Adalimumab"),
    ],
)
def test_a_title_reads_as_one_where_the_patient_is_masked(subject, words):
    assert title_masked(subject) == words


def test_staff_read_no_token_in_the_title_of_a_letter_and_on_the_desk(to_submit):
    Draft.objects.filter(pk=to_submit.draft.pk).update(subject="[PERSON-6]")
    shown = page(to_submit, to_submit.world.lindqvist).content.decode()
    assert "At the payer: a letter for this patient" in shown
    assert "PERSON-6" not in shown
    assert "PERSON-6" not in to_submit.client(to_submit.world.lindqvist).get("/").content.decode()
