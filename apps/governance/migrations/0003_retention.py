import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_access_taken"),
        ("governance", "0002_sealed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("patient_id", models.UUIDField(null=True)),
                ("draft_id", models.UUIDField(null=True)),
                ("reason", models.CharField(max_length=500)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organization"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "indexes": [models.Index(fields=["organization", "patient_id"], name="governance__organiz_0ed999_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("draft_id", None), ("patient_id__isnull", False), _connector="OR"),
                        name="hold_of_a_draft_names_its_patient",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="hold_lifted_both_or_neither",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShredRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("patient_id", models.UUIDField(unique=True)),
                ("reason", models.CharField(max_length=500)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organization"
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="shred_confirmed_both_or_neither",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                        name="shred_is_confirmed_by_another",
                    ),
                ],
            },
        ),
    ]
