from django.db import migrations

from apps.core.sealing import rows_stay


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial")]

    operations = [
        rows_stay("governance_killswitch"),
        rows_stay("governance_release"),
    ]
