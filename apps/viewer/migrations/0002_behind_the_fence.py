"""What a clinician asked stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence

OWN = ("viewer_clinicianquestion",)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("viewer", "0001_clinician_questions")]

    operations = [
        *(organization_fence(table) for table in OWN),
    ]
