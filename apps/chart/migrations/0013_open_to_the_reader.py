"""What a chart says is shown to whom it is open, whatever a query forgot to ask (decision 0059).

``workbench_grant_held`` and ``workbench_emergency_open`` are those of the index (retrieval 0005, 0016): one rule. What a
statement found out of a patient it remembers for its own rows: those of one patient come in hundreds. The function
looks them up when it is called, so that they may be made later in one and the same migrating.
"""

from django.db import migrations

from apps.core.fencing import reader_fence, reader_fence_through

ASK = """
CREATE FUNCTION workbench_reader() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
    AS $$ SELECT nullif(current_setting('workbench.reader', true), '')::uuid $$;
CREATE FUNCTION workbench_reaches(of_patient uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    reader uuid := nullif(current_setting('workbench.reader', true), '')::uuid;
    asked text := concat_ws(' ', extract(epoch FROM statement_timestamp()), reader, of_patient);
    is_open boolean;
BEGIN
    IF starts_with(coalesce(current_setting('workbench.reached', true), ''), asked) THEN
        RETURN right(current_setting('workbench.reached', true), 1) = 't';
    END IF;
    is_open := workbench_grant_held(reader, of_patient) OR workbench_emergency_open(reader, of_patient);
    PERFORM set_config('workbench.reached', concat_ws(' ', asked, left(is_open::text, 1)), true);
    RETURN is_open;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION workbench_reaches(uuid) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""
OWN = ("chart_encounter", "chart_resourceversion", "chart_sourcedocument")


class Migration(migrations.Migration):
    dependencies = [("chart", "0012_behind_the_fence")]

    operations = [
        migrations.RunSQL(ASK, "DROP FUNCTION workbench_reaches(uuid); DROP FUNCTION workbench_reader();"),
        *(reader_fence(table) for table in OWN),
        reader_fence_through("chart_section", column="document_id", parent="chart_sourcedocument"),
    ]
