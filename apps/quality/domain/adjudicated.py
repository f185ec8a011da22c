"""What a round of second readings comes to: errors among overrides and among accepts, and how far readers agree."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from apps.quality.domain.adjudication import FEWEST_PEOPLE, READERS, Drawn, Gold, Stratum, is_error
from apps.quality.domain.agreement_intervals import Estimate, Sampled, agreement, error_rate, share_overridden
from apps.quality.domain.charts.rare import rate_bound
from apps.quality.domain.counting import Figure
from apps.quality.domain.definitions import Metric

ADJUDICATED: Mapping[str, Metric] = {
    "appropriate_override": Metric(
        "Appropriate overrides",
        "Of the sampled drafts that were rejected or edited in substance, and on which two readers agreed: those that "
        "hold an error of content as the machine wrote them.",
        "The others were changed though two readers found nothing wrong with what they say.",
    ),
    "missed_error": Metric(
        "Missed errors",
        "Of the sampled drafts that were approved as they were or with edits of style, and on which two readers "
        "agreed: those that hold an error of content all the same.",
        "Comes only from readings that know nothing of the decision. None found is not none: see the bound beside it.",
    ),
    "share_overridden": Metric(
        "Errors that were overridden",
        "Of all drafts of the period with an error of content, the share that was rejected or edited in substance.",
        "Each case counts for as many decisions as its half of the sample stands for.",
    ),
    "error_rate": Metric(
        "Drafts with an error",
        "Of all drafts decided in the period, the share with an error of content as the machine wrote them.",
        "Weighted in the same way.",
    ),
    "raw_agreement": Metric(
        "Readers agree",
        "Of the cases on which the first two readers could both tell: those on which they said the same, an error of "
        "content or none.",
    ),
    "kappa": Metric(
        "Cohen's kappa",
        "Agreement beyond what chance gives, by how often each reader says either.",
        "Misleads where nearly all drafts are alike: readers who agree on 92 of 100 can have a kappa of 0.29.",
    ),
    "ac1": Metric(
        "Gwet's AC1",
        "Agreement beyond chance, with a chance that does not grow as nearly all drafts are alike.",
        "Read it beside kappa and the plain agreement, never one of them alone.",
    ),
}
KEY_OF: Mapping[Stratum, str] = {Stratum.OVERRIDE: "appropriate_override", Stratum.ACCEPT: "missed_error"}
ALIKE = "No interval: no two readers differed, so resampling shows no uncertainty."
TOO_FEW = "Not enough data to compare with anything."
HALF_WORDS: Mapping[Stratum, str] = {Stratum.OVERRIDE: "overrides", Stratum.ACCEPT: "accepts"}


@dataclass(frozen=True, slots=True)
class ReadCase:
    """One case with all that was said of it, in the order of the seats. ``decided_by`` tells people apart, no more."""

    stratum: Stratum
    gold: Gold
    decided_by: str
    verdicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it may be shown: with what has to be said beside it, or in place of it."""

    metric: Metric
    figure: Figure | None = None
    estimate: Estimate | None = None
    note: str = ""

    @property
    def bound(self) -> float | None:
        """Where nothing was found: below what the rate lies with 95 % confidence."""
        figure = self.figure
        return rate_bound(figure.denominator) if figure and figure.denominator and not figure.numerator else None


@dataclass(frozen=True, slots=True)
class Results:
    """The figures of a round, and what of its sample is in none of them."""

    rows: tuple[Row, ...]
    agreement: tuple[Row, ...]
    cannot_tell: int
    unfinished: int
    settled: int

    def figure(self, key: str) -> Row:
        return next(row for row in self.rows if row.metric is ADJUDICATED[key])


