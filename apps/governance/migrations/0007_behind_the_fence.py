"""A hold and a wish to destroy stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence

OWN = ("governance_legalhold", "governance_shredrequest")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("governance", "0006_agreements")]

    operations = [
        *(organization_fence(table) for table in OWN),
    ]
