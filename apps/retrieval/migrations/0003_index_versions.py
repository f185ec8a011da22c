"""Versions of the index are data; what was indexed before there were any is in use."""

import uuid

from django.db import migrations, models
from django.db.models import Q

import apps.core.clock

STATES = [(state, state) for state in ("BUILDING", "READY", "ACTIVE", "RETIRED", "DROPPED")]
IN_USE_SO_FAR = """
SELECT set_config('workbench.keeping', 'on', true);
INSERT INTO retrieval_indexversion (id, created_at, name, status, moved_at)
SELECT gen_random_uuid(), now(), index_version, 'ACTIVE', now()
FROM retrieval_passage GROUP BY index_version ORDER BY count(*) DESC LIMIT 1;
SELECT set_config('workbench.keeping', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0002_fence")]

    operations = [
        migrations.CreateModel(
            name="IndexVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("name", models.CharField(max_length=120, unique=True)),
                ("status", models.CharField(choices=STATES, max_length=20)),
                ("moved_at", models.DateTimeField(default=apps.core.clock.now)),
                ("worked_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("status", "ACTIVE")), fields=("status",), name="one_index_is_in_use"
                    )
                ],
            },
        ),
        migrations.RunSQL(IN_USE_SO_FAR, migrations.RunSQL.noop),
    ]
