"""A citation keeps the id of its passage when the passage is purged, so nothing of it but its label may change."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("drafting", "0004_destruction"),
        ("retrieval", "0006_questions_stay"),
    ]

    operations = [
        migrations.AlterField(
            "citation",
            "passage",
            models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="retrieval.passage",
            ),
        ),
        words_can_be_destroyed("drafting_citation", words=("label",)),
    ]
