"""The redacted words of a chart are shown to whom it is open, as the words themselves are (decision 0059)."""

from django.db import migrations

from apps.core.fencing import reader_fence

OWN = ("redaction_redacteddocument", "redaction_surrogate", "redaction_redactioncorrection")


class Migration(migrations.Migration):
    dependencies = [("chart", "0013_open_to_the_reader"), ("redaction", "0009_behind_the_fence")]

    operations = [reader_fence(table) for table in OWN]
