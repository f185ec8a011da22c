"""Every record of a chart, and who may see it, stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = (
    "chart_patient",
    "chart_delegation",
    "chart_encounter",
    "chart_resourceversion",
    "chart_sourcedocument",
    "chart_consentrecord",
)
THROUGH = (
    ("chart_patientpersongrant", "content_object_id", "chart_patient"),
    ("chart_patientteamgrant", "content_object_id", "chart_patient"),
    ("chart_section", "document_id", "chart_sourcedocument"),
    ("chart_identitysettlement", "patient_id", "chart_patient"),
)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("chart", "0011_consent_records")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
