"""Questions and answers never change: their words may be purged under an audit event, and a patient takes them along."""

import django.db.models.deletion
from django.db import migrations, models

from apps.core.sealing import rows_stay_until_shredded


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_shredding_door"),
        ("retrieval", "0005_rights_behind_the_fence"),
    ]

    operations = [
        migrations.AddField("retrievalquery", "destruction", models.UUIDField(editable=False, null=True)),
        migrations.AddField("retrievedpassage", "destruction", models.UUIDField(editable=False, null=True)),
        migrations.AlterField(
            "retrievedpassage",
            "passage",
            models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="retrieval.passage",
            ),
        ),
        rows_stay_until_shredded(
            "retrieval_retrievalquery", words=("text", "expansion", "verdict_reason", "answerability")
        ),
        rows_stay_until_shredded("retrieval_retrievedpassage", words=("matched",)),
    ]
