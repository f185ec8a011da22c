import uuid

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import apps.core.clock
from apps.core.sealing import rows_stay

# A decision takes the number after the last of its scope, and nothing goes on again but by its confirmed request.
FOLLOWS = """
CREATE FUNCTION governance_killswitch_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version <> 1 + coalesce((SELECT max(version) FROM governance_killswitch
                                    WHERE scope = NEW.scope AND subject = NEW.subject), 0) THEN
        RAISE EXCEPTION 'Version % does not follow in this scope.', NEW.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NOT NEW.stopped AND NOT EXISTS (
        SELECT FROM governance_resumerequest AS asked
        WHERE asked.id = NEW.request_id AND asked.scope = NEW.scope AND asked.subject = NEW.subject
          AND asked.version = NEW.version - 1 AND asked.confirmed_by_id = NEW.set_by_id
    ) THEN
        RAISE EXCEPTION 'Nothing goes on again without a request that another person confirmed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_killswitch_follows BEFORE INSERT ON governance_killswitch
    FOR EACH ROW EXECUTE FUNCTION governance_killswitch_follows();
ALTER TABLE governance_killswitch ENABLE ALWAYS TRIGGER governance_killswitch_follows;
"""
FOLLOWS_NO_MORE = """
DROP TRIGGER governance_killswitch_follows ON governance_killswitch;
DROP FUNCTION governance_killswitch_follows();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_roles_and_break_glass"),
        ("governance", "0004_lifted_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CardFeedback",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("text", models.CharField(max_length=1000)),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredModel",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("bytes", models.PositiveBigIntegerField()),
                ("licence", models.CharField(max_length=100)),
                ("card", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["created_at", "id"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReleasePart",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("package", "Package"), ("model", "Model"), ("prompt", "Prompt"), ("data", "Data")],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("version", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ["kind", "name", "version"],
            },
        ),
        migrations.CreateModel(
            name="ResumeRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("created_at", models.DateTimeField(default=apps.core.clock.now, editable=False)),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "All"),
                            ("organization", "Organization"),
                            ("workflow", "Workflow"),
                            ("release", "Release"),
                        ],
                        max_length=40,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=500)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-created_at", "id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="killswitch",
            name="kill_switch_version_unique_in_scope",
        ),
        migrations.AddField(
            model_name="killswitch",
            name="service",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="killswitch",
            name="subject",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="release",
            name="card",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="release",
            name="code_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="release",
            name="code_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="release",
            name="engine",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="release",
            name="packages_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="release",
            name="prompt_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="release",
            name="tokenizer_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name="killswitch",
            name="scope",
            field=models.CharField(
                choices=[
                    ("all", "All"),
                    ("organization", "Organization"),
                    ("workflow", "Workflow"),
                    ("release", "Release"),
                ],
                default="all",
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="killswitch",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cardfeedback",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.organization"
            ),
        ),
        migrations.AddField(
            model_name="cardfeedback",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cardfeedback",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="governance.release"
            ),
        ),
        migrations.AddField(
            model_name="registeredmodel",
            name="registered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="releasepart",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="governance.release"
            ),
        ),
        migrations.AddField(
            model_name="resumerequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="resumerequest",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="resumerequest",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="killswitch",
            name="request",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="switch",
                to="governance.resumerequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="killswitch",
            constraint=models.UniqueConstraint(
                fields=("scope", "subject", "version"), name="kill_switch_version_unique_in_scope"
            ),
        ),
        migrations.AddConstraint(
            model_name="killswitch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("scope", "all"), ("subject", "")),
                    models.Q(models.Q(("scope", "all"), _negated=True), models.Q(("subject", ""), _negated=True)),
                    _connector="OR",
                ),
                name="kill_switch_names_its_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="killswitch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("service", ""), ("set_by__isnull", False)),
                    models.Q(("set_by", None), models.Q(("service", ""), _negated=True)),
                    _connector="OR",
                ),
                name="kill_switch_set_by_somebody",
            ),
        ),
        AddConstraintNotValid(
            model_name="killswitch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stopped", True), models.Q(("request__isnull", False), ("set_by__isnull", False)), _connector="OR"
                ),
                name="kill_switch_goes_on_by_request",
            ),
        ),
        migrations.AddIndex(
            model_name="releasepart",
            index=models.Index(fields=["name", "version"], name="release_part_by_name"),
        ),
        migrations.AddConstraint(
            model_name="releasepart",
            constraint=models.UniqueConstraint(fields=("release", "kind", "name"), name="part_once_in_a_release"),
        ),
        migrations.AddConstraint(
            model_name="resumerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                name="resume_is_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="resumerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by", None)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="resume_confirmed_both_or_neither",
            ),
        ),
        migrations.AddConstraint(
            model_name="resumerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="resume_withdrawn_both_or_neither",
            ),
        ),
        migrations.AddConstraint(
            model_name="resumerequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmed_at", None), ("withdrawn_at", None), _connector="OR"),
                name="resume_ends_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="resumerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("confirmed_at", None), ("withdrawn_at", None)),
                fields=("scope", "subject"),
                name="one_open_resume_request_of_a_scope",
            ),
        ),
        migrations.RunSQL(FOLLOWS, FOLLOWS_NO_MORE),
        rows_stay(
            "governance_resumerequest",
            but=("confirmed_by_id", "confirmed_at", "withdrawn_by_id", "withdrawn_at"),
        ),
        rows_stay("governance_releasepart"),
        rows_stay("governance_registeredmodel"),
        rows_stay("governance_cardfeedback"),
    ]
