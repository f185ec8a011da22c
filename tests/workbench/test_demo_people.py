"""The people of the demo are enough to do what takes two."""

from collections import Counter

from workbench.demo import fixtures


def test_a_second_privacy_officer_can_accept_what_the_first_corrected() -> None:
    officers = [row for row in fixtures.cast()["people"] if row["role"] == "privacy_officer"]
    assert Counter(row["organization"] for row in officers)["cedar-hollow"] == 2


def test_everybody_signs_in_with_an_address_of_their_own() -> None:
    addresses = [row["email"] for row in fixtures.cast()["people"]]
    assert len(addresses) == len(set(addresses))
