"""What the notes say of the patient that a planned procedure must know: told beside the order it concerns."""

import re
from collections.abc import Iterator

from apps.drafting.domain.claims import ClaimType, Severity
from apps.drafting.domain.composing import Weighed, claim
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.records import Order
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.open_ends import waiting_orders
from apps.retrieval.domain.assertion import readings

# What is ordered -> what stands against it or has to be known before it.
HAZARDS = (
    (
        re.compile(r"\bMR[IA]\b|magnetic resonance", re.IGNORECASE),
        re.compile(
            r"\b(?:metal\w*|shrapnel|claustrophob\w*|pacemaker|ICD|defibrillator|cochlear|aneurysm clips?|"
            r"neurostimulator|insulin pump|foreign body|tattoo)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\bwith (?:and without )?contrast|\bangiogra|\bcatheterization", re.IGNORECASE),
        re.compile(
            r"\b(?:contrast (?:allergy|reaction)|(?:allerg\w+|reacted|hives) (?:to|from|with) contrast)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(
            r"\b(?:biopsy|injection|surgery|colonoscopy|endoscopy|extraction|block|resection|repair)\b", re.IGNORECASE
        ),
        re.compile(
            r"\b(?:difficult (?:airway|intubation)|malignant hyperthermia|bleeding disorder|hemophilia|"
            r"von Willebrand|latex allergy|(?:reaction|trouble|problem) (?:to|with) an?esthe\w+)\b",
            re.IGNORECASE,
        ),
    ),
)
MOST_TOLD = 3  # sentences for one order
LONGEST = 34  # words


def safety(chart: Chart) -> Iterator[Weighed]:
    """Yield, for each order that waits, what the notes say against it; the order itself is cited with it."""
    told: set[Quote] = set()
    for order in waiting_orders(chart):
        lines = [line for line in _against(order, chart) if line.quote not in told][:MOST_TOLD]
        told |= {line.quote for line in lines}
        if lines:
            said = "; ".join(f'{written(line.day)} "{line.text.rstrip(".")}"' for line in lines)
            quotes = [order.line.quote, *(line.quote for line in lines)]
            yield Weighed(
                claim("Needs attention first", f"Before {order.title}: {said}.", ClaimType.HISTORY, quotes,
                      severity=Severity.HIGH)
            )  # fmt: skip


def _against(order: Order, chart: Chart) -> Iterator[NoteLine]:
    hazards = [hazard for kind, hazard in HAZARDS if kind.search(order.title)]
    said: set[frozenset[str]] = set()
    for line in chart.notes:
        if line.relative or line.copied or not line.day or len(line.text.split()) > LONGEST:
            continue
        if any(_affirms(line.text, hazard) for hazard in hazards) and stems(line.text) not in said:
            said.add(stems(line.text))
            yield line


def _affirms(text: str, hazard: re.Pattern[str]) -> bool:
    """Say whether a sentence names a hazard that it does not deny."""
    denied = [(one.start, one.end) for one in readings(text) if one.negated]
    return any(
        not any(start < found.end() and found.start() < end for start, end in denied) for found in hazard.finditer(text)
    )
