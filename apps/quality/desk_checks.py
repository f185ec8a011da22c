"""What the desk asks to measure itself: known errors caught, and own judgement beside the machine's. Pooled."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from apps.quality.domain.agreement import ac1, kappa
from apps.quality.domain.counting import Figure
from apps.quality.domain.definitions import DESK_MEASURES, Metric
from apps.quality.domain.few import FEWEST_PEOPLE
from apps.review.selectors import own_judgements_in, seeded_results_in

VERDICTS = 3


@dataclass(frozen=True, slots=True)
class DeskChecks:
    """The figures that may be shown, and in a sentence each what may not or stands beside them."""

    rows: tuple[tuple[Metric, Figure], ...]
    notes: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.notes)


def desk_checks(*, organization_id: UUID, start: datetime, end: datetime) -> DeskChecks:
    """Return the figures of [start, end): nothing where the rules of the desk asked for nothing. Four statements."""
    seeded = seeded_results_in(organization_id=organization_id, start=start, end=end)
    own = own_judgements_in(organization_id=organization_id, start=start, end=end)
    rows: list[tuple[Metric, Figure]] = []
    notes: list[str] = []
    if seeded.errors:
        _add("seeded_caught", seeded.caught, seeded.errors, seeded.people, rows, notes)
    if seeded.not_judged:
        notes.append(f"{seeded.not_judged} known errors stood in drafts that were not judged; they are in no rate.")
    if own.verdicts:
        _add("own_agreement", own.agreed, own.verdicts, own.people, rows, notes)
    if own.verdicts and own.people >= FEWEST_PEOPLE:
        chance = (("Cohen's kappa", kappa(own.pairs)), ("Gwet's AC1", ac1(own.pairs, VERDICTS)))
        notes.append("; ".join(f"{name} {_said(value)}" for name, value in chance) + ".")
    if own.skipped:
        notes.append(f"{own.skipped} of {own.asked} letters were opened without judging first, with a reason.")
    return DeskChecks(tuple(rows), tuple(notes))


def _add(
    key: str, numerator: int, denominator: int, people: int, rows: list[tuple[Metric, Figure]], notes: list[str]
) -> None:
    metric = DESK_MEASURES[key]
    if people < FEWEST_PEOPLE:
        notes.append(f"{metric.name}: withheld, fewer than {FEWEST_PEOPLE} reviewers took part.")
    else:
        rows.append((metric, Figure(key, numerator, denominator)))


def _said(value: float | None) -> str:
    return "not defined: everything fell into one class" if value is None else f"{value:.2f}"
