"""What a token stands for is bound to the token, and neither the book of tokens nor a redaction is ever changed."""

from django.db import migrations, models

from apps.core.crypto.migrating import bind_columns
from apps.core.sealing import rows_stay, rows_stay_until_shredded, words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_shredding_door"), ("redaction", "0006_sealed_shift")]

    operations = [
        bind_columns(
            "redaction",
            "surrogate",
            subject="patient_id",
            columns=("key_sealed", "original_sealed"),
            beside=("token",),
        ),
        rows_stay_until_shredded("redaction_surrogate"),
        migrations.AddField("redacteddocument", "destruction", models.UUIDField(editable=False, null=True)),
        rows_stay("redaction_redacteddocument", but=("current",)),
        words_can_be_destroyed(
            "redaction_redacteddocument",
            words=("title", "author_role", "text", "map", "sections"),
            but=("current",),
        ),
    ]
