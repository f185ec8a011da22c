"""What each figure means, in words, by version. A definition is never edited: a change is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass

DEFINITION_VERSION = 1

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

EXCLUSIONS: Mapping[str, str] = {
    "cannot_judge": "Cannot judge: the reviewer needed documents or another reader.",
    "returned": "Returned to who asked for the draft, with what the reviewer needs; nobody judged it yet.",
    "reopened": "Earlier decisions on drafts that were re-opened; the first is kept, the last counts.",
    "abstained": "Drafts the system itself withheld because the chart did not support one.",
}
