from django.db import migrations, models

# As audit_append of 0006, with the address beside the rest. A canonical form without one stores none.
APPEND = """
CREATE OR REPLACE FUNCTION audit_append(opening text, middle text)
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
        object_type, object_id, request_id, {column}details, previous_hash, hash
    ) VALUES (
        appended, (event ->> 'id')::uuid, (event ->> 'recorded_at')::timestamptz, event ->> 'organization_id',
        event ->> 'actor_kind', event ->> 'actor_id', event ->> 'actor_role', event ->> 'action', event ->> 'outcome',
        event ->> 'patient_id', event ->> 'object_type', event ->> 'object_id', event ->> 'request_id',
        {value}event -> 'details', follows, sealed
    );
    RETURN NEXT;
END $$;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION audit_append(text, text) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""


def appending(column: str = "", value: str = "") -> str:
    return APPEND.replace("{column}", column).replace("{value}", value)


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_segments")]

    operations = [
        migrations.AddField(
            "auditevent", "address", models.CharField(blank=True, db_default="", default="", max_length=45)
        ),
        migrations.RunSQL(appending("address, ", "coalesce(event ->> 'address', ''), "), appending()),
    ]
