"""Whether the trace of a draft may leave as a file."""

from typing import TYPE_CHECKING

from apps.access.domain.labels import LEAVES_BY_CONSENT
from apps.chart.selectors import labels_consented
from apps.core import clock
from apps.drafting.selectors import draft_labels
from apps.review.selectors.seeded import why_not_traced

if TYPE_CHECKING:
    from apps.drafting.models import Draft

NO_CONSENT = (
    "This trace holds words of records that leave only with the patient's written consent. A consent for one payer "
    "does not cover a file that may go to anybody; one for whoever treats and pays does. Read the trace on its page."
)


def why_not_file(draft: "Draft", *, with_words: bool) -> str:
    """Return why the trace of a draft is not handed over as a file, or an empty text.

    Without words it holds ids, figures and acts, and nothing that a label keeps in.
    """
    if sentence := why_not_traced(draft):
        return sentence
    held = {label.value for label in LEAVES_BY_CONSENT} & set(draft_labels(draft.pk)) if with_words else set()
    if not held:
        return ""
    return NO_CONSENT if held - labels_consented(draft.patient_id, "", clock.today()) else ""
