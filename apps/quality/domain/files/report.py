"""What a file says, whatever its format: tables, and beside them what it takes to understand and to check them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from apps.quality.domain.balancing import BALANCING
from apps.quality.domain.counting import Figure
from apps.quality.domain.definitions import CLAIM_METRICS, ELIGIBLE, METRICS, Metric
from apps.quality.domain.published import COLUMN_WORDS, Column, Path, Shape, Table
from apps.quality.domain.suppression import PROTECTION

SCHEMA = "workbench.published-report/1"
WITHHELD = "withheld"
EDIT = Metric(
    "Decisions with such an edit",
    "Decisions with at least one edit of that kind, as proposed by code and corrected by the clinician, of all.",
    "A decision may have edits of several kinds.",
)
WORDS_OF_SHARES: Mapping[str, Metric] = {"edit": EDIT}
ABOUT_CLAIMS = CLAIM_METRICS["claims_changed"]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it is drawn from a publication."""

    organization: str
    first: date
    last: date
    cut_off: datetime
    definition_version: int
    audit_sequence: int
    audit_hash: str
    published_by: str
    published_at: datetime
    made_by: str
    made_at: datetime
    decisions: int | None
    left_out: Sequence[tuple[str, int | None]]
    minutes: Sequence[float]
    tables: Sequence[Table]

    @property
    def title(self) -> str:
        return f"Override figures, {day_words(self.first)} to {day_words(self.last)}"

    @property
    def about(self) -> list[tuple[str, str]]:
        """Return what stands beside the figures, in the order in which it is read."""
        withheld = sum(table.gaps for table in self.tables)
        minutes = [f"{value:.1f}" for value in self.minutes]
        return [
            ("Organization", self.organization),
            ("Period", f"{day_words(self.first)} to {day_words(self.last)}, closed"),
            ("Decisions (n)", number_words(self.decisions)),
            ("What counts", ELIGIBLE),
            ("Left out", " ".join(f"{number_words(number)}: {what}" for what, number in self.left_out)),
            ("Minutes at a draft", f"median {minutes[1]}, middle half {minutes[0]} to {minutes[2]}" if minutes else
             "not shown: measured at too few drafts"),
            ("Definition version", str(self.definition_version)),
            ("Data cut-off", moment_words(self.cut_off)),
            ("Audit log", f"event {self.audit_sequence}, tree head {self.audit_hash}"),
            ("Published by", f"{self.published_by}, {moment_words(self.published_at)}"),
            ("File made by", f"{self.made_by}, {moment_words(self.made_at)}"),
            ("Withheld", f"{withheld} numbers of these tables. {PROTECTION}"),
            ("Periods", "Figures of a period are published once. A decision made again later changes none of them."),
        ]  # fmt: skip

    @property
    def definitions(self) -> list[Metric]:
        """Return the words of every rate in the tables."""
        found: dict[str, Metric] = {}
        for table in self.tables:
            for path in table.rows:
                found |= {metric.name: metric for metric, _ in rates(table, path)}
        return list(found.values())


def rates(table: Table, path: Path) -> Iterator[tuple[Metric, Figure | None]]:
    """Yield the rates of a row with their words."""
    for key, figure in table.figures(path).items():
        if table.shape is Shape.SHARE:
            yield _share_words(table, path), figure
        else:
            yield METRICS[key], figure


def _share_words(table: Table, path: Path) -> Metric:
    if table.key == "balance":
        return next(metric for metric in BALANCING.values() if metric.name == path[-1])
    return WORDS_OF_SHARES.get(table.key, ABOUT_CLAIMS)


def heading(table: Table, column: Column) -> str:
    """Return what stands above a column."""
    if table.shape is Shape.SHARE and table.key != "balance":
        unit = "Decisions" if table.key == "edit" else "Claims"
        return {Column.OF: unit, Column.COUNTED: "With one" if table.key == "edit" else "Changed"}.get(
            column, "Without" if table.key == "edit" else "Unchanged"
        )
    return COLUMN_WORDS[column]


def label_of(table: Table, path: Path) -> str:
    """Return the words of a row."""
    return f"Week of {day_words(date.fromisoformat(path[0]))}" if table.key == "week" else " / ".join(path)


def number_words(number: int | None) -> str:
    return WITHHELD if number is None else str(number)


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def moment_words(moment: datetime) -> str:
    return f"{day_words(moment.date())} {moment:%H:%M} {moment.tzname() or ''}".rstrip()
