"""Migration operations that make rows stay as they were written, whoever asks the database to change them."""

from django.db.migrations import RunSQL


def rows_stay(table: str, *, but: tuple[str, ...] = ()) -> RunSQL:
    """Refuse DELETE on a table, and UPDATE of any column except those named in ``but``.

    ENABLE ALWAYS: a plain trigger is skipped by a session that sets session_replication_role to replica.
    TRUNCATE is a right that the application's role does not hold.
    """
    free = ", ".join(f"'{column}'" for column in but)
    return RunSQL(
        f"""
        CREATE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - ARRAY[{free}]::text[] = to_jsonb(OLD) - ARRAY[{free}]::text[] THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'A row of {table} stays as it was written: % is refused.', TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END $$;
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays;
        """,
        f"DROP TRIGGER {table}_stays ON {table}; DROP FUNCTION {table}_stays();",
    )
