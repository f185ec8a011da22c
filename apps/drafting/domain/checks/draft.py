"""The rules on a draft as a whole: what was left out, what the record says to software, which criteria stay empty."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten

from apps.drafting.domain.checks.claim import check_claim
from apps.drafting.domain.checks.disputes import held_against_chart
from apps.drafting.domain.checks.disputes.conflicts import conflicts_of
from apps.drafting.domain.checks.omissions import omissions
from apps.drafting.domain.checks.same_words import one_verdict
from apps.drafting.domain.checks.thresholds import blocked
from apps.drafting.domain.checks.verdicts import CheckedDraft, Note
from apps.drafting.domain.claims import Severity
from apps.drafting.domain.facts.chart import passage_by_id, read_chart
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import ANOTHERS_PAGE, ANOTHERS_SHEET, RULE, Suspect
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.tasks import DraftInput, DraftOutput, DraftTask

LONGEST_TITLE = 120  # characters
LONGEST_PLACE = 60  # characters, of a section's title and of the first words each
SUSPECT_SENTENCES = {
    ANOTHERS_PAGE: (
        "{page} seems to be about another patient: name, age, sex or date of birth differ. Nothing was taken from it."
    ),
    ANOTHERS_SHEET: (
        "A sheet of {page} seems to be about another patient, as its head or a writer says. Nothing was taken from "
        "that sheet; the rest was read."
    ),
}


def check_draft(draft_input: DraftInput, output: DraftOutput) -> CheckedDraft:
    """Return every claim with its verdict and what is wrong with the draft as a whole."""
    passages = passage_by_id(draft_input)
    chart = read_chart(draft_input)
    alone = [check_claim(claim, passages, draft_input.task, chart.suspects) for claim in output.claims]
    disagreements = conflicts_of(chart)
    checked = held_against_chart(one_verdict(alone), chart, disagreements)
    notes = (
        *_suspects(chart.suspects),
        *omissions(chart, disagreements, checked, draft_input.task),
        *_codes_outside_policy(draft_input.task),
    )
    return CheckedDraft(checked, notes, output.missing, blocked(draft_input.task.kind, checked))


def _suspects(suspects: Iterable[Suspect]) -> Iterator[Note]:
    pages: dict[tuple[str, str], list[Suspect]] = {}
    for suspect in suspects:
        pages.setdefault((suspect.rule, suspect.quote.passage.document_id), []).append(suspect)
    for (rule, _), found in pages.items():
        page = f"{_dated(found[0].quote)} ({_cut(found[0].quote.passage.document_title)})"
        sentence = _told(page, found) if rule == RULE else SUSPECT_SENTENCES[rule].format(page=page)
        place = next((one for one in found if not one.title), found[0])  # a title stands beside no words
        yield Note(rule, Severity.HIGH, sentence, place=place.quote.cite())


def _told(page: str, found: Sequence[Suspect]) -> str:
    """Say what stands there, that nothing was taken from it, and what else of the page was not read."""
    inside = [one for one in found if not one.title]
    words = [f"The title of {page} is addressed to software, not to you: it {one.why}." for one in found if one.title]
    if inside:
        many = f"{len(inside)} sentences" if len(inside) > 1 else "a sentence"
        where = "Its text" if words else page
        words.append(f"{where} holds {many} addressed to software, not to you{_place(inside)}: it {inside[0].why}.")
        also = " nor from what stands with it in the same paragraph" if any(one.also for one in inside) else ""
        words.append(f"Nothing was taken from it{also}; the rest of the page was read.")
    return " ".join(words)


def _dated(quote: Quote) -> str:
    """Name a page by its kind, day and time of day: several of one day, and of one title, are told apart."""
    at = quote.passage.dated_at
    has_time = at and not quote.passage.structured and (at.hour or at.minute)
    return f"{chip_label(quote)}, {at:%H:%M}" if at and has_time else chip_label(quote)


def _place(inside: Sequence[Suspect]) -> str:
    """Say in which section it stands, and how it begins, in the redacted words of the record."""
    sections = {one.quote.passage.section_title for one in inside} - {inside[0].quote.passage.document_title, ""}
    under = f', under "{_cut(sections.pop(), LONGEST_PLACE)}"' if len(sections) == 1 else ""
    begins = shorten(inside[0].quote.text, LONGEST_PLACE, placeholder=" ...")  # whole words, so whole tokens
    return f'{under}, beginning "{begins}"'


def _cut(title: str, longest: int = LONGEST_TITLE) -> str:
    return title if len(title) <= longest else f"{title[:longest].rstrip()} ..."


def _codes_outside_policy(task: DraftTask) -> Iterator[Note]:
    if task.policy is None:
        return
    named = {code.removeprefix("ICD-10-CM ") for code in task.policy.codes if code.startswith("ICD-10-CM ")}
    for code in task.diagnosis_codes:
        if named and not any(code == other or code.startswith(f"{other}.") for other in named):
            policy = f"{task.policy.policy_id} version {task.policy.version}"
            sentence = f"{code} is not among the diagnosis codes that {policy} names."
            yield Note("code_in_policy", Severity.HIGH, sentence)
