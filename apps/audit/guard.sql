-- Refuses DDL on the log's tables, triggers and functions to everybody, also to their owner, unless the session says
-- that it migrates: SET workbench.log_migration = 'on'. Only a superuser may make such a trigger, so this is a step of
-- whoever runs the server (decision 0057): psql --dbname DATABASE --file guard.sql, as a superuser, as often as you like.
-- It stops mistakes and half-measures. Whoever owns the tables can say that they migrate: then the verifier finds it.
BEGIN;
CREATE SCHEMA IF NOT EXISTS workbench_guard;
CREATE OR REPLACE FUNCTION workbench_guard.log_guard() RETURNS event_trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one record;
    touched text;
    part constant text := '(^|[ ."])(audit_[a-z_]+|governance_log_(held|may_go|is_not_held))($|[ ".(])';
BEGIN
    IF coalesce(current_setting('workbench.log_migration', true), '') = 'on' THEN
        RETURN;
    END IF;
    IF TG_EVENT = 'sql_drop' THEN
        FOR one IN SELECT object_type, object_identity FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary LOOP
            IF one.object_identity ~ part THEN
                touched := one.object_type || ' ' || one.object_identity;
            END IF;
        END LOOP;
    ELSE
        -- A table that was renamed has lost its name, and not its triggers.
        FOR one IN SELECT classid, objid, object_type, object_identity FROM pg_event_trigger_ddl_commands() LOOP
            IF one.object_identity ~ part OR one.classid = 'pg_class'::regclass AND EXISTS (
                SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
                WHERE t.tgrelid = one.objid AND p.proname = 'audit_refuse_change'
            ) THEN
                touched := one.object_type || ' ' || one.object_identity;
            ELSIF one.object_type IN ('function', 'routine') AND TG_TAG LIKE 'ALTER %' AND EXISTS (
                SELECT 1 FROM pg_class c WHERE c.relname = 'audit_tombstone'
            ) AND 5 > (SELECT count(*) FROM pg_proc p WHERE p.proname IN (
                'audit_append', 'audit_refuse_change', 'audit_event_destroys', 'audit_segment_destroy',
                'governance_log_held'
            )) THEN
                touched := one.object_type || ' ' || one.object_identity;  -- it was one of these until now
            END IF;
        END LOOP;
    END IF;
    IF touched IS NOT NULL THEN
        RAISE EXCEPTION 'The audit log is guarded: % of % is refused.', TG_TAG, touched
            USING ERRCODE = 'insufficient_privilege',
            HINT = 'Migrations say that they migrate; nobody else has a reason to change the log.';
    END IF;
END $$;
DROP EVENT TRIGGER IF EXISTS workbench_log_stays;
DROP EVENT TRIGGER IF EXISTS workbench_log_keeps_its_form;
CREATE EVENT TRIGGER workbench_log_stays ON sql_drop EXECUTE FUNCTION workbench_guard.log_guard();
CREATE EVENT TRIGGER workbench_log_keeps_its_form ON ddl_command_end EXECUTE FUNCTION workbench_guard.log_guard();
ALTER EVENT TRIGGER workbench_log_stays ENABLE ALWAYS;
ALTER EVENT TRIGGER workbench_log_keeps_its_form ENABLE ALWAYS;
COMMIT;