def results(drawn: Mapping[Stratum, Drawn], cases: Sequence[ReadCase], seed: str) -> Results:
    """Return what the cases of a round come to."""
    halves = {half: [one for one in cases if one.stratum is half] for half in Stratum}
    plain = rates(cases)
    pooled = _pooled(drawn, halves, seed, is_withheld=any(row.figure is None for row in plain))
    return Results(
        rows=(*plain, *pooled),
        agreement=_agreement(cases, seed),
        cannot_tell=sum(one.gold is Gold.CANNOT_TELL for one in cases),
        unfinished=sum(one.gold is Gold.WAITS for one in cases),
        settled=len(_told(cases)),
    )


def rates(cases: Sequence[ReadCase]) -> tuple[Row, Row]:
    """Return the appropriate overrides and the missed errors among the cases of a round."""
    overrides, accepts = (
        _row(half, _told(one for one in cases if one.stratum is half)) for half in (Stratum.OVERRIDE, Stratum.ACCEPT)
    )
    return overrides, accepts


def _told(cases: Iterable[ReadCase]) -> list[ReadCase]:
    return [one for one in cases if one.gold in {Gold.ERROR, Gold.NO_ERROR}]


def _errors(cases: Iterable[ReadCase]) -> int:
    return sum(one.gold is Gold.ERROR for one in cases)


def _row(half: Stratum, told: Sequence[ReadCase]) -> Row:
    metric = ADJUDICATED[KEY_OF[half]]
    if not told:
        return Row(metric, note="No reading of this half is finished.")
    if len({one.decided_by for one in told}) < FEWEST_PEOPLE:
        return Row(metric, note=f"Withheld: fewer than {FEWEST_PEOPLE} reviewers decided these drafts.")
    figure = Figure(KEY_OF[half], _errors(told), len(told))
    return Row(metric, figure, note="" if figure.enough else TOO_FEW)


def _pooled(
    drawn: Mapping[Stratum, Drawn], halves: Mapping[Stratum, Sequence[ReadCase]], seed: str, *, is_withheld: bool
) -> Iterable[Row]:
    if is_withheld:
        note = "Not shown: one of the two rates it is made of is not."
        return [Row(ADJUDICATED[key], note=note) for key in ("share_overridden", "error_rate")]
    overrides, accepts = (_sampled(drawn[half], _told(halves[half])) for half in (Stratum.OVERRIDE, Stratum.ACCEPT))
    note = "" if overrides.is_mixed and accepts.is_mixed else _why_no_interval(overrides, accepts)
    estimates = (share_overridden(overrides, accepts, seed), error_rate(overrides, accepts, seed))
    return [Row(ADJUDICATED[one.key], estimate=one, note=note) for one in estimates]


def _sampled(drawn: Drawn, told: Sequence[ReadCase]) -> Sampled:
    return Sampled(drawn.frame, len(told), _errors(told))


def _why_no_interval(overrides: Sampled, accepts: Sampled) -> str:
    pure = [words for words, half in (("overrides", overrides), ("accepts", accepts)) if not half.is_mixed]
    return f"No interval: all {' and all '.join(pure)} that were read are alike, so resampling shows no uncertainty."


def _agreement(cases: Sequence[ReadCase], seed: str) -> tuple[Row, ...]:
    pairs: Counter[tuple[str, str]] = Counter()
    for one in cases:
        first = [is_error(verdict) for verdict in one.verdicts[:READERS]]
        if len(first) == READERS and None not in first:
            pairs[str(first[0]), str(first[1])] += 1
    if not pairs:
        return (Row(ADJUDICATED["raw_agreement"], note="No case has two answers of readers who could tell."),)
    same = sum(number for (first_said, second_said), number in pairs.items() if first_said == second_said)
    raw = Figure("raw_agreement", same, pairs.total())
    alike = "" if same < raw.denominator else ALIKE
    return (
        Row(ADJUDICATED["raw_agreement"], raw, note="" if raw.enough else TOO_FEW),
        *(Row(ADJUDICATED[one.key], estimate=one, note=alike) for one in agreement(pairs, seed)),
    )
