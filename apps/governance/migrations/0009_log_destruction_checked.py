from django.db import migrations

# What the audit room cannot know, and asks of nobody: no tombstone is set over events that a legal hold covers, or that
# two people did not ask to be destroyed. A hold of a whole organization covers the events of nobody in particular, too.
# The holds of every organization are read, wherever the statement stands (core.standing): a hold that was not seen would
# be a hold that was broken.
CHECKED = """
CREATE FUNCTION governance_log_held(first bigint, last bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    stood text := coalesce(current_setting('workbench.organization', true), '');
    held boolean;
BEGIN
    PERFORM set_config('workbench.organization', 'every', true);
    held := EXISTS (
        SELECT 1 FROM governance_legalhold h WHERE h.lifted_at IS NULL AND (
            (h.patient_id IS NULL AND EXISTS (
                SELECT 1 FROM audit_auditevent e WHERE e.sequence BETWEEN first AND last
                AND e.organization_id IN ('', h.organization_id::text)
            ))
            OR (h.patient_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM audit_auditevent e WHERE e.sequence BETWEEN first AND last
                AND e.patient_id = h.patient_id::text
            ))
            OR (h.draft_id IS NOT NULL AND EXISTS (
                SELECT 1 FROM audit_auditevent e WHERE e.sequence BETWEEN first AND last
                AND (e.object_id = h.draft_id::text OR e.details ->> 'draft_id' = h.draft_id::text)
            ))
        )
    );
    PERFORM set_config('workbench.organization', stood, true);
    RETURN held;
END $$;

CREATE FUNCTION governance_log_may_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF governance_log_held(NEW.first, NEW.last) THEN
        RAISE EXCEPTION 'No event is destroyed: a legal hold covers some of them.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM governance_logdestruction d WHERE d.id = NEW.request_id AND d.up_to >= NEW.last
        AND d.asked_by_id::text = NEW.asked_by AND d.confirmed_by_id::text = NEW.confirmed_by AND d.finished_at IS NULL
    ) THEN
        RAISE EXCEPTION 'No event is destroyed: two people have not asked for it.'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER governance_log_is_not_held BEFORE INSERT ON audit_tombstone
    FOR EACH ROW EXECUTE FUNCTION governance_log_may_go();
ALTER TABLE audit_tombstone ENABLE ALWAYS TRIGGER governance_log_is_not_held;
DO $$ DECLARE named text; BEGIN
    FOREACH named IN ARRAY ARRAY['governance_log_held(bigint, bigint)', 'governance_log_may_go()'] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', named, current_schema());
    END LOOP;
END $$;
"""

UNCHECKED = """
DROP TRIGGER governance_log_is_not_held ON audit_tombstone;
DROP FUNCTION governance_log_may_go();
DROP FUNCTION governance_log_held(bigint, bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0008_log_destruction"), ("audit", "0008_segments")]

    operations = [migrations.RunSQL(CHECKED, UNCHECKED)]
