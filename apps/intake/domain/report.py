"""What came of a message: counted so that nothing can go missing unseen."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Report:
    """Counts of one message, or of many added up."""

    messages: int = 0
    resources: int = 0
    accepted: int = 0
    unchanged: int = 0
    quarantined: int = 0
    repeated: int = 0  # messages that had been received before, word for word
    destroyed: int = 0  # of these, messages that were destroyed with a patient's record and are not taken again
    unreadable: int = 0  # messages of which nothing could be read
    faults: int = 0  # messages that the workbench itself stumbled over
    reasons: Counter[str] = field(default_factory=Counter)  # sentence -> how many were held for it
    types: Counter[str] = field(default_factory=Counter)  # resource types kept but not understood
    attachments: Counter[str] = field(default_factory=Counter)  # media types kept but not readable yet

    @property
    def lost(self) -> int:
        """Return how many resources are neither accepted, unchanged nor quarantined: always 0, or there is a fault."""
        return self.resources - self.accepted - self.unchanged - self.quarantined

    def add(self, other: "Report") -> None:
        """Add another report to this one."""
        for name in (
            "messages",
            "resources",
            "accepted",
            "unchanged",
            "quarantined",
            "repeated",
            "destroyed",
            "unreadable",
            "faults",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.reasons += other.reasons
        self.types += other.types
        self.attachments += other.attachments
