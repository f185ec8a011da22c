"""What whoever opens a chart has to know at once: complaint, vital signs, allergies, active problems, medications."""

import re

PRIORITY_KINDS = frozenset({"chief_complaint", "vital_signs", "allergies", "problems", "medications"})
# A list of what is over is no list of what is so: "Resolved problems", "Ordered, no longer current".
_OVER = re.compile(
    r"\b(?:resolved|inactive|no longer|stopped|discontinued|past|previous|prior|not taken|former|history)\b"
    r"(?! to admission)",
    re.IGNORECASE,
)


def is_priority(section_kind: str, section_title: str) -> bool:
    """Return whether a passage of this section is one of the high-priority ones."""
    return section_kind in PRIORITY_KINDS and not _OVER.search(section_title)
