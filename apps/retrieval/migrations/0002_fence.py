"""Vectors and answers name their patient, questions say how they were read, and PostgreSQL fences all of it."""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
import pgvector.django.halfvec
from django.db import migrations, models

from apps.core.fencing import rows_behind_the_fence

TASKS = [("criterion", "criterion"), ("summary", "summary"), ("question", "question"), ("search", "search")]
FENCED = ("passage", "passagewindow", "retrievalquery", "retrievedpassage")

# Who may read: the grants of guardian's tables, asked by the database itself. One patient is open at a time, so that the
# question is asked once a statement and costs the same for whoever has ten thousand patients.
OPEN_SUBJECT = """
CREATE FUNCTION workbench_open_subject() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT patient.id
    FROM chart_patient AS patient
    JOIN access_person AS person
        ON person.id = nullif(current_setting('workbench.requester', true), '')::uuid
        AND person.organization_id = patient.organization_id
        AND person.is_active
    WHERE patient.id = nullif(current_setting('workbench.subject', true), '')::uuid
        AND patient.destroyed_at IS NULL
        AND (
            EXISTS (
                SELECT 1 FROM chart_patientpersongrant AS held
                JOIN auth_permission AS permission ON permission.id = held.permission_id
                WHERE held.content_object_id = patient.id AND held.user_id = person.id
                    AND permission.codename = 'view_chart'
            )
            OR EXISTS (
                SELECT 1 FROM chart_patientteamgrant AS held
                JOIN auth_permission AS permission ON permission.id = held.permission_id
                JOIN access_person_groups AS member ON member.group_id = held.group_id AND member.person_id = person.id
                WHERE held.content_object_id = patient.id AND permission.codename = 'view_chart'
            )
        )
$$;
"""
FILL_WINDOWS = """
UPDATE retrieval_passagewindow AS piece
SET patient_id = passage.patient_id, organization_id = passage.organization_id,
    text_sha256 = embedding.text_sha256, vector = embedding.vector::halfvec
FROM retrieval_passage AS passage, retrieval_embedding AS embedding
WHERE passage.id = piece.passage_id AND embedding.id = piece.embedding_id;
"""
FILL_ANSWERS = """
UPDATE retrieval_retrievedpassage AS answer
SET patient_id = query.patient_id, organization_id = query.organization_id, returned = true,
    channels = jsonb_build_object('dense', answer.dense_score, 'lexical', answer.lexical_score)
FROM retrieval_retrievalquery AS query WHERE query.id = answer.query_id;
UPDATE retrieval_retrievalquery SET task = CASE purpose WHEN 'draft' THEN 'criterion' ELSE 'search' END,
    ranker = 'z-scores-1';
"""


def _owner(model: str) -> list[migrations.operations.base.Operation]:
    """Add whose row it is, empty at first."""
    return [
        migrations.AddField(model, name, models.ForeignKey(null=True, on_delete=deletion, related_name="+", to=target))
        for name, deletion, target in _owners()
    ]


def _owned(model: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AlterField(model, name, models.ForeignKey(on_delete=deletion, related_name="+", to=target))
        for name, deletion, target in _owners()
    ]


def _owners() -> tuple[tuple[str, object, str], ...]:
    return (
        ("organization", django.db.models.deletion.PROTECT, "access.organization"),
        ("patient", django.db.models.deletion.CASCADE, "chart.patient"),
    )


class Migration(migrations.Migration):
    atomic = True
    dependencies = [
        ("access", "0002_access_taken"),
        ("chart", "0004_destruction"),
        ("redaction", "0007_rows_stay"),
        ("retrieval", "0001_initial"),
    ]

    operations = [
        # Passages
        migrations.RemoveIndex("passage", "retrieval_p_search_4a6a5c_gin"),
        migrations.RemoveIndex("passage", "retrieval_p_patient_f5cf33_idx"),
        migrations.RemoveField("passage", "search"),
        migrations.AddField("passage", "heading", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            "passage",
            "search",
            models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    "section_title", "heading", "text", config="english"
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddField("passage", "section_code", models.CharField(blank=True, max_length=20)),
        migrations.AddField("passage", "document_code", models.CharField(blank=True, max_length=40)),
        migrations.AddField("passage", "priority", models.BooleanField(default=False)),
        migrations.AddField("passage", "assertions", models.JSONField(default=list)),
        migrations.AddField(
            "passage",
            "copied_from",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="copies",
                to="retrieval.passage",
            ),
        ),
        migrations.AddField(
            "passage",
            "labels",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            "passage", models.Index(fields=["patient", "index_version", "superseded"], name="passage_of_patient")
        ),
        # Windows hold their vectors themselves
        *_owner("passagewindow"),
        migrations.AddField("passagewindow", "text_sha256", models.CharField(max_length=64, null=True)),
        migrations.AddField("passagewindow", "vector", pgvector.django.halfvec.HalfVectorField(null=True)),
        # Questions and answers
        *_owner("retrievedpassage"),
        migrations.AddField("retrievedpassage", "returned", models.BooleanField(null=True)),
        migrations.AddField("retrievedpassage", "channels", models.JSONField(default=dict)),
        migrations.AddField("retrievedpassage", "matched", models.JSONField(default=list)),
        migrations.AddField("retrievalquery", "task", models.CharField(choices=TASKS, max_length=20, null=True)),
        migrations.AddField("retrievalquery", "ranker", models.CharField(max_length=120, null=True)),
        migrations.AddField("retrievalquery", "expansion", models.JSONField(default=list)),
        migrations.AddField("retrievalquery", "filter", models.JSONField(default=dict)),
        migrations.AddField("retrievalquery", "verdict", models.CharField(blank=True, max_length=20)),
        migrations.AddField("retrievalquery", "verdict_reason", models.TextField(blank=True)),
        migrations.AddField("retrievalquery", "answerability", models.JSONField(default=dict)),
        migrations.AlterField("retrievalquery", "index_version", models.CharField(max_length=120)),
        migrations.AlterField("passage", "index_version", models.CharField(max_length=120)),
        migrations.RunSQL([FILL_WINDOWS, FILL_ANSWERS], migrations.RunSQL.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        # Now nobody's row is left
        *_owned("passagewindow"),
        migrations.AlterField("passagewindow", "text_sha256", models.CharField(max_length=64)),
        migrations.AlterField("passagewindow", "vector", pgvector.django.halfvec.HalfVectorField()),
        migrations.RemoveField("passagewindow", "embedding"),
        migrations.AlterModelOptions("passagewindow", {}),
        migrations.DeleteModel("Embedding"),
        migrations.AddIndex(
            "passagewindow", models.Index(fields=["patient", "text_sha256"], name="window_text_of_patient")
        ),
        *_owned("retrievedpassage"),
        migrations.AlterField("retrievedpassage", "returned", models.BooleanField()),
        migrations.RemoveField("retrievedpassage", "dense_score"),
        migrations.RemoveField("retrievedpassage", "lexical_score"),
        migrations.AlterField("retrievalquery", "task", models.CharField(choices=TASKS, max_length=20)),
        migrations.AlterField("retrievalquery", "ranker", models.CharField(max_length=120)),
        # The fence
        migrations.RunSQL(OPEN_SUBJECT, "DROP FUNCTION workbench_open_subject()"),
        *(rows_behind_the_fence(f"retrieval_{table}", subject="patient_id") for table in FENCED),
    ]
