from django.db import migrations

# ENABLE ALWAYS: a plain trigger is skipped by a session that sets session_replication_role to replica.
TRIGGERS = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_rows_never_change BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_log_is_never_emptied BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_rows_never_change;
ALTER TABLE audit_auditevent ENABLE ALWAYS TRIGGER audit_log_is_never_emptied;
"""

# Whatever the roles of this server are called: nobody but the owner keeps more than INSERT and SELECT.
ONLY_APPEND = """
DO $$
DECLARE held record;
BEGIN
    FOR held IN
        SELECT DISTINCT g.grantee FROM information_schema.role_table_grants g
        JOIN pg_tables t ON t.schemaname = g.table_schema AND t.tablename = g.table_name
        WHERE g.table_schema = current_schema() AND g.table_name = 'audit_auditevent' AND g.grantee <> t.tableowner
    LOOP
        EXECUTE format(
            'REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON audit_auditevent FROM %s',
            CASE held.grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(held.grantee) END
        );
    END LOOP;
END $$;
"""

DROP = """
DROP TRIGGER audit_log_is_never_emptied ON audit_auditevent;
DROP TRIGGER audit_rows_never_change ON audit_auditevent;
DROP FUNCTION audit_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(TRIGGERS, DROP),
        migrations.RunSQL(ONLY_APPEND, migrations.RunSQL.noop),
    ]
