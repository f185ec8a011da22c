"""The verdict that code read out of the chart for each criterion, with the spans it rests on."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import apps.core.clock
import apps.drafting.domain.claims
import apps.drafting.domain.criteria.verdicts
from apps.core.sealing import rows_stay, words_can_be_destroyed


class Migration(migrations.Migration):
    dependencies = [
        ("chart", "0009_payer_letter"),
        ("drafting", "0008_broken_off"),
        ("redaction", "0008_orders"),
        ("retrieval", "0014_payer_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="CriterionAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("ordinal", models.PositiveIntegerField()),
                ("node_id", models.CharField(max_length=60)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("MET", "Met"), ("NOT_MET", "Not met"), ("INSUFFICIENT", "Insufficient")],
                        max_length=15,
                    ),
                ),
                ("not_applicable", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                ("wanted", models.JSONField(default=list)),
                ("destruction", models.UUIDField(editable=False, null=True)),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criterion_answers",
                        to="drafting.draft",
                    ),
                ),
            ],
            options={
                "ordering": ["draft", "ordinal"],
            },
        ),
        migrations.CreateModel(
            name="CriterionCitation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("ordinal", models.PositiveIntegerField()),
                (
                    "stance",
                    models.CharField(
                        choices=[("supports", "Supports"), ("contradicts", "Contradicts")],
                        default=apps.drafting.domain.claims.Stance["SUPPORTS"],
                        max_length=12,
                    ),
                ),
                ("redacted_start", models.PositiveIntegerField()),
                ("redacted_end", models.PositiveIntegerField()),
                ("source_sha256", models.CharField(max_length=64)),
                ("source_start", models.PositiveIntegerField()),
                ("source_end", models.PositiveIntegerField()),
                ("quote_sha256", models.CharField(max_length=64)),
                ("label", models.CharField(max_length=120)),
                ("destruction", models.UUIDField(editable=False, null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="citations",
                        to="drafting.criterionanswer",
                    ),
                ),
                (
                    "passage",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="retrieval.passage",
                    ),
                ),
                (
                    "redacted_document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="redaction.redacteddocument"
                    ),
                ),
                (
                    "source_document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="chart.sourcedocument"
                    ),
                ),
            ],
            options={
                "ordering": ["answer", "ordinal"],
            },
        ),
        migrations.AddConstraint(
            model_name="criterionanswer",
            constraint=models.UniqueConstraint(fields=("draft", "ordinal"), name="criterion_answer_ordinal_unique"),
        ),
        migrations.AddConstraint(
            model_name="criterionanswer",
            constraint=models.UniqueConstraint(fields=("draft", "node_id"), name="criterion_answered_once"),
        ),
        migrations.AddConstraint(
            model_name="criterionanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_applicable", False),
                    ("verdict", apps.drafting.domain.criteria.verdicts.Verdict["MET"]),
                    _connector="OR",
                ),
                name="criterion_not_applicable_is_met",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterioncitation",
            constraint=models.UniqueConstraint(fields=("answer", "ordinal"), name="criterion_citation_ordinal_unique"),
        ),
        migrations.AddConstraint(
            model_name="criterioncitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("source_start__lt", models.F("source_end"))), name="criterion_citation_is_not_empty"
            ),
        ),
        rows_stay("drafting_criterionanswer"),
        words_can_be_destroyed("drafting_criterionanswer", words=("reason", "wanted")),
        rows_stay("drafting_criterioncitation"),
        words_can_be_destroyed("drafting_criterioncitation", words=("label",)),
    ]
