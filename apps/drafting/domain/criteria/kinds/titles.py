"""Whether a title is of the treatment itself: "oxygen titration walk" tries oxygen out, and gives nobody any."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.names import Named, named_in

# What, said after a name, makes another thing of it: a test, talk or paper about the treatment.
OF_ANOTHER_THING = re.compile(
    r"(?i)^[ -](?:(?!and\b|with\b|for\b|by\b)[\w/]+[ -]){0,2}?(?:titration|walk|test(?:ing)?|study|qualif\w+|"
    r"measurements?|level|oximetry|"
    r"education|teaching|counsel\w+|discussion|instruction\w*|order|request|prescription|denial|appeal|authori[sz]ation|"
    r"referral|survey|questionnaire|screen(?:ing)?|candidacy|evaluation for|recertification|recert|refusal|"
    r"consent|allergy|level|trough|removal|explant\w*|discontinuation|cancellation)\b"
)
OF_ANOTHER_BEFORE = re.compile(
    r"(?i)\b(?:evaluation|assessment|referral|order|consent|education|teaching|counseling|qualification|testing|test|"
    r"screening|refusal|discontinuation|removal|candidate|discussion) (?:for|of|on|about|to) (?:\w+ ){0,2}$"
)


def named_treatment(title: str, names: Sequence[str]) -> Named | None:
    """Return the name under which a title is of one of the treatments, or None where it is of another thing."""
    found = (one for one in named_in(title, names, classes=True) if not _is_another(title, one))
    return min(found, key=lambda one: (one.start, one.start - one.end), default=None)


def _is_another(title: str, one: Named) -> bool:
    """A name that holds the word itself, "oxygen titration", is of that thing."""
    return bool(OF_ANOTHER_THING.match(title[one.end :]) or OF_ANOTHER_BEFORE.search(title[: one.start]))


def done_words(quoted: str, names: Sequence[str]) -> str:
    """Return which of the names a line of the chart is of, as a reason tells it: the first one, where none shows."""
    found = named_treatment(quoted, names)
    return found.name if found else names[0] if names else "it"
