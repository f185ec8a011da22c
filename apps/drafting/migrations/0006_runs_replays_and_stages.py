import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import apps.core.clock
from apps.core.sealing import words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_roles_and_break_glass"),
        ("drafting", "0005_citations_keep_their_passage"),
        ("governance", "0004_lifted_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftReplay",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("identical", "Identical"), ("differs", "Differs"), ("not_run", "Not run")],
                        max_length=20,
                    ),
                ),
                ("result_sealed", models.BinaryField(default=b"")),
                ("input_tokens", models.PositiveIntegerField(default=0)),
                ("output_tokens", models.PositiveIntegerField(default=0)),
                ("cost_micros", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="DraftStage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                (
                    "stage",
                    models.CharField(
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
                        max_length=20,
                    ),
                ),
                (
                    "end",
                    models.CharField(
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
                        max_length=20,
                    ),
                ),
                ("bucket", models.CharField(blank=True, max_length=30)),
                ("queued_at", models.DateTimeField()),
                ("entered_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["draft", "ended_at"],
            },
        ),
        migrations.CreateModel(
            name="WorkerBeat",
            fields=[
                ("worker", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="draft",
            name="entered_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="leased_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="draft",
            name="queued_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="cost_micros",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="engine",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="first_token_ms",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="given_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="host",
            field=models.CharField(blank=True, default="", max_length=253),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="input_sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="marker",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="model_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="passages",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="prompt_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="raw_sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="raw_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="requested_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="started_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="inferencerun",
            name="tokenizer_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name="inferencerun",
            index=models.Index(fields=["created_at"], name="drafting_in_created_22001b_idx"),
        ),
        migrations.AddField(
            model_name="draftreplay",
            name="asked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="draftreplay",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="replays", to="drafting.inferencerun"
            ),
        ),
        migrations.AddField(
            model_name="draftstage",
            name="draft",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="drafting.draft"
            ),
        ),
        migrations.AddField(
            model_name="draftstage",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organization"
            ),
        ),
        migrations.AddIndex(
            model_name="draftstage",
            index=models.Index(fields=["organization", "ended_at"], name="drafting_dr_organiz_b6f613_idx"),
        ),
        words_can_be_destroyed("drafting_inferencerun", words=("passage_ids", "passages", "input", "raw", "output")),
    ]
