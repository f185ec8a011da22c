"""The rules on a draft as a whole: what was left out, what the record says to software, which criteria stay empty."""

from collections.abc import Iterable, Iterator

from apps.drafting.domain.checks.claim import check_claim
from apps.drafting.domain.checks.criteria import criterion_notes
from apps.drafting.domain.checks.disputes import held_against_chart
from apps.drafting.domain.checks.omissions import omissions
from apps.drafting.domain.checks.same_words import one_verdict
from apps.drafting.domain.checks.thresholds import blocked
from apps.drafting.domain.checks.verdicts import CheckedDraft, Note
from apps.drafting.domain.claims import Severity
from apps.drafting.domain.facts.chart import passage_by_id, read_chart
from apps.drafting.domain.facts.notes import Suspect
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.tasks import DraftInput, DraftOutput, DraftTask

SUSPECT_SENTENCES = {
    "instruction_in_record": (
        "{page} gives orders to software that reads it. Nothing was taken from it; read it as you would any note."
    ),
    "another_patients_page": (
        "{page} seems to be about another patient: name, age, sex or date of birth differ. Nothing was taken from it."
    ),
}


def check_draft(draft_input: DraftInput, output: DraftOutput) -> CheckedDraft:
    """Return every claim with its verdict and what is wrong with the draft as a whole."""
    passages = passage_by_id(draft_input)
    chart = read_chart(draft_input)
    suspects = {suspect.quote.passage.document_id: suspect.rule for suspect in chart.suspects}
    alone = [check_claim(claim, passages, draft_input.task, suspects) for claim in output.claims]
    checked = held_against_chart(one_verdict(alone), chart)
    notes = (
        *_suspects(chart.suspects),
        *omissions(chart, checked, draft_input.task),
        *criterion_notes(draft_input, checked),
        *_codes_outside_policy(draft_input.task),
    )
    return CheckedDraft(checked, notes, output.missing, blocked(draft_input.task.kind, checked))


def _suspects(suspects: Iterable[Suspect]) -> Iterator[Note]:
    seen: set[tuple[str, str]] = set()
    for suspect in suspects:
        key = (suspect.rule, suspect.quote.passage.document_id)
        if key not in seen:
            seen.add(key)
            page = f"{chip_label(suspect.quote)} ({suspect.quote.passage.document_title})"
            yield Note(suspect.rule, Severity.HIGH, SUSPECT_SENTENCES[suspect.rule].format(page=page))


def _codes_outside_policy(task: DraftTask) -> Iterator[Note]:
    if task.policy is None:
        return
    named = {code.removeprefix("ICD-10-CM ") for code in task.policy.codes if code.startswith("ICD-10-CM ")}
    for code in task.diagnosis_codes:
        if named and not any(code == other or code.startswith(f"{other}.") for other in named):
            policy = f"{task.policy.policy_id} version {task.policy.version}"
            sentence = f"{code} is not among the diagnosis codes that {policy} names."
            yield Note("code_in_policy", Severity.HIGH, sentence)
