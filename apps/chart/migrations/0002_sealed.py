from django.db import migrations

from apps.core.sealing import rows_stay


class Migration(migrations.Migration):
    dependencies = [("chart", "0001_initial")]

    operations = [
        rows_stay("chart_sourcedocument", but=("current", "encounter_id")),
        rows_stay("chart_resourceversion", but=("current", "encounter_id")),
        rows_stay("chart_section"),
    ]
