"""(J) Account numbers, cards and bank accounts."""

import pytest

from tests.redaction.classes import LOCAL, found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Acct#: GRM-998877", "GRM-998877"),
        ("account number is 00123456", "00123456"),
        ("claim no. 2026-88123", "2026-88123"),
        ("Account ending -8842.", "8842"),
        ("IBAN GB29NWBK60161331926819", "GB29NWBK60161331926819"),
        ("to DE89370400440532013000 please", "DE89370400440532013000"),
    ],
)
def test_what_is_one_is_taken_out(text, value):
    assert ("ACCOUNT", value) in found(text, LOCAL)


@pytest.mark.parametrize(
    "text",
    [
        "takes into account 3 factors",
        "on account of 2 falls",
        "invoice sent",
        "claims 5 of 10 pain",
    ],
)
def test_what_only_looks_like_one_stays(text):
    assert found(text, LOCAL) == []


@pytest.mark.parametrize(
    "text", ["card 4111 1111 1111 1111 on file", "5555555555554444", "my card 630427373398 is lost"]
)
def test_payment_cards_are_taken_out(text):
    assert [kind for kind, _ in found(text, LOCAL)] == ["CARD"]


def test_sixteen_digits_with_a_wrong_check_digit_are_no_card_without_the_word():
    assert found("sequence 4111111111111112 read", LOCAL) == []
