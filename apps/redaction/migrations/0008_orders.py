"""Where the record speaks to software is kept with its redacted words, and goes with them."""

from django.db import migrations, models

from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [("redaction", "0007_rows_stay")]

    operations = [
        migrations.AddField("redacteddocument", "orders", models.JSONField(default=list)),
        migrations.AddField("redacteddocument", "title_order", models.CharField(blank=True, default="", max_length=20)),
        migrations.AlterField("redacteddocument", "title_order", models.CharField(blank=True, max_length=20)),
        words_can_be_destroyed(
            "redaction_redacteddocument",
            words=("title", "author_role", "text", "map", "sections", "orders", "title_order"),
            but=("current",),
        ),
    ]
