"""What came in, and what is held of it, stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = ("intake_inboundmessage",)
THROUGH = (("intake_quarantine", "message_id", "intake_inboundmessage"),)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("intake", "0003_destroyed")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
