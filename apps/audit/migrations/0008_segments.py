from django.db import migrations

# A tombstone is written by audit_segment_destroy alone, which the application's role may call and which runs with the
# owner's rights. What may be destroyed is asked here, where the rows are, and not by whoever calls: a row that does not
# stand for one whole segment that was signed, is held by two witnesses, and is old enough, is refused to everybody.
# A room above adds what it knows of holds and of the two people in a trigger of its own (governance).
TABLE = """
CREATE FUNCTION audit_tombstone_may_stand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
    refused text := '';
BEGIN
    SELECT count(*) AS rows, max(e.recorded_at) AS youngest, min(e.recorded_at) AS oldest INTO found
        FROM audit_auditevent e WHERE e.sequence BETWEEN NEW.first AND NEW.last;
    IF NEW.first % 256 <> 1 OR NEW.last - NEW.first + 1 <> 256 * cardinality(NEW.blocks)
        OR cardinality(NEW.blocks) NOT BETWEEN 1 AND 256 OR found.rows <> NEW.last - NEW.first + 1 THEN
        refused := 'these events are no whole segment';
    ELSIF found.youngest <> NEW.youngest OR found.oldest <> NEW.oldest
        OR found.youngest >= now() - make_interval(years => NEW.kept_years) OR NEW.at > now() + interval '1 day' THEN
        refused := 'some of these events are younger than the log is kept';
    ELSIF NOT EXISTS (
        SELECT 1 FROM audit_checkpoint c WHERE c.size >= NEW.last
        AND (SELECT count(*) FROM audit_receipt r WHERE r.checkpoint_id = c.id) >= 2
    ) THEN
        refused := 'no head over these events is held by two witnesses';
    ELSIF NEW.ends <> (SELECT e.hash FROM audit_auditevent e WHERE e.sequence = NEW.last)
        OR NEW.follows <> (SELECT e.previous_hash FROM audit_auditevent e WHERE e.sequence = NEW.first)
        OR NEW.blocks <> (
            SELECT array_agg(n.hash ORDER BY n.index) FROM audit_treenode n
            WHERE n.level = 8 AND n.epoch = (SELECT max(c.epoch) FROM audit_checkpoint c)
            AND n.index >= NEW.first / 256 AND n.index < NEW.last / 256
        ) IS NOT FALSE THEN
        refused := 'the tombstone does not say what was signed';
    END IF;
    IF refused <> '' THEN
        RAISE EXCEPTION 'No event is destroyed: %.', refused USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_tombstone_is_checked BEFORE INSERT ON audit_tombstone
    FOR EACH ROW EXECUTE FUNCTION audit_tombstone_may_stand();
ALTER TABLE audit_tombstone ENABLE ALWAYS TRIGGER audit_tombstone_is_checked;

CREATE TRIGGER audit_tombstone_never_changes BEFORE UPDATE OR DELETE ON audit_tombstone
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_tombstone_is_never_emptied BEFORE TRUNCATE ON audit_tombstone
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
ALTER TABLE audit_tombstone ENABLE ALWAYS TRIGGER audit_tombstone_never_changes;
ALTER TABLE audit_tombstone ENABLE ALWAYS TRIGGER audit_tombstone_is_never_emptied;
"""

# The act of destroying is an event itself, of the same transaction: asked as that ends, so that the lock under which
# one event follows another is taken after the rows are gone, and nobody's act waits for it.
RECORDED = """
CREATE FUNCTION audit_tombstone_is_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM audit_auditevent e WHERE e.object_id = NEW.first || '-' || NEW.last
        AND e.action = 'log_segment_destroyed' AND e.details ->> 'root' = NEW.root AND e.sequence > NEW.last
    ) THEN
        RAISE EXCEPTION 'No event is destroyed: the act is not recorded.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_tombstone_is_an_act AFTER INSERT ON audit_tombstone DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit_tombstone_is_recorded();
ALTER TABLE audit_tombstone ENABLE ALWAYS TRIGGER audit_tombstone_is_an_act;
"""

REFUSE = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'audit_auditevent' THEN
        IF EXISTS (SELECT 1 FROM audit_tombstone t WHERE OLD.sequence BETWEEN t.first AND t.last) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""
REFUSE_AS_BEFORE = """
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only: % is refused.', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""

DESTROY = """
CREATE FUNCTION audit_segment_destroy(told jsonb) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    grave audit_tombstone := jsonb_populate_record(NULL::audit_tombstone, told);
    gone bigint;
BEGIN
    INSERT INTO audit_tombstone SELECT grave.*;
    DELETE FROM audit_auditevent e WHERE e.sequence BETWEEN grave.first AND grave.last;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""

# Functions look up what they name in this schema alone; nobody but the owner writes a tombstone, by that function.
CLOSED = """
DO $$
DECLARE
    held record;
    named text;
BEGIN
    FOREACH named IN ARRAY ARRAY[
        'audit_tombstone_may_stand()', 'audit_tombstone_is_recorded()', 'audit_refuse_change()',
        'audit_segment_destroy(jsonb)'
    ] LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = pg_catalog, %I, pg_temp', named, current_schema());
    END LOOP;
    FOR held IN
        SELECT DISTINCT g.grantee FROM information_schema.role_table_grants g
        JOIN pg_tables t ON t.schemaname = g.table_schema AND t.tablename = g.table_name
        WHERE g.table_schema = current_schema() AND g.table_name = 'audit_tombstone' AND g.grantee <> t.tableowner
    LOOP
        EXECUTE format(
            'REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON audit_tombstone FROM %s',
            CASE held.grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(held.grantee) END
        );
    END LOOP;
END $$;
"""

OPEN = """
DROP FUNCTION audit_segment_destroy(jsonb);
DROP TRIGGER audit_tombstone_is_an_act ON audit_tombstone;
DROP FUNCTION audit_tombstone_is_recorded();
DROP TRIGGER audit_tombstone_is_never_emptied ON audit_tombstone;
DROP TRIGGER audit_tombstone_never_changes ON audit_tombstone;
DROP TRIGGER audit_tombstone_is_checked ON audit_tombstone;
DROP FUNCTION audit_tombstone_may_stand();
ALTER FUNCTION audit_refuse_change() RESET search_path;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_tombstone")]

    operations = [
        migrations.RunSQL(TABLE + RECORDED + REFUSE + DESTROY + CLOSED, OPEN + REFUSE_AS_BEFORE),
    ]
