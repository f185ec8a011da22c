"""The rules that hold one claim against its own quotes. Each yields a verdict with the sentence that explains it."""

from collections.abc import Callable, Iterator

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.verdicts import Note
from apps.drafting.domain.checks.vocabulary import TEMPLATE_STEMS
from apps.drafting.domain.claims import ClaimType, Severity, Support
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import is_told_software
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.assertion import polarity, sides
from apps.drafting.domain.language.dates import DateMention, date_mentions, masked, mention_of
from apps.drafting.domain.language.quantities import Quantity, quantities
from apps.drafting.domain.language.regions import is_elsewhere, regions
from apps.drafting.domain.language.words import stems
from apps.redaction.domain.tokens import tokens_in
from apps.retrieval.domain.assertion import clauses, is_about_relative, is_hedged, is_planned
from apps.retrieval.domain.injection import orders_in
from apps.retrieval.domain.triggers import HEDGES

DONE_WORDS = stems("took taken completed received underwent attended finished failed tried")
Verdicts = Iterator[tuple[Support, Note]]


def note_on(case: Case, rule: str, sentence: str) -> Note:
    """Return a note on this claim, as weighty as the claim."""
    return Note(rule, case.claim.severity, sentence, case.claim.criterion_id)


def _has_evidence(case: Case) -> Verdicts:
    if not case.supporting:
        yield Support.NOT_FOUND, note_on(case, "not_found_in_chart", "No passage of the chart supports this sentence.")


def _is_undisputed(case: Case) -> Verdicts:
    said = dict.fromkeys(f'{chip_label(quote)}, "{_short(quote.plain)}"' for quote in case.contradicting)
    if said:
        yield (
            Support.CONTRADICTED,
            note_on(case, "record_contradicts", f"The record also says: {'; '.join([*said][:2])}"),
        )


LONGEST_SAID = 160  # characters


def _short(text: str) -> str:
    text = " · ".join(part for part in text.split(" · ") if not part.startswith(("ordered by", "reported by", "note:")))
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID].rstrip()} ..."


def _is_about_patient(case: Case) -> Verdicts:
    for quote in case.supporting:
        relative = quote.passage.section_kind == "family_history" or is_about_relative(quote.plain)
        if relative and not is_about_relative(case.claim.text):
            sentence = (
                "The quoted words are about a relative, and the sentence reads as if they were about the patient."
            )
            yield Support.CONTRADICTED, note_on(case, "subject_is_patient", sentence)


def _page_is_the_patients(case: Case) -> Verdicts:
    for quote in case.supporting:
        if case.suspects.get(quote.passage.document_id) == "another_patients_page":
            sentence = f"{chip_label(quote)} seems to be about another patient; it is no evidence for this one."
            yield Support.CONTRADICTED, note_on(case, "another_patients_page", sentence)


def _numbers_agree(case: Case) -> Verdicts:
    known = [*quantities(case.evidence), *quantities(case.given)]
    strange = [number for number in quantities(case.claim.text) if not any(_same(number, other) for other in known)]
    if strange and case.supporting:
        written = ", ".join(dict.fromkeys(number.written for number in strange))
        yield Support.CONTRADICTED, note_on(case, "numbers_agree", f"{written} does not stand in the quoted words.")


def _same(claimed: Quantity, known: Quantity) -> bool:
    return claimed.value == known.value and (not claimed.unit or claimed.unit == known.unit)


def _dates_agree(case: Case) -> Verdicts:
    known = [*date_mentions(case.evidence), *date_mentions(case.given), *_document_days(case)]
    strange = [d for d in date_mentions(case.claim.text) if not any(d.agrees_with(other) for other in known)]
    if strange and case.supporting:
        written = ", ".join(dict.fromkeys(case.claim.text[d.start : d.end].strip() for d in strange))
        yield (
            Support.CONTRADICTED,
            note_on(case, "dates_agree", f"{written} is neither in the quoted words nor the day of the document."),
        )


def _document_days(case: Case) -> list[DateMention]:
    """The days of the cited documents, and the days on which their words were first written when a claim says so."""
    return [mention_of(quote.day) for quote in (*case.supporting, *case.contradicting) if quote.day]


def _negation_agrees(case: Case) -> Verdicts:
    if not case.supporting or case.contradicting:
        return
    denied, affirmed = polarity(case.quoted)
    claim_denied, claim_affirmed = polarity(case.claim.text)
    turned = (denied - affirmed) & (claim_affirmed - claim_denied)
    dropped = (claim_denied - claim_affirmed) & (affirmed - denied)
    turned, dropped = turned - TEMPLATE_STEMS, dropped - TEMPLATE_STEMS
    if turned or dropped:
        word = min(turned or dropped)
        yield (
            Support.CONTRADICTED,
            note_on(case, "negation_agrees", f"The quoted words and the sentence differ in whether {word!r} is so."),
        )


