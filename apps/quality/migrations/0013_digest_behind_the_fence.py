"""Digests of weeks stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("quality", "0012_weekly_digest")]

    operations = [organization_fence("quality_weeklydigest")]
