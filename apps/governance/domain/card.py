"""The model card: the 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B) in nine groups, each said or not available.

A card is JSON: ``attributes`` by their key, ``measures`` (label, value, unit, of how many, interval), and what only the
CHAI applied model card asks for under ``chai``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Card = Mapping[str, Any]

NOT_AVAILABLE = "Not available"

INPUT_FEATURES = (
    "Use of race, ethnicity, language, sexual orientation, gender identity, sex, date of birth, social determinants "
    "and health status as input"
)

# Group, then key and title of each attribute, in the order of the rule.
GROUPS: Sequence[tuple[str, Sequence[tuple[str, str]]]] = (
    ("Details and output of the intervention", (
        ("developer", "Name and contact of the developer"),
        ("funding", "Funding source of the technical implementation"),
        ("output", "Value that the intervention produces as an output"),
        ("output_type", "Type of output: prediction, classification, recommendation, evaluation, analysis or other"),
    )),
    ("Purpose of the intervention", (
        ("intended_use", "Intended use"),
        ("populations", "Intended patient populations"),
        ("users", "Intended users"),
        ("decision_role", "Intended decision-making role: informs, augments or replaces clinical management"),
    )),
    ("Cautioned out-of-scope use", (
        ("out_of_scope", "Tasks, situations or populations in which not to use it"),
        ("known_risks", "Known risks, inappropriate settings or uses, known limitations"),
    )),
    ("Development details and input features", (
        ("training_criteria", "What was included in and excluded from the training data"),
        ("input_features", INPUT_FEATURES),
        ("training_representativeness", "Demographic representativeness of the training data"),
        ("training_relevance", "Relevance of the training data to the setting it is used in"),
    )),
    ("Process used to ensure fairness in development", (
        ("fairness_approach", "Approach to make the output fair"),
        ("bias_management", "Approach to manage, reduce or eliminate bias"),
    )),
    ("External validation process", (
        ("external_source", "Data source, clinical setting or environment other than those of training and testing"),
        ("external_party", "Party that conducted the external testing"),
        ("external_representativeness", "Demographic representativeness of the external data"),
        ("external_process", "How the external validation was done"),
    )),
    ("Quantitative measures of performance", (
        ("validity_internal", "Validity in test data from the source of the training data"),
        ("fairness_internal", "Fairness in test data from the source of the training data"),
        ("validity_external", "Validity in data from another source"),
        ("fairness_external", "Fairness in data from another source"),
        ("outcome_references", "References to evaluations of its use on outcomes"),
    )),
    ("Ongoing maintenance of implementation and use", (
        ("validity_monitoring", "Process and frequency of monitoring validity"),
        ("validity_local", "Validity in local data"),
        ("fairness_monitoring", "Process and frequency of monitoring fairness"),
        ("fairness_local", "Fairness in local data"),
    )),
    ("Update and continued validation or fairness assessment", (
        ("update_process", "Process and frequency of updates"),
        ("correction_process", "Process and frequency of correcting performance when risks are found"),
    )),
)  # fmt: skip

KEYS = frozenset(key for _, attributes in GROUPS for key, _ in attributes)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One source attribute as the page shows it; ``text`` is empty where nobody said it."""

    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The attributes of one group, in the rule's order."""

    title: str
    attributes: tuple[Attribute, ...]


def card_groups(card: Card) -> tuple[CardGroup, ...]:
    """Return all attributes of a card in their groups, those that nobody said among them."""
    said = card.get("attributes", {})
    return tuple(
        CardGroup(title, tuple(Attribute(key, name, str(said.get(key, "")).strip()) for key, name in attributes))
        for title, attributes in GROUPS
    )


def said_of(card: Card) -> tuple[int, int]:
    """Return how many attributes a card says, and of how many."""
    said = sum(bool(attribute.text) for group in card_groups(card) for attribute in group.attributes)
    return said, len(KEYS)


def card_faults(card: Card) -> list[str]:
    """Return what is wrong with a card that somebody wants to register, in sentences."""
    attributes = card.get("attributes")
    if not isinstance(attributes, Mapping):
        return ["A card holds its texts under “attributes”."]
    unknown = sorted(set(attributes) - KEYS)
    faults = [f"No source attribute is called “{key}”." for key in unknown]
    return faults + [f"“{key}” is not a text." for key, text in attributes.items() if not isinstance(text, str)]


def texts_of(said: object) -> Iterator[str]:
    """Yield every text of a card, however deep it stands, the names of its parts included."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for name, value in said.items():
            yield str(name)
            yield from texts_of(value)
    elif isinstance(said, list | tuple):
        for value in said:
            yield from texts_of(value)
