from django.db import migrations, models

from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_destruction_door"),
        ("chart", "0003_sealed_columns"),
    ]

    operations = [
        migrations.AddField(
            model_name="patient",
            name="destroyed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="resourceversion",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="section",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="sourcedocument",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        words_can_be_destroyed(
            "chart_sourcedocument",
            words=("series", "title", "author", "author_role", "dated_at", "text", "lines"),
            but=("current", "encounter_id"),
        ),
        words_can_be_destroyed(
            "chart_resourceversion",
            words=("source_id", "version_id", "last_updated", "body", "names", "identifier_index"),
            but=("current", "encounter_id"),
        ),
        words_can_be_destroyed("chart_section", words=("title",)),
    ]
