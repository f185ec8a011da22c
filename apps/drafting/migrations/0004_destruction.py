from django.db import migrations, models

import apps.drafting.domain.status
from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_destruction_door"),
        ("drafting", "0003_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="citation",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="draft",
            name="status",
            field=models.CharField(
                choices=[
                    ("QUEUED", "Queued"),
                    ("RETRIEVED", "Retrieved"),
                    ("GENERATED", "Generated"),
                    ("READY", "Ready"),
                    ("BLOCKED", "Blocked"),
                    ("FAILED", "Failed"),
                    ("HALTED", "Halted"),
                    ("PURGED", "Purged"),
                ],
                default=apps.drafting.domain.status.DraftStatus["QUEUED"],
                max_length=20,
            ),
        ),
        words_can_be_destroyed("drafting_claim", words=("text",)),
        words_can_be_destroyed("drafting_citation", words=("label",), but=("passage_id",)),
        words_can_be_destroyed("drafting_inferencerun", words=("passage_ids", "output")),
    ]
