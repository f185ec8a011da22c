"""What the fences of the organizations ask: where the statement stands (``core.standing``, decision 0059).

Both are asked once a statement. Neither looks at a table, and neither can be shadowed by a temporary one.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION workbench_is_everywhere() RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT coalesce(current_setting('workbench.organization', true), '') = 'every' $$;
CREATE FUNCTION workbench_organization() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT nullif(nullif(current_setting('workbench.organization', true), 'every'), '')::uuid $$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_data_keys")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS, "DROP FUNCTION workbench_organization(); DROP FUNCTION workbench_is_everywhere();"
        ),
    ]
