"""What became of known errors: caught or not, in words that a person may read about themselves."""

import re
from collections import Counter

from apps.review.domain.status import ClaimState, Outcome

_WORD = re.compile(r"[\w.]+")
WEEK_DAYS = 7
NOT_JUDGED = frozenset({Outcome.CANNOT_JUDGE, Outcome.RETURN})


def is_due(ready: int, seeded: int, percent: int) -> bool:
    """Say whether one more keeps the drafts known to be wrong within so many per cent of a week's."""
    return (seeded + 1) * 100 <= ready * percent


def is_caught(
    outcome: Outcome, state: ClaimState | None, *, planted: str, right: str, final: str
) -> bool | None:  # fmt: skip
    """Say whether a known error was caught; None where the draft was not judged.

    ``planted`` and ``right`` are the sentence with the error and as it was (empty: it was put in), ``final`` the
    sentence as it was left. A rejected draft goes nowhere, and its errors with it.
    """
    if outcome in NOT_JUDGED:
        return None
    if outcome is Outcome.REJECT or state is ClaimState.REMOVED:
        return True
    return state is ClaimState.EDITED and is_undone(planted=planted, right=right, final=final)


def is_undone(*, planted: str, right: str, final: str) -> bool:
    """Say whether an edit took an error out: what it put there is gone, or what it took away is back."""
    wrong, true, left = (_words(text) for text in (planted, right, final))
    added, taken = wrong - true, true - wrong
    if not right:
        return sum((wrong & left).values()) * 2 < sum(wrong.values())
    if added and all(left[word] < wrong[word] for word in added):
        return True
    return bool(taken) and all(left[word] > wrong[word] for word in taken)


def _words(text: str) -> Counter[str]:
    return Counter(word.strip(".").casefold() for word in _WORD.findall(text))


def told(outcome: Outcome, caught: int, planted: int) -> str:
    """Say how it went, kindly."""
    if outcome in NOT_JUDGED:
        return "You said that you could not judge it. That is an answer, and nothing is counted."
    errors = "the error that was put in" if planted == 1 else f"the {planted} errors that were put in"
    if outcome is Outcome.REJECT:
        return f"You rejected the draft, and with it {errors}."
    if caught == planted:
        return f"You caught {errors}."
    if caught == 0:
        got = errors[0].upper() + errors[1:]
        return f"{got} got past you, as it happens to every careful reader. No patient was concerned."
    return f"You caught {caught} of {errors}. No patient was concerned."
