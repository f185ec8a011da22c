import uuid

from django.db import migrations, models

import apps.core.clock
from apps.core.sealing import rows_stay


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("subject", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("key_id", models.CharField(max_length=200)),
                ("wrapped", models.BinaryField()),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("destroyed_at", None)), fields=["key_id"], name="data_key_alive_by_key"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "version"), name="data_key_version_unique_in_subject"),
                    models.CheckConstraint(
                        condition=models.Q(("destroyed_at", None), ("wrapped", b""), _connector="OR"),
                        name="data_key_destroyed_is_empty",
                    ),
                ],
            },
        ),
        rows_stay("core_datakey", but=("key_id", "wrapped", "destroyed_at")),
    ]
