"""What asks where a statement stands may be asked by PostgreSQL's parallel workers: they inherit the setting.

Functions are taken for unsafe unless they say otherwise, and one of them in the fence kept every count on one core.
"""

from django.db import migrations

FUNCTIONS = ("workbench_is_everywhere()", "workbench_organization()")


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing")]

    operations = [
        migrations.RunSQL(
            "".join(f"ALTER FUNCTION {function} PARALLEL SAFE;" for function in FUNCTIONS),
            "".join(f"ALTER FUNCTION {function} PARALLEL UNSAFE;" for function in FUNCTIONS),
        ),
    ]
