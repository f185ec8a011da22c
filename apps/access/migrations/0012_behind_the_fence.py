"""An emergency and its review stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = ("access_breakglassgrant",)
THROUGH = (("access_breakglassreview", "grant_id", "access_breakglassgrant"),)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("access", "0011_audit_review")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
