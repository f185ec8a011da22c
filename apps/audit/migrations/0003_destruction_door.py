from django.db import migrations

# Whether a sealed row may go from ``before`` to ``after``: only ``words`` differ and are empty now, and the row names an
# event that allows it. An event whose own transaction is still in progress and that can be seen at all was appended by
# the transaction that asks: no earlier event opens the door a second time.
DOOR = """
CREATE FUNCTION audit_event_destroys(before jsonb, after jsonb, words text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    word text;
    epoch bigint := (pg_current_xact_id()::text::bigint >> 32) << 32;
BEGIN
    IF before - words - 'destruction' <> after - words - 'destruction' THEN
        RETURN false;
    END IF;
    FOREACH word IN ARRAY words LOOP
        IF after -> word <> before -> word AND after -> word NOT IN (
            '""', '[]', '{}', 'null', to_jsonb('\\x'::text), to_jsonb('destroyed ' || (after ->> 'id'))
        ) THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN EXISTS (
        SELECT 1 FROM audit_auditevent e
        WHERE e.id = (after ->> 'destruction')::uuid
        AND e.action IN ('records_purged', 'patient_shredded')
        AND pg_xact_status((epoch + e.xmin::text::bigint)::text::xid8) = 'in progress'
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunSQL(DOOR, "DROP FUNCTION audit_event_destroys(jsonb, jsonb, text[]);"),
    ]
