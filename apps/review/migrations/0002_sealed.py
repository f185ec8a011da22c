from django.db import migrations

from apps.core.sealing import rows_stay


class Migration(migrations.Migration):
    dependencies = [("review", "0001_initial")]

    operations = [
        rows_stay("review_reviewdecision"),
        rows_stay("review_signature"),
    ]
