from django.db import migrations

from apps.core.sealing import rows_stay


class Migration(migrations.Migration):
    dependencies = [("drafting", "0002_finding_criterion_id")]

    operations = [
        rows_stay("drafting_claim"),
        rows_stay("drafting_citation", but=("passage_id",)),
        rows_stay("drafting_inferencerun"),
    ]
