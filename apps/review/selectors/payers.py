"""Whether the policy that a letter argues from is the one of the patient's payer, as far as the record tells."""

from typing import TYPE_CHECKING

from apps.coverage.domain.payers import may_be_same_payer
from apps.viewer.selectors import plans_on_record

if TYPE_CHECKING:
    from apps.chart.models import Patient
    from apps.coverage.models import CoveragePolicy


def other_payer(patient: "Patient | None", policy: "CoveragePolicy") -> str:
    """Return a sentence where every active coverage on record is another payer's, or an empty text.

    For a caller that was let in to the patient. A warning, no refusal: a payer may let another decide, for drugs often.
    """
    plans = plans_on_record(patient) if patient else ()
    payers = list(dict.fromkeys(plan.payer for plan in plans if plan.payer))
    if not payers or any(may_be_same_payer(f"{plan.payer} {plan.name}", policy.payer) for plan in plans):
        return ""
    return f"The record's coverage is with {' and '.join(payers)}; policy {policy.policy_id} is {policy.payer}'s."
