"""What is redacted, and what stands in for it, stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = ("redaction_boundarycrossing",)
THROUGH = (
    ("redaction_surrogate", "patient_id", "chart_patient"),
    ("redaction_boundarysecret", "patient_id", "chart_patient"),
    ("redaction_redacteddocument", "patient_id", "chart_patient"),
    ("redaction_redactioncorrection", "patient_id", "chart_patient"),
    ("redaction_redactioncheck", "redacted_document_id", "redaction_redacteddocument"),
    ("redaction_redactioncase", "correction_id", "redaction_redactioncorrection"),
)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("redaction", "0008_orders")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
