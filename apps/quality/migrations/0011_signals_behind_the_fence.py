"""What decided drafts tell of the machine stands behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence

OWN = ("quality_decisionsignal", "quality_passagetally", "quality_causejudgement")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("quality", "0010_signals")]

    operations = [organization_fence(table) for table in OWN]
