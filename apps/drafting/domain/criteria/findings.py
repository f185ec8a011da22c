"""What one test of a criterion came to, and the pieces of the chart it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.verdicts import Verdict, all_of, any_of
from apps.drafting.domain.facts.quotes import Quote

MOST_QUOTES = 6
Quotes = tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Datum:
    """One piece of evidence for a test: where it stands, which days it can be of, which side and reason it names."""

    quotes: Quotes
    when: Interval | None = None
    sides: frozenset[str] = frozenset()
    indication: str = ""
    supplied: bool = False  # a course of which the pharmacy's record tells


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one test with its reason. ``data`` are the pieces on which a MET rests."""

    verdict: Verdict
    reason: str
    supporting: Quotes = ()
    contradicting: Quotes = ()
    wanted: tuple[str, ...] = ()
    not_applicable: bool = False
    data: tuple[Datum, ...] = field(default=())


def met(reason: str, data: Sequence[Datum], contradicting: Iterable[Quote] = ()) -> Finding:
    """Return that a test holds on these data."""
    return Finding(Verdict.MET, reason, distinct(_of(data)), distinct(contradicting), data=tuple(data))


def not_met(reason: str, against: Iterable[Quote], wanted: str = "") -> Finding:
    """Return that the record says no; what says so stands under contradicting."""
    return Finding(Verdict.NOT_MET, reason, (), distinct(against), (wanted,) if wanted else ())


def open_finding(
    reason: str, supporting: Iterable[Quote] = (), contradicting: Iterable[Quote] = (), wanted: str = ""
) -> Finding:
    """Return that the chart does not settle a test, with what comes near and what would settle it."""
    return Finding(
        Verdict.INSUFFICIENT, reason, distinct(supporting), distinct(contradicting), (wanted,) if wanted else ()
    )


def capped(finding: Finding, reason: str, wanted: str = "") -> Finding:
    """Return a MET finding as INSUFFICIENT, for a reason that is added to its own; others stay."""
    if finding.verdict is not Verdict.MET:
        return finding
    also = (*finding.wanted, wanted) if wanted else finding.wanted
    return replace(finding, verdict=Verdict.INSUFFICIENT, reason=f"{finding.reason} {reason}", wanted=also, data=())


def both(findings: Sequence[Finding]) -> Finding:
    """Return what several tests come to when all of them must hold."""
    verdict = all_of(one.verdict for one in findings)
    return _joined(verdict, findings, [one for one in findings if one.verdict is verdict])


def either(findings: Sequence[Finding]) -> Finding:
    """Return what several tests come to when one is enough."""
    verdict = any_of(one.verdict for one in findings)
    if verdict is Verdict.MET:
        return next(one for one in findings if one.verdict is Verdict.MET)
    telling = [one for one in findings if one.verdict is verdict]
    with_evidence = [one for one in telling if one.supporting or one.contradicting]
    return _joined(verdict, findings, with_evidence or telling)


def _joined(verdict: Verdict, findings: Sequence[Finding], telling: Sequence[Finding]) -> Finding:
    reasons = dict.fromkeys(one.reason for one in telling if one.reason)
    wanted = dict.fromkeys(words for one in findings if one.verdict is not Verdict.MET for words in one.wanted)
    met_all = verdict is Verdict.MET
    return Finding(
        verdict=verdict,
        reason=" ".join(reasons),
        supporting=distinct(quote for one in findings for quote in one.supporting),
        contradicting=distinct(quote for one in findings for quote in one.contradicting),
        wanted=tuple(wanted),
        not_applicable=met_all and bool(findings) and all(one.not_applicable for one in findings),
        data=tuple(datum for one in findings for datum in one.data) if met_all else (),
    )


def _of(data: Iterable[Datum]) -> Iterable[Quote]:
    return (quote for datum in data for quote in datum.quotes)


def distinct(quotes: Iterable[Quote]) -> Quotes:
    """Return each place once, at most as many as a reader looks at."""
    found: dict[tuple[str, int, int], Quote] = {}
    for quote in quotes:
        found.setdefault((quote.passage.passage_id, quote.start, quote.end), quote)
    return tuple(found.values())[:MOST_QUOTES]
