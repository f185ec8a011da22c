from django.db import migrations, models

from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_destruction_door"), ("redaction", "0003_sealed_columns")]

    operations = [
        migrations.AddField("redactioncase", "destruction", models.UUIDField(editable=False, null=True)),
        words_can_be_destroyed("redaction_redactioncase", words=("body",)),
    ]
