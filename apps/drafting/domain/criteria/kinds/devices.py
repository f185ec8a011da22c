"""Pages that a breathing device wrote: what is counted there was counted under treatment."""

import re
from dataclasses import replace

from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.kinds.common import as_list, names_of
from apps.drafting.domain.criteria.kinds.measurement import Measurement
from apps.drafting.domain.criteria.kinds.noted import How
from apps.drafting.domain.criteria.quantities import quantity_named
from apps.drafting.domain.criteria.settings import states_of
from apps.drafting.domain.tasks import PassageView

# A count of apneas under pressure says how well the treatment works, not how severe the illness is.
ON_DEVICE = re.compile(
    r"\b(?:on|with|while on|using) (?:\w+ ){0,2}(?:CPAP|BiPAP|APAP|PAP)\b|\b(?:CPAP|PAP|device) download\b",
    re.IGNORECASE,
)
_DEVICE = r"(?:CPAP|APAP|auto-?PAP|BiPAP|BPAP|bilevel|ASV|PAP|modem|AirView|Care Orchestrator|EncoreAnywhere)"
DEVICE_PAGE = re.compile(
    rf"(?i)\b{_DEVICE}\b[^\n]{{0,40}}\b(?:download|data|usage|compliance|adherence|card|therapy report)\b|"
    rf"\b(?:compliance|adherence|usage|therapy) (?:report|download|summary|data)\b|\b{_DEVICE}\b[^\n]{{0,20}}\bcm ?H2O"
)
OXYGEN = frozenset({"room air", "on oxygen"})
HEAD = 240  # characters of a page in which it says what it is
EVENTS = frozenset({"AHI"})  # families of the table whose index means another thing under treatment
RULE = re.compile(r"(?<![\d.])(?P<percent>[34]) ?(?:%|percent)")


def asks_device(settings: str) -> bool:
    """Return whether the settings of a test ask for what was measured under treatment."""
    return bool(ON_DEVICE.search(settings) or "treatment" in settings)


def is_device_page(passage: PassageView) -> bool:
    """Return whether a page is the download of a breathing device."""
    return bool(DEVICE_PAGE.search(f"{passage.document_title}\n{passage.text[:HEAD]}"))


def _oxygen_of(passage: PassageView) -> str:
    """Return on which air a recording was made, where the head of its page says one."""
    said = states_of(f"{passage.document_title}\n{passage.text[:HEAD]}") & OXYGEN
    return next(iter(said)) if len(said) == 1 else ""


def rule_asked(test: Test) -> str:
    """Return by how many percent of desaturation a policy wants events scored, or an empty text."""
    text = " ".join(
        (*names_of(test), *(str(word) for word in as_list(test.get("about"))), str(test.get("sentence") or ""))
    )
    told = {match["percent"] for match in RULE.finditer(text)}
    return told.pop() if len(told) == 1 else ""


def by_device(one: Measurement, how: How) -> Measurement:
    """Return a value with what its page says of treatment and of scoring: either can make it another quantity."""
    quantity = quantity_named(one.name)
    if quantity is None or one.why_not:
        return one
    if "asleep" in quantity.tags:
        one = replace(one, around=f"{one.around} asleep {_oxygen_of(one.quote.passage)}")
    if is_device_page(one.quote.passage) or ON_DEVICE.search(one.around):
        one = replace(one, around=f"{one.around} on PAP therapy")
        if quantity.family in EVENTS and not asks_device(how.settings):
            return replace(one, why_not="was measured on treatment")
    rules = {match["percent"] for match in RULE.finditer(f"{one.label} {one.context}")}
    if how.rule and quantity.family in EVENTS and rules and how.rule not in rules:
        return replace(one, why_not="was scored by another rule")
    return one
