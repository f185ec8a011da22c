"""What the words of a draft request may not be: orders to whatever writes the draft (0028, 0029)."""

import re

from apps.redaction.domain.injection import orders_in
from apps.redaction.domain.injection.signs import Why

# Asking for the draft itself is its purpose; the scan, made for notes, takes it for work foreign to a note.
_ASKS_FOR_DRAFT = re.compile(
    r"(?i)^\W*(?:please |kindly )?(?:write|draft|prepare|put together|make|create|compile|compose|summari[sz]e|list|"
    r"show|include|focus|cite|mention|give)\b"
)
# What closes or opens a machine's own text, and what nobody writes who says what a summary is for.
_OF_MACHINES = re.compile(
    r"(?i)[\"'}\]]{2}[\]}]|#{3,}|<\||\|>|\]\]>|\$\{|\{\{|</?(?:system|user|assistant|instructions?|prompt)>|"
    r"^\W*(?:system|assistant|developer)\s*:|^\W*(?:respond|reply|answer|output|print) (?:only|just|with|in|as)\b|"
    r"\bnew (?:system )?instructions?\s*:\s*(?:approve|ignore|write|say|output|state)"
)


def orders_software(text: str) -> bool:
    """Say whether the words of a request give orders to software instead of saying what a draft is for."""
    if _OF_MACHINES.search(text):
        return True
    return any(order.why != Why.TASK or not _ASKS_FOR_DRAFT.match(text[order.start :]) for order in orders_in(text))
