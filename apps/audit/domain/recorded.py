"""Which rows stand for an act, and how the event of that act names its row: what the log is compared with (T08).

Each room says so of its own tables (``domain/recorded.py``); the settings name the rooms (WORKBENCH_RECORDED).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.audit.domain.actions import Action


@dataclass(frozen=True, slots=True)
class Recorded:
    """One kind of row: its table and name, the acts that make one, and where their event names it.

    ``named_in`` is a key of the details; empty where the event is about the row itself.
    """

    table: str
    name: str
    actions: Sequence[Action]
    named_in: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found of one kind: rows, rows that no event tells of, and events whose row is not there."""

    table: str
    name: str
    rows: int
    without_event: int
    without_row: int

    @property
    def is_off(self) -> bool:
        return bool(self.without_event or self.without_row)
