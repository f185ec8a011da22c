"""Which version stands, as a pure decision."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.chart.domain.versions import Decision, Version, decide, is_older

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
STANDING = Version("a", "2", LATE, current=True)
CASES = {
    "nothing is known": (Version("a"), [], Decision.STAND),
    "the same again": (Version("a"), [STANDING], Decision.UNCHANGED),
    "something new": (Version("b"), [STANDING], Decision.STAND),
    "something older by its date": (Version("b", "9", EARLY), [STANDING], Decision.FILE),
    "something older by its number": (Version("b", "1"), [STANDING], Decision.FILE),
    "an old content comes back": (Version("b"), [STANDING, Version("b")], Decision.STAND_AGAIN),
    "an old version comes back as old": (Version("b", "1"), [STANDING, Version("b", "1")], Decision.UNCHANGED),
    "twice in one message": (Version("b"), [Version("a", current=True, same_message=True)], Decision.AMBIGUOUS),
    "twice in one message, numbered": (Version("b", "2"), [Version("a", "1", current=True, same_message=True)],
    Decision.STAND),
    "read again after it was replaced": (Version("b"), [STANDING, Version("b", same_message=True)], Decision.UNCHANGED),
}  # fmt: skip


@pytest.mark.parametrize(("arriving", "known", "decision"), CASES.values(), ids=CASES)
def test_what_becomes_of_an_arriving_version(arriving: Version, known: list[Version], decision: Decision) -> None:
    assert decide(arriving, known) is decision


VERSIONS = st.builds(
    Version, st.sampled_from("abc"), st.sampled_from(["", "1", "2", "x"]), st.sampled_from([None, EARLY, LATE])
)


@given(VERSIONS, VERSIONS)
def test_no_version_is_older_than_one_that_is_older_than_it(one: Version, other: Version) -> None:
    assert not (is_older(one, other) and is_older(other, one))
    assert not is_older(one, one)
