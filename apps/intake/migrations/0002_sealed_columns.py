import zlib

from django.db import migrations, models

from apps.core.crypto.blind import blind_index
from apps.core.crypto.migrating import checks_done, seal_columns


def index_sources(apps, _):
    messages = apps.get_model("intake", "InboundMessage").objects
    for row in messages.only("organization_id", "source_id").iterator(chunk_size=500):
        index = blind_index("message source", row.organization_id, row.source_id)
        messages.filter(pk=row.pk).update(source_id_index=index)


def inflate(model, column):
    """Undo what the intake compressed by itself: a sealed column does that on its own."""

    def inflate_rows(apps, _):
        rows = apps.get_model("intake", model).objects
        for pk in list(rows.values_list("pk", flat=True)):
            content = bytes(rows.values_list(column, flat=True).get(pk=pk))
            rows.filter(pk=pk).update(**{column: zlib.decompress(content)})
        checks_done()

    return migrations.RunPython(inflate_rows)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("core", "0001_data_keys")]

    operations = [
        migrations.RemoveConstraint("inboundmessage", "message_unique"),
        migrations.AddField(
            "inboundmessage", "source_id_index", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.RunPython(index_sources),
        inflate("InboundMessage", "body"),
        inflate("Quarantine", "raw"),
        *seal_columns("intake", "inboundmessage", subject="pk", columns={"source_id": "text", "body": "bytes"}),
        *seal_columns("intake", "quarantine", subject="pk", columns={"raw": "bytes"}),
        migrations.AddConstraint(
            "inboundmessage",
            models.UniqueConstraint(
                fields=("organization", "source_system", "source_id_index", "body_sha256"), name="message_unique"
            ),
        ),
    ]
