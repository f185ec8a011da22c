from django.db import migrations

# Every table of the log is append-only in the same three ways as the events (0002): triggers that fire ALWAYS, for a
# row and for TRUNCATE, and no right to change for anybody but the owner.
TABLES = ("audit_checkpoint", "audit_receipt", "audit_treenode", "audit_logstanding")

TRIGGERS = """
CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_never_changes;
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_is_never_emptied;
DO $$
DECLARE held record;
BEGIN
    FOR held IN
        SELECT DISTINCT g.grantee FROM information_schema.role_table_grants g
        JOIN pg_tables t ON t.schemaname = g.table_schema AND t.tablename = g.table_name
        WHERE g.table_schema = current_schema() AND g.table_name = '{table}' AND g.grantee <> t.tableowner
    LOOP
        EXECUTE format(
            'REVOKE UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON {table} FROM %s',
            CASE held.grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(held.grantee) END
        );
    END LOOP;
END $$;
"""

UNDO = """
DROP TRIGGER {table}_is_never_emptied ON {table};
DROP TRIGGER {table}_never_changes ON {table};
"""

# Takes the canonical JSON of an event in two pieces: up to the hash of the row before it, and from there to its
# sequence number. Each statement of a volatile function has a snapshot of its own, so that the head that is read is
# that of whoever held the lock before. What is stored is read out of the very text that is hashed.
APPEND = """
CREATE FUNCTION audit_append(opening text, middle text)
RETURNS TABLE (appended bigint, follows text, sealed text)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    canonical text;
    event jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(1096107081);
    IF (SELECT s.standing FROM audit_logstanding s ORDER BY s.id DESC LIMIT 1) = 'stopped' THEN
        RAISE EXCEPTION 'The audit log is stopped.' USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    SELECT e.sequence, e.hash INTO appended, follows FROM audit_auditevent e ORDER BY e.sequence DESC LIMIT 1;
    appended := coalesce(appended, 0) + 1;
    follows := coalesce(follows, repeat('0', 64));
    canonical := opening || follows || middle || appended || '}';
    sealed := encode(sha256('\\x00'::bytea || convert_to(canonical, 'UTF8')), 'hex');
    event := canonical::jsonb;
    INSERT INTO audit_auditevent (
        sequence, id, recorded_at, organization_id, actor_kind, actor_id, actor_role, action, outcome, patient_id,
        object_type, object_id, request_id, details, previous_hash, hash
    ) VALUES (
        appended, (event ->> 'id')::uuid, (event ->> 'recorded_at')::timestamptz, event ->> 'organization_id',
        event ->> 'actor_kind', event ->> 'actor_id', event ->> 'actor_role', event ->> 'action', event ->> 'outcome',
        event ->> 'patient_id', event ->> 'object_type', event ->> 'object_id', event ->> 'request_id',
        event -> 'details', follows, sealed
    );
    RETURN NEXT;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION audit_append(text, text) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_signed_heads")]

    operations = [
        *(migrations.RunSQL(TRIGGERS.format(table=table), UNDO.format(table=table)) for table in TABLES),
        migrations.RunSQL(APPEND, "DROP FUNCTION audit_append(text, text);"),
    ]
