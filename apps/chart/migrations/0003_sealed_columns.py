import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from apps.chart.indexes import birth_date_index, identifier_indexes, mrn_index, name_words_index
from apps.core.crypto.migrating import seal_columns, triggers_aside

CHUNK = 500


def index_patients(apps, _):
    patients = apps.get_model("chart", "Patient").objects
    for row in patients.iterator(chunk_size=CHUNK):
        patients.filter(pk=row.pk).update(
            name_index=name_words_index(row.organization_id, row.given_name, row.family_name),
            mrn_index=mrn_index(row.organization_id, row.mrn),
            birth_date_index=birth_date_index(row.organization_id, row.birth_date),
        )


def index_resources(apps, _):
    resources = apps.get_model("chart", "ResourceVersion").objects
    with triggers_aside("chart_resourceversion"):
        for row in resources.iterator(chunk_size=CHUNK):
            indexes, relates = identifier_indexes(row.organization_id, row.body), "relatesTo" in row.body
            if indexes or relates:
                resources.filter(pk=row.pk).update(identifier_index=indexes, relates=relates)


def blind_indexes(size=64):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=size), default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [("chart", "0002_sealed"), ("core", "0001_data_keys")]

    operations = [
        migrations.AddField("patient", "name_index", blind_indexes()),
        migrations.AddField("patient", "mrn_index", models.CharField(blank=True, max_length=64)),
        migrations.AddField("patient", "birth_date_index", models.CharField(blank=True, max_length=64)),
        migrations.AddField("resourceversion", "identifier_index", blind_indexes()),
        migrations.AddField("resourceversion", "relates", models.BooleanField(default=False)),
        migrations.RunPython(index_patients),
        migrations.RunPython(index_resources),
        *seal_columns(
            "chart",
            "patient",
            subject="pk",
            columns={
                "family_name": "text",
                "given_name": "text",
                "birth_date": "date",
                "mrn": "text",
                "body": "json",
                "mentions": "json",
            },
        ),
        *seal_columns("chart", "encounter", subject="patient_id", columns={"provider": "text"}),
        *seal_columns(
            "chart", "resourceversion", subject="patient_id|organization_id", columns={"body": "json", "names": "json"}
        ),
        # Before the documents: which patient a section belongs to is asked of its document.
        *seal_columns("chart", "section", subject="document.patient_id", columns={"title": "text"}),
        *seal_columns(
            "chart", "sourcedocument", subject="patient_id", columns={"title": "text", "author": "text", "text": "text"}
        ),
        migrations.AddIndex(
            "patient", django.contrib.postgres.indexes.GinIndex(fields=["name_index"], name="patient_name_index")
        ),
        migrations.AddIndex("patient", models.Index(fields=["organization", "mrn_index"], name="patient_mrn_index")),
        migrations.AddIndex(
            "patient", models.Index(fields=["organization", "birth_date_index"], name="patient_birth_date_index")
        ),
        migrations.AddIndex(
            "resourceversion",
            django.contrib.postgres.indexes.GinIndex(fields=["identifier_index"], name="resource_identifier_index"),
        ),
    ]
