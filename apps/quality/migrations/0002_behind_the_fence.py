"""Facts and sums of decisions stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("quality", "0001_decision_facts")]

    operations = [organization_fence(table) for table in ("quality_decisionfact", "quality_daytally")]
