"""Bring back into search the notes that only their sender's word had taken out of it.

They are those of ``chart.selectors.documents_replaced`` no longer: nothing stands in their place.
"""

from django.conf import settings
from django.db import migrations

BRING_BACK = """
UPDATE retrieval_passage AS passage SET superseded = false
FROM redaction_redacteddocument AS redacted JOIN chart_sourcedocument AS document ON document.id = redacted.document_id
WHERE redacted.id = passage.redacted_document_id AND passage.superseded AND redacted.current AND document.current
    AND document.source_status = 'superseded'
    AND NOT EXISTS (
        SELECT 1 FROM chart_sourcedocument AS standing
        WHERE standing.patient_id = document.patient_id AND standing.kind = document.kind AND standing.current
            AND standing.source_status NOT IN ('superseded', 'entered-in-error', 'cancelled')
            AND (
                standing.encounter_id = document.encounter_id
                OR (document.encounter_id IS NULL AND standing.encounter_id IS NULL
                    AND (standing.dated_at AT TIME ZONE %(zone)s)::date = (document.dated_at AT TIME ZONE %(zone)s)::date)
            )
    );
"""


class Migration(migrations.Migration):
    dependencies = [
        ("chart", "0007_unclassified"),
        ("redaction", "0007_rows_stay"),
        ("retrieval", "0009_unclassified"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "SELECT set_config('workbench.keeping', 'on', true)",
                (BRING_BACK, {"zone": settings.TIME_ZONE}),
                "SELECT set_config('workbench.keeping', '', true)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
