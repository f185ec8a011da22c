from django.db import migrations, models

from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_destruction_door"),
        ("review", "0002_sealed"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewdecision",
            name="destruction",
            field=models.UUIDField(editable=False, null=True),
        ),
        words_can_be_destroyed("review_reviewdecision", words=("comment", "final")),
    ]
