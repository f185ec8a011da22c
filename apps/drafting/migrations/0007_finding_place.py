"""A finding may speak of a place of the record: the reviewer opens it there."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chart", "0008_whose_page"),
        ("drafting", "0006_runs_replays_and_stages"),
    ]

    operations = [
        migrations.AddField(
            model_name="finding",
            name="source_document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chart.sourcedocument"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="source_end",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="finding",
            name="source_start",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
