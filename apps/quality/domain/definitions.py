"""What each figure means, in words, by version. A definition is never edited: a change is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass

# 2: time at the drafts stands beside the figures (``balancing``). What version 1 defines means what it meant.
# 3: periods are whole days, and time is counted in tenths of a minute.
# 4: claims are counted by section, type and severity. What version 3 defines means what it meant.
DEFINITION_VERSION = 4

ELIGIBLE = (
    "Live human decisions (approve, edit, reject) on drafts that were shown to the person who decided. "
    "A re-opened draft counts once, with its last decision."
)


@dataclass(frozen=True, slots=True)
class Metric:
    name: str
    numerator: str
    note: str = ""


METRICS: Mapping[str, Metric] = {
    "substantive_override": Metric(
        "Substantive override",
        "Rejected drafts, and edits that change a clinical claim, code, criterion, date, laterality, dose or identity.",
        "There is no target: a low rate is not evidence of safety.",
    ),
    "reject": Metric("Rejected", "Rejected drafts."),
    "style_edit": Metric("Style edit", "Edits that change wording only, as the clinician classed them."),
    "unedited_approve": Metric(
        "Approved unedited", "Drafts approved without any edit.", "High here with little evidence opened is a warning."
    ),
    "evidence_opened": Metric(
        "Evidence opened before deciding",
        "Decisions before which the person opened at least one citation.",
        "A balancing measure: read it beside the others.",
    ),
}

CLAIM_METRICS: Mapping[str, Metric] = {
    "claims_changed": Metric(
        "Claims changed in substance",
        "Claims that a person removed, or changed in a number, date, side, code, medicine, certainty or meaning, of "
        "all claims of drafts that were signed.",
        "Claims of a rejected draft are in no such rate: nobody judged them one by one.",
    ),
}

DESK_MEASURES: Mapping[str, Metric] = {
    "seeded_caught": Metric(
        "Known errors caught",
        "Errors that code had put into drafts of test patients and the reviewer removed, changed back or rejected with "
        "the draft, of all such errors in drafts that were judged.",
        "An independent estimate of what gets past the desk. These drafts are never sent and are in no other figure.",
    ),
    "own_agreement": Metric(
        "Own judgement as the machine's",
        "Criteria on which a reviewer, before the machine's answer was shown, said the same as it, of all that were "
        "judged so.",
        "Agreement is not correctness: both can be wrong. Criteria of one letter are not independent of each other.",
    ),
}

EXCLUSIONS: Mapping[str, str] = {
    "cannot_judge": "Cannot judge: the reviewer needed documents or another reader.",
    "returned": "Returned to who asked for the draft, with what the reviewer needs; nobody judged it yet.",
    "reopened": "Earlier decisions on drafts that were re-opened; the first is kept, the last counts.",
    "seeded": "Drafts of test patients that are known to be wrong: counted apart, as known errors caught.",
    "abstained": "Drafts the system itself withheld because the chart did not support one.",
}
