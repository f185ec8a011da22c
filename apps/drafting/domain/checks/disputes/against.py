"""One passage that speaks against a claim."""

import re
from dataclasses import dataclass

from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.dates import date_mentions


@dataclass(frozen=True, slots=True)
class Dispute:
    """``sentence`` says in what they differ; the quote is shown with it."""

    rule: str
    quote: Quote
    sentence: str


# A claim in such words tells of the past, and the past is not contradicted by what is now.
PAST = re.compile(
    r"\b(?:ended|stopped|discontinued|past|prior|previous(?:ly)?|former(?:ly)?|history|hx|earlier|tried|failed|failure|"
    r"was on|resolved|removed|until|completed|held|hold|reduced from|increased from|corrected from|"
    r"planned|not yet)\b|->|→",
    re.IGNORECASE,
)


def is_of_now(claim: ProposedClaim) -> bool:
    """Return whether a claim tells what is now: it names no day, and says nothing of the past or of a plan."""
    return not PAST.search(claim.text) and not date_mentions(claim.text)
