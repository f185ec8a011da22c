"""Migration operations that make rows stay as they were written, whoever asks the database to change them."""

from django.db.migrations import RunSQL


def rows_stay(table: str, *, but: tuple[str, ...] = ()) -> RunSQL:
    """Refuse DELETE on a table, and UPDATE of any column except those named in ``but``.

    ENABLE ALWAYS: a plain trigger is skipped by a session that sets session_replication_role to replica.
    TRUNCATE is a right that the application's role does not hold.
    """
    return RunSQL(
        f"""
        CREATE {_function(table, but, ())}
        {_trigger(table)}
        """,
        f"DROP TRIGGER {table}_stays ON {table}; DROP FUNCTION {table}_stays();",
    )


def words_can_be_destroyed(table: str, *, words: tuple[str, ...], but: tuple[str, ...] = ()) -> RunSQL:
    """Open one narrow door in the seal of a table: the columns in ``words`` may become empty, and nothing else.

    The row must name in ``destruction`` the audit event under which that happens, and the event must be of the very
    transaction that empties it (``audit_event_destroys``). Hashes are never among the words: what was there can be
    proved and not read. ``but`` are the columns that ``rows_stay`` left free.
    """
    columns = (*words, *(f"{word}_sealed" for word in words))  # the column behind a sealed property is named so
    return RunSQL(
        f"CREATE OR REPLACE {_function(table, but, columns)}",
        f"CREATE OR REPLACE {_function(table, but, ())}",
    )


def rows_stay_until_shredded(table: str, *, patient: str = "patient_id", words: tuple[str, ...] = ()) -> RunSQL:
    """Refuse UPDATE on a table, and DELETE but in the transaction that destroys the row's patient.

    ``patient`` is the column that names the patient; see ``audit_event_shreds``. ``words`` may become empty as
    ``words_can_be_destroyed`` allows it.
    """
    return RunSQL(
        f"""
        CREATE {_function(table, (), words, patient)}
        {_trigger(table)}
        """,
        f"DROP TRIGGER {table}_stays ON {table}; DROP FUNCTION {table}_stays();",
    )


def _trigger(table: str) -> str:
    return f"""
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_stays;"""


def _refusal(table: str) -> str:
    return f"""RAISE EXCEPTION 'A row of {table} stays as it was written: % is refused.', TG_OP
                USING ERRCODE = 'insufficient_privilege';"""


def _function(table: str, but: tuple[str, ...], words: tuple[str, ...], patient: str = "") -> str:
    return f"""FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN{_shredding(patient) if patient else ""}
            IF TG_OP = 'UPDATE' THEN
                IF to_jsonb(NEW) - {_array(but)} = to_jsonb(OLD) - {_array(but)} THEN
                    RETURN NEW;
                END IF;{_door(but, words) if words else ""}
            END IF;
            {_refusal(table)}
        END $$;
        """


def _shredding(patient: str) -> str:
    return f"""
            IF TG_OP = 'DELETE' AND audit_event_shreds(OLD.{patient}) THEN
                RETURN OLD;
            END IF;"""


def _door(but: tuple[str, ...], words: tuple[str, ...]) -> str:
    return f"""
                IF audit_event_destroys(to_jsonb(OLD) - {_array(but)}, to_jsonb(NEW) - {_array(but)}, {_array(words)})
                THEN
                    RETURN NEW;
                END IF;"""


def _array(columns: tuple[str, ...]) -> str:
    named = ", ".join(f"'{column}'" for column in columns)
    return f"ARRAY[{named}]::text[]"
