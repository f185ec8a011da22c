"""Whether a page is in the index can be asked inside another statement: a yes or a no, and no row of the fenced table."""

from django.db import migrations

CREATE = """
CREATE FUNCTION workbench_is_indexed(of_redaction uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    kept text := coalesce(current_setting('workbench.keeping', true), '');
    found boolean;
BEGIN
    PERFORM set_config('workbench.keeping', 'on', true);
    found := EXISTS (
        SELECT 1 FROM retrieval_passage AS passage
        WHERE passage.redacted_document_id = of_redaction
            AND passage.index_version IN (SELECT name FROM retrieval_indexversion WHERE status = 'ACTIVE')
    );
    PERFORM set_config('workbench.keeping', kept, true);
    RETURN found;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION workbench_is_indexed(uuid) SET search_path = pg_catalog, %I, pg_temp',
        current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0014_payer_letters")]

    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION workbench_is_indexed(uuid)")]
