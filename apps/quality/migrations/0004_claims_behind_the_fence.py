"""Facts and sums of claims stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("quality", "0003_more_dimensions")]

    operations = [organization_fence(table) for table in ("quality_claimfact", "quality_claimtally")]
