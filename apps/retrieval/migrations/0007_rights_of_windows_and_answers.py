"""What hides a passage hides its vectors and its place among answers too; and no temporary table stands in for a grant.

A vector tells what its text says (L11): a window shows where its passage shows. The functions of the fence look their
tables up in this schema: PostgreSQL would otherwise look among the session's temporary tables first.
"""

from django.db import migrations

FOLLOWING = ("retrieval_passagewindow", "retrieval_retrievedpassage")
# Asked once a statement, by the patient that is open: asking each row's passage would read those of every patient.
# An answer whose passage was purged is not hidden: it tells no more than that there was one.
# It looks as the belts do, for as long as it counts: a setting of the application cannot be a function's own.
HIDDEN = """
CREATE FUNCTION workbench_hidden_passages() RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    labels_open text[] := workbench_open_labels();
    kinds_open text[] := workbench_open_kinds();
    open_subject uuid := workbench_open_subject();
    kept text := coalesce(current_setting('workbench.keeping', true), '');
    hidden uuid[];
BEGIN
    PERFORM set_config('workbench.keeping', 'on', true);
    SELECT coalesce(array_agg(passage.id), '{}') INTO hidden
    FROM retrieval_passage AS passage
    WHERE passage.patient_id = open_subject
        AND NOT (passage.labels::text[] <@ labels_open AND passage.document_kind = ANY (kinds_open));
    PERFORM set_config('workbench.keeping', kept, true);
    RETURN hidden;
END $$;
"""
FOLLOW = """
CREATE POLICY {table}_rights ON {table} AS RESTRICTIVE FOR SELECT USING (
    current_setting('workbench.keeping', true) = 'on'
    OR passage_id <> ALL ((SELECT workbench_hidden_passages())::uuid[])
);
"""
# A question tells what somebody wondered about the patient: a role that reads no document reads no question either.
QUESTIONS = """
CREATE POLICY retrieval_retrievalquery_rights ON retrieval_retrievalquery AS RESTRICTIVE FOR SELECT USING (
    current_setting('workbench.keeping', true) = 'on' OR (SELECT cardinality(workbench_open_kinds())) > 0
);
"""
PIN = """
DO $$
DECLARE
    asks regprocedure;
BEGIN
    FOR asks IN SELECT oid FROM pg_proc WHERE proname LIKE 'workbench\\_%' AND pronamespace = current_schema()::regnamespace
        AND prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('sql', 'plpgsql'))
    LOOP
        EXECUTE format('ALTER FUNCTION %s {change}', asks{schema});
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0006_questions_stay")]

    operations = [
        migrations.RunSQL(HIDDEN, "DROP FUNCTION workbench_hidden_passages()"),
        *(
            migrations.RunSQL(FOLLOW.format(table=table), f"DROP POLICY {table}_rights ON {table}")
            for table in FOLLOWING
        ),
        migrations.RunSQL(QUESTIONS, "DROP POLICY retrieval_retrievalquery_rights ON retrieval_retrievalquery"),
        migrations.RunSQL(
            PIN.format(change="SET search_path = pg_catalog, %I, pg_temp", schema=", current_schema()"),
            PIN.format(change="RESET search_path", schema=""),
        ),
    ]
