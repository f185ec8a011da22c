"""The words a composer may put around quotes. Any other word of a claim must stand in its quotes."""

from apps.drafting.domain.knowledge import RESULT_NAMES
from apps.drafting.domain.labels import SHORT_KINDS
from apps.drafting.domain.language.words import stems

TEMPLATE = """
    year years old older woman man person patient with and but on in of from the since until started ended ordered
    stopped reported stated taken list listed problem allergy note text copied says has was is current active order
    ongoing unresolved conflict abnormal high low hold plan planned yet not here earlier also later none chart result
    undated unknown day code status for as reaction after before phone without there no longer ambulatory inpatient
    repeatedly during recorded seen last assessment impression diagnoses
"""
TEMPLATE_STEMS = (
    stems(TEMPLATE) | stems(" ".join(SHORT_KINDS.values())) | stems(" ".join(name for _, name in RESULT_NAMES))
)
