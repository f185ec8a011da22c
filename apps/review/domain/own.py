"""Own judgement first: which letters are asked for it, which criteria, and what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from apps.drafting.domain.criteria import Verdict

MOST_ASKED = 5
OWN_WORDS: Mapping[Verdict, str] = {
    Verdict.MET: "Met",
    Verdict.NOT_MET: "Not met",
    Verdict.INSUFFICIENT: "The chart does not say",
}
LOTS = 16**8  # a lot is read off eight hex digits


class Skip(StrEnum):
    """Why somebody sees the machine's answers without judging first."""

    PATIENT = "patient"
    SEEN = "seen"
    OTHER = "other"


SKIP_WORDS: Mapping[Skip, str] = {
    Skip.PATIENT: "The patient comes first: there is no time for this now",
    Skip.SEEN: "I know already what the machine answered",
    Skip.OTHER: "Another reason",
}


def is_drawn(lot: str, percent: int) -> bool:
    """Say whether a draft is among so many per cent of all; ``lot`` are evenly spread hex digits of its own."""
    return int(lot[:8], 16) * 100 < percent * LOTS


def asked_of(node_ids: Sequence[str], lots: Mapping[str, str]) -> tuple[str, ...]:
    """Return which criteria are asked, in the policy's order: all, or the few with the lowest lots."""
    drawn = set(sorted(node_ids, key=lambda node_id: (lots[node_id], node_id))[:MOST_ASKED])
    return tuple(node_id for node_id in node_ids if node_id in drawn)


def read(asked: Iterable[str], typed: Mapping[str, str]) -> dict[str, Verdict]:
    """Return the verdict that was given on each criterion, by its number; what is no verdict is left out."""
    known = {verdict.value: verdict for verdict in Verdict}
    return {node_id: known[typed[node_id]] for node_id in asked if typed.get(node_id) in known}


def why_not_all(asked: Sequence[str], given: Mapping[str, Verdict]) -> str:
    """Return which criteria still lack a verdict, in a sentence, or an empty text."""
    lacking = [node_id for node_id in asked if node_id not in given]
    if not lacking:
        return ""
    named = ", ".join(lacking)
    return f"Say of criterion {named} whether it is met." if len(lacking) == 1 else f"Judge criteria {named}, too."


def side_by_side(own: Verdict, machine: Verdict, who: str = "You") -> str:
    """Say what a person and the machine answered to one criterion."""
    return f"{who}: {OWN_WORDS[own].lower()}. The machine: {OWN_WORDS[machine].lower()}."
