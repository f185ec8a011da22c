"""Passages of documents that are not classified yet are fenced as those are."""

from django.db import migrations

KEEP = "SELECT set_config('workbench.keeping', '{}', true)"
FOLLOW = """
UPDATE retrieval_passage AS passage SET labels = document.labels
FROM redaction_redacteddocument AS redacted JOIN chart_sourcedocument AS document ON document.id = redacted.document_id
WHERE redacted.id = passage.redacted_document_id AND document.labels @> '{unclassified}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("chart", "0007_unclassified"),
        ("retrieval", "0008_signs_of_words"),
    ]

    operations = [
        migrations.RunSQL([KEEP.format("on"), FOLLOW, KEEP.format("")], migrations.RunSQL.noop),
    ]
