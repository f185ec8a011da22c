from django.db import migrations, models

from apps.core.crypto.blind import blind_index
from apps.core.crypto.migrating import seal_columns


def index_writings(apps, _):
    surrogates = apps.get_model("redaction", "Surrogate").objects
    for row in surrogates.iterator(chunk_size=500):
        index = blind_index("surrogate", row.patient_id, row.kind, row.key, row.original)
        surrogates.filter(pk=row.pk).update(writing_index=index)


class Migration(migrations.Migration):
    dependencies = [("redaction", "0002_corrections"), ("core", "0001_data_keys")]

    operations = [
        migrations.RemoveConstraint("surrogate", "surrogate_original_unique_in_patient"),
        migrations.AddField(
            "surrogate", "writing_index", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.RunPython(index_writings),
        *seal_columns("redaction", "surrogate", subject="patient_id", columns={"key": "text", "original": "text"}),
        *seal_columns("redaction", "redacteddocument", subject="patient_id", columns={"map": "json"}),
        migrations.AddConstraint(
            "surrogate",
            models.UniqueConstraint(fields=("patient", "writing_index"), name="surrogate_writing_unique_in_patient"),
        ),
    ]
