"""What is asked of the payer: the order itself, as the chart has it or as a person gave it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.words import stems

NEVER = frozenset({"revoked", "cancelled", "completed", "stopped", "entered-in-error"})
ASKS = re.compile(r"prior auth|\bauthori[sz]ation\b|\brequest|\bawaiting\b|HCPCS|CPT|\bpayer\b", re.IGNORECASE)
ORDINARY = stems(
    "injection mg ml therapy treatment without with and or of for the prevention unspecified multiple member home "
    "single system supply month delivery requested first authorization years over"
)
CODE = re.compile(r"[A-Z]\d{4}|\d{5}")  # HCPCS, CPT
OF_ITS_CODE = 4.0  # the weight of two words: an order by the policy's own code
FEWEST = 1.6  # one word of the order itself, or an order that says it is asked for and why


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """The day of the order, its lines in the chart, and what a person stated of it (``{"dose": "2 L/min"}``).

    ``prescriber`` is the token or words by which the order names who wrote it.
    """

    ordered_on: date | None = None
    lines: tuple[Quote, ...] = ()
    stated: Mapping[str, str] = field(default_factory=dict)
    prescriber: str = ""


@dataclass(frozen=True, slots=True)
class _Order:
    quote: Quote
    day: date | None
    weight: float


def request_of(chart: Chart, about: Iterable[str], as_of: date) -> RequestFacts:
    """Return the order a policy is asked about: the one that shares the most words with what the policy speaks of.

    ``about`` are the policy's title and what its codes are called. An order that was revoked or done is none.
    """
    words = tuple(about)
    asked = [stems(one) - ORDINARY for one in words]
    codes = frozenset(one for one in words if CODE.fullmatch(one))
    orders = [_weighed(quote, asked, codes) for quote in order_lines(chart)]
    known = [one for one in orders if one.weight >= FEWEST and (one.day is None or one.day <= as_of)]
    if not known:
        return RequestFacts()
    best = max(one.weight for one in known)
    chosen = max((one for one in known if one.weight == best), key=lambda one: one.day or date.min)
    same = [one for one in known if one.day == chosen.day and _shares(one.quote, chosen.quote)]
    lines = (chosen.quote, *(one.quote for one in same if one.quote != chosen.quote))
    return RequestFacts(chosen.day, lines, {}, line_of(chosen.quote).after("ordered by "))


def order_lines(chart: Chart) -> list[Quote]:
    """Return the orders of a chart that stand: services, and medicines that are neither ended nor only reported."""
    services = [order.line.quote for order in chart.orders if not order.line.has(*NEVER)]
    drugs = [
        medication.line.quote
        for medication in chart.medications
        if not medication.reported and medication.ended is None and not medication.line.has(*NEVER)
        and "no longer" not in medication.line.quote.passage.section_title
    ]  # fmt: skip
    return [*services, *drugs]


def _weighed(quote: Quote, asked: list[frozenset[str]], codes: frozenset[str]) -> _Order:
    line = line_of(quote)
    said = stems(line.head)
    reasons = stems(f"{line.after('for ')} {line.after('note: ')}")
    shared = max((len(said & words) for words in asked), default=0)
    weight = 2.0 * shared + 0.3 * max((len(reasons & words) for words in asked), default=0)
    weight += 1.0 if ASKS.search(quote.plain) else 0.0
    weight += OF_ITS_CODE if codes & set(line.after("code ").split(", ")) else 0.0
    day = line.date_of("ordered ", "started ")
    return _Order(quote, day.first if day and day.first == day.last else None, weight)


def _shares(one: Quote, other: Quote) -> bool:
    first, second = (stems(line_of(quote).head) - ORDINARY for quote in (one, other))
    return len(first & second) >= 1
