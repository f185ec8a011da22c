"""Decisions of every kind, written as rows: more than anybody would walk to, each with what it is known to be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from apps.access.models import Person
from apps.chart.models import Patient
from apps.coverage.models import CoveragePolicy
from apps.drafting.models import Claim, Draft
from apps.governance.models import Release
from apps.review.models import ClaimEdit, DecisionAttention, ReviewDecision, ReviewItem

OUTCOMES = [("approve", "none"), ("edit", "style"), ("edit", "substantive"), ("reject", "none"),
            ("cannot_judge", "none"), ("return", "none")]  # fmt: skip
WEIGHTS = [50, 15, 15, 10, 6, 4]
HARMS = ["no", "minor"]
BASES = ["measured", "measured", "partly", "estimated", None]
KINDS = ["certainty", "dose", "date", "style"]
CLAIMS = (
    ("Current medications", "medication", "high"), ("Current medications", "medication", "high"),
    ("Assessment", "diagnosis", "moderate"),
)  # fmt: skip


@dataclass
class Judged:
    """One decision to be written."""

    at: datetime
    outcome: str = "approve"
    edit_class: str = "none"
    reason: str = ""
    opened: int = 1
    kinds: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()  # of each edit: proposed, and as it was left
    basis: str | None = "measured"
    active_ms: int = 120_000
    high_ms: int = 120_000
    glanced: int = 0
    spot_check: str = ""
    harm: str = "no"


@dataclass
class Slot:
    """One draft with its decisions in order."""

    judged: Sequence[Judged]
    kind: str = "chart_summary"
    waited: timedelta = timedelta(hours=2)
    known_wrong_about: Patient | None = None  # a test patient
    release: Release | None = None
    policy: CoveragePolicy | None = None
    claims: Sequence[tuple[str, str, str]] = CLAIMS  # section, type and severity of each
    made: list[ReviewDecision] = field(default_factory=list)


def judged_by_chance(chance: Random, at: datetime) -> Judged:
    outcome, edit_class = chance.choices(OUTCOMES, WEIGHTS)[0]
    changed = outcome in {"edit", "reject"}
    edits = tuple(
        ((chance.choice(KINDS),), (chance.choice(KINDS),)) for _ in range(chance.randint(1, 2)) if outcome == "edit"
    )
    active = chance.randint(5_000, 900_000)
    return Judged(
        at, outcome, edit_class, chance.choice(["omission", "outdated"]) if changed or outcome != "approve" else "",
        opened=chance.randint(0, 2), kinds=edits, basis=chance.choice(BASES),
        active_ms=active, high_ms=active + chance.choice([0, 20_000]), glanced=chance.randint(0, 3),
        spot_check=chance.choice(["", "", "right", "wrong"]), harm=chance.choice(HARMS),
    )  # fmt: skip


def write(patient: Patient, people: Sequence[Person], slots: Sequence[Slot], chance: Random) -> None:
    """Write drafts, queue slots, decisions, edits and the attention behind them, as the desk leaves them."""
    for slot in slots:
        person = chance.choice(people)
        first = slot.judged[0].at
        draft = Draft.objects.create(
            organization=patient.organization, patient=slot.known_wrong_about or patient, kind=slot.kind,
            subject="Generated", requested_by=person, status="READY", ready_at=first - slot.waited,
            is_seeded=slot.known_wrong_about is not None, release=slot.release, policy=slot.policy,
        )  # fmt: skip
        item = ReviewItem.objects.create(
            organization=patient.organization, draft=draft, status="DECIDED", claimed_by=person, claimed_at=first
        )
        Claim.objects.bulk_create(
            Claim(
                draft=draft,
                ordinal=at,
                section=section,
                type=kind,
                severity=severity,
                text="Generated.",
                support="supported",
            )
            for at, (section, kind, severity) in enumerate(slot.claims, 1)
        )
        slot.made = [decide(item, person, at, judged) for at, judged in enumerate(slot.judged, 1)]


def decide(item: ReviewItem, person: Person, ordinal: int, judged: Judged) -> ReviewDecision:
    """Write one decision and what belongs to it."""
    decision = ReviewDecision.objects.create(
        item=item, ordinal=ordinal, outcome=judged.outcome, reason_code=judged.reason, edit_class=judged.edit_class,
        proposed_edit_class=judged.edit_class, harm=judged.harm, person=person, draft_sha256="0" * 64,
        final_sha256="0" * 64, final={}, claims_total=5, claims_edited=len(judged.kinds), claims_removed=0,
        evidence_opened=judged.opened, created_at=judged.at,
    )  # fmt: skip
    claims = list(item.draft.claims.order_by("ordinal"))
    ClaimEdit.objects.bulk_create(
        ClaimEdit(
            decision=decision,
            ordinal=at,
            claim=claims[-at % len(claims)] if claims else None,
            proposed=list(proposed),
            kinds=list(kinds),
        )
        for at, (proposed, kinds) in enumerate(judged.kinds, 1)
    )
    if judged.basis:
        DecisionAttention.objects.create(
            decision=decision, active_ms=judged.active_ms, low_ms=judged.active_ms, high_ms=judged.high_ms,
            basis=judged.basis, floor_ms=0, high_severity=4, glanced=judged.glanced, spot_check=judged.spot_check,
        )  # fmt: skip
    return decision
