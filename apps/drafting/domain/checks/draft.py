"""The rules on a draft as a whole: what was left out, what the record says to software, which criteria stay empty."""

from collections.abc import Iterable, Iterator

from apps.drafting.domain.checks.claim import check_claim
from apps.drafting.domain.checks.criteria import criterion_notes
from apps.drafting.domain.checks.same_words import one_verdict
from apps.drafting.domain.checks.verdicts import CheckedClaim, CheckedDraft, Note
from apps.drafting.domain.claims import DraftKind, Severity, Support
from apps.drafting.domain.facts.chart import Chart, passage_by_id, read_chart
from apps.drafting.domain.facts.notes import Suspect
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.language.words import stems
from apps.drafting.domain.reconcile.allergies import listed
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
    checked = one_verdict([check_claim(claim, passages, draft_input.task, suspects) for claim in output.claims])
    notes = (
        *_suspects(chart.suspects),
        *_omitted_allergies(chart, checked, draft_input.task),
        *criterion_notes(draft_input, checked),
        *_codes_outside_policy(draft_input.task),
    )
    return CheckedDraft(checked, notes, output.missing, _blocked(checked))


def _blocked(checked: Iterable[CheckedClaim]) -> str:
    standing = (Support.SUPPORTED, Support.CONTRADICTED)
    if any(one.claim.severity is Severity.HIGH and one.support in standing and one.citations for one in checked):
        return ""
    return (
        "Nothing of weight in this draft is supported by the chart. Write the document by hand, or add what is missing."
    )


def _suspects(suspects: Iterable[Suspect]) -> Iterator[Note]:
    seen: set[tuple[str, str]] = set()
    for suspect in suspects:
        key = (suspect.rule, suspect.quote.passage.document_id)
        if key not in seen:
            seen.add(key)
            page = f"{chip_label(suspect.quote)} ({suspect.quote.passage.document_title})"
            yield Note(suspect.rule, Severity.HIGH, SUSPECT_SENTENCES[suspect.rule].format(page=page))


def _omitted_allergies(chart: Chart, checked: Iterable[CheckedClaim], task: DraftTask) -> Iterator[Note]:
    if task.kind is not DraftKind.CHART_SUMMARY:
        return
    told = stems(" ".join(one.claim.text for one in checked))
    for allergy in listed(chart):
        if not stems(allergy.substance) <= told:
            yield Note(
                "omission", Severity.HIGH, f"The allergy list has {allergy.substance}; the draft does not say so."
            )


def _codes_outside_policy(task: DraftTask) -> Iterator[Note]:
    if task.policy is None:
        return
    named = {code.removeprefix("ICD-10-CM ") for code in task.policy.codes if code.startswith("ICD-10-CM ")}
    for code in task.diagnosis_codes:
        if named and not any(code == other or code.startswith(f"{other}.") for other in named):
            policy = f"{task.policy.policy_id} version {task.policy.version}"
            sentence = f"{code} is not among the diagnosis codes that {policy} names."
            yield Note("code_in_policy", Severity.HIGH, sentence)
