"""Why a document may be restricted, in our own few words, and who that keeps out.

The codes of the senders (v3-ActCode, v3-Confidentiality) are read in ``chart.domain.labels``; rights speak of these.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Label(StrEnum):
    """One reason why a document is sensitive. A document shows to whoever holds the right to each of its labels."""

    HIV = "hiv"
    MENTAL_HEALTH = "mental_health"
    PSYCHOTHERAPY = "psychotherapy"  # notes kept apart from the record: 45 CFR 164.501
    SUBSTANCE_USE = "substance_use"
    PART2 = "part2"  # records of a substance use program: 42 CFR Part 2
    PART2_COUNSELLING = "part2_counselling"  # its counselling notes: 42 CFR 2.11
    SEXUAL_HEALTH = "sexual_health"
    VIOLENCE = "violence"
    GENETIC = "genetic"
    TABOO = "taboo"  # not to be shown before a clinician has spoken with the patient
    CELEBRITY = "celebrity"
    RESTRICTED = "restricted"  # by its sender, who named no reason we know
    VERY_RESTRICTED = "very_restricted"
    UNCLASSIFIED = "unclassified"  # from before there were labels: nobody has looked yet what it holds


# What a person reads: "Restricted: substance use".
LABEL_WORDS: Mapping[Label, str] = {
    Label.HIV: "HIV",
    Label.MENTAL_HEALTH: "mental health",
    Label.PSYCHOTHERAPY: "psychotherapy note",
    Label.SUBSTANCE_USE: "substance use",
    Label.PART2: "substance use program",
    Label.PART2_COUNSELLING: "substance use counselling note",
    Label.SEXUAL_HEALTH: "sexual health",
    Label.VIOLENCE: "violence",
    Label.GENETIC: "genetic information",
    Label.TABOO: "to be discussed first",
    Label.CELEBRITY: "well-known person",
    Label.RESTRICTED: "by its sender",
    Label.VERY_RESTRICTED: "very restricted by its sender",
    Label.UNCLASSIFIED: "not yet classified",
}

# What a treating clinician needs to treat safely; each other label needs a right of its own.
TREATING = frozenset({
    Label.HIV, Label.MENTAL_HEALTH, Label.SUBSTANCE_USE, Label.SEXUAL_HEALTH, Label.VIOLENCE, Label.GENETIC,
    Label.TABOO, Label.CELEBRITY,
})  # fmt: skip
# What no emergency opens (F22); what nobody has classified yet may be of that kind.
NEVER_IN_AN_EMERGENCY = frozenset({Label.PSYCHOTHERAPY, Label.PART2_COUNSELLING, Label.UNCLASSIFIED})
# What leaves the house only with the patient's written consent: 42 CFR 2.31, 45 CFR 164.508(a)(2), and whatever a
# sender restricted for a reason we do not know (F14). No consent covers what nobody has classified.
LEAVES_BY_CONSENT = frozenset({
    Label.PSYCHOTHERAPY, Label.PART2, Label.PART2_COUNSELLING, Label.RESTRICTED, Label.VERY_RESTRICTED,
    Label.UNCLASSIFIED,
})  # fmt: skip
CONSENTED_TO = tuple(label for label in Label if label in LEAVES_BY_CONSENT and label is not Label.UNCLASSIFIED)
EMERGENCY = frozenset(Label) - NEVER_IN_AN_EMERGENCY


def label_words(labels: Iterable[str]) -> str:
    """Return labels as a person reads them, "Restricted: HIV, substance use", or an empty text for none."""
    held = set(labels)
    words = ", ".join(text for label, text in LABEL_WORDS.items() if label.value in held)
    return f"Restricted: {words}" if words else ""