def _sides_agree(case: Case) -> Verdicts:
    claimed, quoted = sides(case.claim.text) & {"left", "right"}, sides(case.quoted) & {"left", "right"}
    if claimed and quoted and not claimed <= quoted:
        yield (
            Support.CONTRADICTED,
            note_on(
                case, "sides_agree", f"The sentence says {_or(claimed - quoted)}; the quoted words say {_or(quoted)}."
            ),
        )


def _or(words: frozenset[str] | set[str]) -> str:
    return " and ".join(sorted(words))


def _region_agrees(case: Case) -> Verdicts:
    """Evidence about the neck is none for a criterion about the lower back."""
    leaves = case.task.policy.leaves if case.task.policy else ()
    leaf = next((leaf.text for leaf in leaves if leaf.node_id == case.claim.criterion_id), "")
    asked = regions(leaf)
    for quote in case.supporting:
        if is_elsewhere(asked, quote.plain):
            said, about = _or(regions(quote.plain)), _or(asked)
            words = f"The quoted words are about the {said}, not about the {about}."
            yield Support.CONTRADICTED, note_on(case, "region_agrees", words)


def _doubt_survives(case: Case) -> Verdicts:
    told = [clause for quote in case.supporting for clause in _told_clauses(quote.plain, case.claim.text)]
    if told and all(is_hedged(clause) for clause in told) and not is_hedged(case.claim.text):
        yield Support.INFERRED, note_on(case, "doubt_survives", "The record is less sure than this sentence.")


def _told_clauses(quoted: str, claimed: str) -> Iterator[str]:
    """Yield the clauses of a quote that a claim retells: most of their words stand in it."""
    words = stems(claimed)
    for start, end in clauses(quoted):
        own = stems(HEDGES.sub(" ", quoted[start:end]))
        if own and len(own & words) >= RETOLD * len(own):
            yield quoted[start:end]


RETOLD = 0.6


def _plan_is_not_deed(case: Case) -> Verdicts:
    claimed_done = (stems(case.claim.text) & DONE_WORDS) - stems(case.evidence)
    notes = [quote for quote in case.supporting if not quote.passage.structured]
    if notes and claimed_done and all(is_planned(quote.plain) for quote in notes):
        yield (
            Support.CONTRADICTED,
            note_on(case, "plan_is_not_deed", "The quoted words speak of a plan, the sentence of something done."),
        )


def _words_are_quoted(case: Case) -> Verdicts:
    known = stems(case.evidence) | stems(case.given) | TEMPLATE_STEMS
    if case.task.sex:
        known |= stems("woman man female male person")
    strange = stems(masked(case.claim.text)) - known
    if strange and case.supporting:
        words = ", ".join(sorted(strange)[:MOST_WORDS_SHOWN])
        yield Support.INFERRED, note_on(case, "words_are_quoted", f"Not in the quoted words: {words}.")


MOST_WORDS_SHOWN = 5


def _tokens_are_known(case: Case) -> Verdicts:
    strange = set(tokens_in(case.claim.text)) - set(tokens_in(case.evidence)) - set(tokens_in(case.given))
    if strange:
        yield (
            Support.CONTRADICTED,
            note_on(case, "identity_is_quoted", f"{', '.join(sorted(strange))} is not in the quoted words."),
        )


def _not_an_order(case: Case) -> Verdicts:
    told = [case.claim.text, *(quote.plain for quote in case.supporting)]
    if any(orders_in(text) for text in told) or any(_is_told_software(quote) for quote in case.supporting):
        yield (
            Support.CONTRADICTED,
            note_on(case, "instruction_in_record", "The quoted words give orders to a program; they are no evidence."),
        )


def _is_told_software(quote: Quote) -> bool:
    return is_told_software(quote.passage, quote.start, quote.end)


def _both_sides_are_cited(case: Case) -> Verdicts:
    if case.claim.type is ClaimType.CONFLICT and not case.contradicting:
        sentence = "A contradiction is claimed, but only one side of it is cited."
        yield Support.INFERRED, Note("both_sides_cited", Severity.HIGH, sentence, case.claim.criterion_id)


RULES: tuple[Callable[[Case], Verdicts], ...] = (
    _has_evidence,
    _is_undisputed,
    _is_about_patient,
    _page_is_the_patients,
    _numbers_agree,
    _dates_agree,
    _negation_agrees,
    _sides_agree,
    _region_agrees,
    _doubt_survives,
    _plan_is_not_deed,
    _words_are_quoted,
    _tokens_are_known,
    _not_an_order,
    _both_sides_are_cited,
)
