"""What is refused, and the words for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SENTENCE = "I cannot answer this; it needs a clinician."
REFUSED = "refused"  # the verdict on a question that was not looked up


class Category(StrEnum):
    DOSING = "dosing"
    INTERACTIONS = "interactions"
    CONTRAINDICATIONS = "contraindications"
    TRIAGE = "triage"
    PROCEDURES = "procedures"
    SELF_HARM = "self_harm"
    DECISION = "decision"
    MISUSE = "misuse"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not answered. ``score``: how sure, 0 to 1; it reached the ``threshold`` of its category."""

    category: Category
    sentence: str
    score: float
    threshold: float


ASKS_FOR: Mapping[Category, str] = {
    Category.DOSING: "It asks which dose to give.",
    Category.INTERACTIONS: "It asks whether medicines may be given together.",
    Category.CONTRAINDICATIONS: "It asks whether something may be given or done.",
    Category.TRIAGE: "It asks how urgent something is, or whether it can wait.",
    Category.PROCEDURES: "It asks how a procedure is done.",
    Category.SELF_HARM: "It speaks of harming oneself.",
    Category.DECISION: "It asks for a decision or for advice, not for what the record says.",
    Category.MISUSE: "It asks for something that may harm or wrong a person.",
}
_SELF_HARM = (
    "If somebody is in danger now, call the emergency number or your crisis team. Of the record you can ask: Is "
    "suicidal ideation documented?"
)
INSTEAD: Mapping[Category, str] = {
    Category.DOSING: "What dose is she on? When was it changed, and why?",
    Category.INTERACTIONS: "Which medicines does he take? Was an interaction noted?",
    Category.CONTRAINDICATIONS: "Is a contraindication documented? Which allergies?",
    Category.TRIAGE: "What were the last vital signs? What did the emergency visit find?",
    Category.PROCEDURES: "How was it done last time, and were there complications?",
    Category.SELF_HARM: _SELF_HARM,
    Category.DECISION: "What did cardiology recommend? What is the plan in the last note?",
    Category.MISUSE: "What the record of this patient says; nothing else is looked up here.",
}
