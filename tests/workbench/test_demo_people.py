"""The people of the demo are enough to do what takes two."""

from collections import Counter

from apps.access.domain.labels import Label
from apps.access.domain.roles import role_labels
from apps.chart.domain.labels import label_text
from workbench.demo import fixtures


def test_a_second_privacy_officer_can_accept_what_the_first_corrected() -> None:
    officers = [row for row in fixtures.cast()["people"] if row["role"] == "privacy_officer"]
    assert Counter(row["organization"] for row in officers)["cedar-hollow"] == 2


def test_everybody_signs_in_with_an_address_of_their_own() -> None:
    addresses = [row["email"] for row in fixtures.cast()["people"]]
    assert len(addresses) == len(set(addresses))


def test_somebody_of_the_demo_may_read_a_chart_but_not_what_is_labelled_in_it() -> None:
    roles = {row["email"]: row["role"] for row in fixtures.cast()["people"]}
    readers = {
        roles[row["person"]] for row in fixtures.cast()["grants"] if row["patient"] == "larue-sumi" and "person" in row
    }
    notes = [path.read_text() for path in (fixtures.CHARTS / "larue-sumi" / "notes").glob("*.txt")]
    labels = {label for note in notes for label in label_text(title="", text=note).labels}
    assert labels == {Label.GENETIC.value}
    assert {Label.GENETIC in role_labels(role) for role in readers} == {True, False}
