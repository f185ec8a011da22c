"""What was taken in before there were labels is read by nobody until the rules have looked what it holds.

Whoever upgrades need not know of a command: a periodic task classifies, and `manage.py labels_refresh` does it at once.
"""

from django.db import migrations

MARK = """
UPDATE chart_sourcedocument SET labels = '{unclassified}'
WHERE labels = '{}' AND label_basis = '[]'::jsonb AND destruction IS NULL;
"""
UNMARK = "UPDATE chart_sourcedocument SET labels = array_remove(labels, 'unclassified');"


class Migration(migrations.Migration):
    dependencies = [("chart", "0006_labels")]

    operations = [migrations.RunSQL(MARK, UNMARK)]
