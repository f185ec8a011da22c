"""What is the same or another thing: numbers, units, durations, dates, sides, codes, drugs, how and how often."""

from collections.abc import Iterator

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on, shown
from apps.drafting.domain.claims import Support
from apps.drafting.domain.language.quantities import Quantity
from apps.drafting.domain.language.terms import Term, TermKind

NOT_QUOTED = "{} does not stand in the quoted words."
SENTENCES = {
    TermKind.DATE: ("dates_agree", "{} is neither in the quoted words nor the day of the document."),
    TermKind.CODE: ("code_agrees", "The code {} does not stand in the quoted words."),
    TermKind.SURROGATE: ("identity_is_quoted", "{} is not in the quoted words."),
    TermKind.MEDICINE: ("drug_agrees", "The quoted words do not name {}."),
    TermKind.FREQUENCY: ("frequency_agrees", 'The quoted words do not say "{}".'),
    TermKind.ROUTE: ("route_agrees", 'The quoted words do not say "{}".'),
}


def values_are_quoted(case: Case) -> Verdicts:
    """A date, code, person, drug, frequency or route that no quote gives was not in the record's words."""
    if not case.is_about_quotes:
        return
    for kind, (rule, sentence) in SENTENCES.items():
        written = [_written(case, term) for term in case.alignment.strange if term.kind is kind]
        if written:
            yield Support.CONTRADICTED, note_on(case, rule, sentence.format(shown(written)))


def numbers_are_quoted(case: Case) -> Verdicts:
    """A number must stand in the quotes, with the very unit; nothing is converted."""
    if not case.is_about_quotes:
        return
    by_rule: dict[tuple[str, str], list[str]] = {}
    for claimed in _strange_quantities(case):
        other = _other_unit(case, claimed)
        rule = "durations_agree" if claimed.is_duration else "units_agree" if other else "numbers_agree"
        sentence = f"{{}} is claimed; the quoted words say {other.written}." if other else NOT_QUOTED
        by_rule.setdefault((rule, sentence), []).append(claimed.written)
    for (rule, sentence), written in by_rule.items():
        yield Support.CONTRADICTED, note_on(case, rule, sentence.format(shown(written)))


def _strange_quantities(case: Case) -> Iterator[Quantity]:
    yield from (term.quantity for term in case.alignment.strange if term.quantity)


def _other_unit(case: Case, claimed: Quantity) -> Quantity | None:
    """Return the same number with another unit, as the quotes have it."""
    known = (term.quantity for ground in case.grounds for term in ground.terms if term.quantity)
    return next((other for other in known if other.value == claimed.value and other.unit), None)


def sides_are_quoted(case: Case) -> Verdicts:
    """Left stays left."""
    strange = [term for term in case.alignment.strange if term.kind is TermKind.SIDE]
    if strange and case.is_about_quotes:
        said = {term.key for ground in case.grounds for term in ground.terms if term.kind is TermKind.SIDE}
        quoted = f"the quoted words say {' and '.join(sorted(said))}" if said else "the quoted words name no side"
        verdict = Support.CONTRADICTED if said else Support.INFERRED
        claimed = " and ".join(dict.fromkeys(term.key for term in strange))
        yield verdict, note_on(case, "sides_agree", f"The sentence says {claimed}; {quoted}.")


def _written(case: Case, term: Term) -> str:
    return case.claim.text[term.start : term.end].strip()
