"""What an appeal argues against: the payer's refusal as it stands in a chart. Redacted words only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

DENIAL = "The denial"  # the section of an appeal that tells what the payer decided, and nothing about the patient


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal as the desk tells it when it asks for an appeal."""

    notice_on: date
    reason: str  # the payer's reason as our list has it
    words: str  # as the payer stated it
    letter_id: str  # of the payer's letter, a source document of the chart
    since: datetime  # what came into the chart after this moment is new to the payer

    def kept(self) -> dict[str, str]:
        """Return it as it is kept with a draft."""
        return {
            "notice_on": self.notice_on.isoformat(), "reason": self.reason, "words": self.words,
            "letter_id": self.letter_id, "since": self.since.isoformat(),
        }  # fmt: skip

    @classmethod
    def told(cls, kept: Mapping[str, Any]) -> "Refused":
        """Return what ``kept`` gave."""
        return cls(
            date.fromisoformat(kept["notice_on"]), kept["reason"], kept["words"], kept["letter_id"],
            datetime.fromisoformat(kept["since"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Denial:
    """The same for a composer: its document as the passages name it, and which documents are new since."""

    notice_on: date
    reason: str
    words: str
    since: date  # the day of the denied letter
    document_id: str = ""  # of the redacted letter; empty where the requester may not read it
    new_documents: tuple[str, ...] = ()  # redacted documents, none that a payer wrote
