from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_sealed_columns")]

    operations = [
        migrations.AddField("inboundmessage", "destroyed_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "inboundmessage",
            models.Index(
                condition=models.Q(destroyed_at__isnull=False),
                fields=["organization", "body_sha256"],
                name="message_destroyed_index",
            ),
        ),
    ]
