"""What hides a passage hides its vectors and its place among answers too; and no temporary table stands in for a grant.

A vector tells what its text says (L11): a window shows where its passage shows. The functions of the fence look their
tables up in this schema: PostgreSQL would otherwise look among the session's temporary tables first.
"""

from django.db import migrations

FOLLOWING = ("retrieval_passagewindow", "retrieval_retrievedpassage")
FOLLOW = """
CREATE POLICY {table}_rights ON {table} AS RESTRICTIVE FOR SELECT USING (
    current_setting('workbench.keeping', true) = 'on' OR passage_id IN (SELECT id FROM retrieval_passage)
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
        AND prolang = (SELECT oid FROM pg_language WHERE lanname = 'sql')
    LOOP
        EXECUTE format('ALTER FUNCTION %s {change}', asks{schema});
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0006_questions_stay")]

    operations = [
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
