"""Is there evidence, is it this patient's, is it disputed, is it an order to a program."""

from apps.drafting.domain.checks.case import Case
from apps.drafting.domain.checks.rules.noting import Verdicts, note_on
from apps.drafting.domain.checks.verdicts import Note
from apps.drafting.domain.claims import ClaimType, Severity, Support
from apps.drafting.domain.denials import DENIAL
from apps.drafting.domain.facts.chart import PAYER_LETTER
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import ANOTHERS_PAGE, is_another_persons, is_told_software
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.regions import is_elsewhere, regions
from apps.redaction.domain.injection import orders_in

LONGEST_SAID = 160  # characters


def has_evidence(case: Case) -> Verdicts:
    """A claim without a quote is not found; so is one whose quotes are about something else."""
    if not case.supporting:
        yield Support.NOT_FOUND, note_on(case, "not_found_in_chart", "No passage of the chart supports this sentence.")
    elif not case.is_about_quotes:
        sentence = "The cited words do not say this: hardly a word of the sentence stands in them."
        yield Support.NOT_FOUND, note_on(case, "quote_says_nothing_of_it", sentence)


def is_undisputed(case: Case) -> Verdicts:
    """Whatever the record also says against a claim is shown with it."""
    said = dict.fromkeys(f'{chip_label(quote)}, "{_short(quote.plain)}"' for quote in case.contradicting)
    if said:
        sentence = f"The record also says: {'; '.join([*said][:2])}"
        yield Support.CONTRADICTED, note_on(case, "record_contradicts", sentence)


def _short(text: str) -> str:
    text = " · ".join(part for part in text.split(" · ") if not part.startswith(("ordered by", "reported by", "note:")))
    return text if len(text) <= LONGEST_SAID else f"{text[:LONGEST_SAID].rstrip()} ..."


def page_is_the_patients(case: Case) -> Verdicts:
    """Another patient's page is no evidence."""
    for quote in case.supporting:
        if is_another_persons(quote, case.suspects):
            sentence = f"{chip_label(quote)} seems to be about another patient; it is no evidence for this one."
            yield Support.CONTRADICTED, note_on(case, ANOTHERS_PAGE, sentence)


def payer_is_no_witness(case: Case) -> Verdicts:
    """What a payer wrote tells what the payer decided: it is no evidence of anything about the patient."""
    if case.claim.section != DENIAL and any(quote.passage.document_kind == PAYER_LETTER for quote in case.supporting):
        sentence = "The quoted words are the payer's own; they are no evidence about the patient."
        yield Support.CONTRADICTED, note_on(case, "payer_is_no_witness", sentence)


def region_agrees(case: Case) -> Verdicts:
    """Evidence about the neck is none for a criterion about the lower back."""
    leaves = case.task.policy.leaves if case.task.policy else ()
    leaf = next((leaf.text for leaf in leaves if leaf.node_id == case.claim.criterion_id), "")
    asked = regions(leaf)
    for quote in case.supporting:
        if is_elsewhere(asked, quote.plain):
            said, about = (" and ".join(sorted(names)) for names in (regions(quote.plain), asked))
            words = f"The quoted words are about the {said}, not about the {about}."
            yield Support.CONTRADICTED, note_on(case, "region_agrees", words)


def not_an_order(case: Case) -> Verdicts:
    """Words that give orders to a program are no evidence of anything."""
    told = [case.claim.text, *(quote.plain for quote in case.supporting)]
    if any(orders_in(text) for text in told) or any(_is_told_software(quote) for quote in case.supporting):
        sentence = "The quoted words give orders to a program; they are no evidence."
        yield Support.CONTRADICTED, note_on(case, "instruction_in_record", sentence)


def both_sides_are_cited(case: Case) -> Verdicts:
    """A contradiction has two sides."""
    if case.claim.type is ClaimType.CONFLICT and not case.contradicting:
        sentence = "A contradiction is claimed, but only one side of it is cited."
        yield Support.INFERRED, Note("both_sides_cited", Severity.HIGH, sentence, case.claim.criterion_id)


def _is_told_software(quote: Quote) -> bool:
    return is_told_software(quote.passage, quote.start, quote.end)
