from django.db import migrations

# Whether the transaction that asks destroys this patient: as in 0003, an event whose own transaction is still in
# progress and that can be seen at all was appended by that very transaction.
DOOR = """
CREATE FUNCTION audit_event_shreds(patient uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
DECLARE
    epoch bigint := (pg_current_xact_id()::text::bigint >> 32) << 32;
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM audit_auditevent e
        WHERE e.patient_id = patient::text
        AND e.action = 'patient_shredded'
        AND pg_xact_status((epoch + e.xmin::text::bigint)::text::xid8) = 'in progress'
    );
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_destruction_door")]

    operations = [
        migrations.RunSQL(DOOR, "DROP FUNCTION audit_event_shreds(uuid);"),
    ]
