"""Decided drafts with claims that cite a chart, as rows: enough of them that a page has rates to show."""

from datetime import datetime, timedelta
from random import Random

from apps.access.models import Person
from apps.chart.models import Patient, SourceDocument
from apps.drafting.models import Citation, Claim
from apps.review.models import ClaimReview, EvidenceOpening, ReviewDecision
from tests.quality.generated import Judged, Slot, write

REASONS = ["unsupported", "contradicts", "outdated", "omission", "criterion_misread", "redaction_damage"]
ENDS = [("approve", "none"), ("edit", "style"), ("edit", "substantive"), ("reject", "none")]
TYPES = ["medication", "result", "diagnosis", "history"]
SEVERITIES = ["high", "high", "moderate", "low"]
SUPPORTS = ["supported", "supported", "supported", "inferred", "contradicted", "not_found"]


def signalled(
    patient: Patient,
    person: Person,
    bound: dict[str, object],
    end: datetime,
    number: int,
    chance: Random,
    days: int = 80,
) -> list[ReviewDecision]:
    """Write so many decisions of the last days, each of a draft with four claims that cite one place of a document."""
    slots = [Slot([_judged(chance, end - timedelta(minutes=chance.randint(5, days * 24 * 60)))]) for _ in range(number)]
    for slot in slots:
        slot.kind = chance.choice(["chart_summary", "prior_auth_letter"])
    write(patient, [person], slots, chance)
    made = [slot.made[0] for slot in slots]
    for decision in made:
        _claims(decision, bound, chance)
    return made


def _judged(chance: Random, at: datetime) -> Judged:
    outcome, edit_class = chance.choices(ENDS, [50, 15, 20, 15])[0]
    reason = "" if outcome == "approve" else chance.choice(REASONS)
    return Judged(at, outcome, edit_class, reason, opened=chance.randint(0, 2), basis="measured",
                  active_ms=chance.randint(40_000, 600_000), high_ms=600_000)  # fmt: skip


def _claims(decision: ReviewDecision, bound: dict[str, object], chance: Random) -> None:
    item, at = decision.item, decision.created_at
    for ordinal in range(101, 105):  # beside what every generated draft has
        claim = Claim.objects.create(
            draft=item.draft, ordinal=ordinal, section="Section", text="A sentence.", type=chance.choice(TYPES),
            severity=chance.choice(SEVERITIES), support=chance.choice(SUPPORTS),
        )  # fmt: skip
        cited = Citation.objects.create(claim=claim, ordinal=ordinal, **bound)
        if chance.random() < 0.7:
            EvidenceOpening.objects.create(
                item=item, citation=cited, person=decision.person, created_at=at - timedelta(minutes=1)
            )
        if decision.outcome == "edit" and chance.random() < 0.3:
            ClaimReview.objects.create(
                item=item, claim=claim, state="removed", reason_code="unsupported", person=decision.person,
                reason=chance.choice(["", "Hallucinated.", "A duplicate of the line above.", "Wrong patient!"]),
            )  # fmt: skip


def some_place(patient: Patient) -> dict[str, object]:
    """Return the columns that bind a citation to the first words of some document of the patient."""
    document = SourceDocument.objects.filter(patient=patient, redactions__isnull=False).order_by("pk").first()
    assert document
    redacted = document.redactions.get(current=True)
    return {
        "redacted_document": redacted, "redacted_start": 0, "redacted_end": 10, "source_document": document,
        "source_sha256": document.sha256, "source_start": 0, "source_end": 10, "quote_sha256": "0" * 64,
        "label": "A note",
    }  # fmt: skip
