"""What somebody may keep as a reason, a note or a finding: the one check of every such text, in every room."""

from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


def reason_refusal(
    patient_id: UUID | None,
    text: str,
    *,
    organization_id: UUID,
    names_company: bool = False,
    addressed: bool = False,
) -> str:
    """Return why a text may not be kept as a reason about a patient (None: nobody in particular), or an empty text.

    It is looked up among the patients and people of ``organization_id``, of which whoever writes it is.
    ``names_company``: it says who made or runs something, so a company and how it is reached may stand in it.
    ``addressed``: it says where a letter went. The room that knows patients' names is found by its dotted path.
    """
    check = import_string(settings.WORKBENCH_REASON_CHECK)
    sentence: str = check(
        patient_id, text, organization_id=organization_id, names_company=names_company, addressed=addressed
    )
    return sentence
