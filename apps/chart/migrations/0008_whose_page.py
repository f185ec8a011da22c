"""Whose page a document says it is, held against its patient. Documents of before are judged by a periodic task."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock
from apps.core.sealing import rows_stay, words_can_be_destroyed

VERDICTS = [("silent", "silent"), ("agrees", "agrees"), ("differs", "differs")]
VERDICT = ("identity", "identity_differs", "identity_reader", "set_aside")
REASONS = [
    ("name_changed", "Name, birth date or number of this patient was recorded differently then"),
    ("error_in_header", "The header has a typing or scanning error"),
    ("about_this_patient", "The content was compared with the chart: it is about this patient"),
    ("other_person_meant", "The header names a relative or somebody else who belongs there"),
    ("settled_by_mistake", "It was settled by mistake: the page is to be set aside again"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("chart", "0007_unclassified"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("sourcedocument", "claims_sealed", models.BinaryField(default=b"")),
        migrations.AddField(
            "sourcedocument", "identity", models.CharField(blank=True, choices=VERDICTS, max_length=10, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "sourcedocument",
            "identity_differs",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
        migrations.AddField(
            "sourcedocument", "identity_reader", models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AddField("sourcedocument", "set_aside", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="IdentitySettlement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("belongs", models.BooleanField()),
                (
                    "reason",
                    models.CharField(choices=REASONS, max_length=30),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlements",
                        to="chart.sourcedocument",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chart.patient"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"ordering": ["created_at", "id"]},
        ),
        rows_stay("chart_identitysettlement"),
        # A verdict is no word: it moves while the text stands. What an envelope said is one, and goes with the others.
        words_can_be_destroyed(
            "chart_sourcedocument",
            words=("series", "title", "author", "author_role", "dated_at", "text", "lines", "claims"),
            but=("current", "encounter_id", "confidentiality", "labels", "label_basis", *VERDICT),
        ),
    ]  # fmt: skip
