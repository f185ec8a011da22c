"""Where the record of a passage speaks to software, as its redaction found it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0012_words_apart"), ("redaction", "0008_orders")]

    operations = [
        migrations.AddField("passage", "orders", models.JSONField(default=list)),
        migrations.AddField("passage", "title_order", models.CharField(blank=True, default="", max_length=20)),
        migrations.AlterField("passage", "title_order", models.CharField(blank=True, max_length=20)),
    ]
