"""Migration operations that put a table behind a fence: of one patient (``core.fence``), of one organization."""

from django.db.migrations import RunSQL


def rows_behind_the_fence(table: str, *, subject: str) -> RunSQL:
    """Let PostgreSQL show rows only of the subject that is open to the requester, or to the belts that keep the table.

    ``subject`` is the column that says whose row it is. The function ``workbench_open_subject()`` answers which subject
    is open now: in a sub-select it is asked once a statement. FORCE: the owner of the table obeys too, so a server with
    one role for everything is fenced as well. What references the table still cascades.
    """
    kept = "(SELECT current_setting('workbench.keeping', true)) = 'on'"  # asked once a statement, not by every row
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_read ON {table} FOR SELECT USING ({subject} = (SELECT workbench_open_subject()));
        CREATE POLICY {table}_kept ON {table} FOR ALL USING ({kept}) WITH CHECK ({kept});
        """,
        f"""
        DROP POLICY {table}_kept ON {table};
        DROP POLICY {table}_read ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def organization_fence(table: str, *, column: str = "organization_id") -> RunSQL:
    """Let PostgreSQL show and take rows only of the organization where the statement stands (``core.standing``)."""
    return _organization_fence(table, f"{column} = (SELECT workbench_organization())")


def organization_fence_through(table: str, *, column: str, parent: str) -> RunSQL:
    """Let PostgreSQL show and take rows only whose parent it shows, which stands behind the same fence.

    ``column`` refers to the parent's id and is never NULL. The planner asks row by row where there are few, and reads
    the parents once where there are many.
    """
    whose = f"FROM {parent} AS whose WHERE whose.id = {table}.{column}"
    return _organization_fence(table, f"EXISTS (SELECT {whose})")


def _organization_fence(table: str, is_ours: str) -> RunSQL:
    condition = f"(SELECT workbench_is_everywhere()) OR {is_ours}"  # the first is asked once a statement
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY {table}_organization ON {table} FOR ALL USING ({condition}) WITH CHECK ({condition});
        """,
        f"""
        DROP POLICY {table}_organization ON {table};
        ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def reader_fence(table: str) -> RunSQL:
    """Let PostgreSQL show a reader only rows of patients whose chart is open to them now, grant or emergency.

    Beside the fence of the organization; ``patient_id`` says whose row it is. Where no reader is named it asks nothing.
    """
    return _reader_fence(table, f"workbench_reaches({table}.patient_id)")


def reader_fence_through(table: str, *, column: str, parent: str) -> RunSQL:
    """Let PostgreSQL show a reader only rows whose parent it shows them. ``column`` refers to the parent's id."""
    whose = f"FROM {parent} AS whose WHERE whose.id = {table}.{column}"
    return _reader_fence(table, f"EXISTS (SELECT {whose})")


def _reader_fence(table: str, is_open: str) -> RunSQL:
    return RunSQL(
        f"""
        CREATE POLICY {table}_reader ON {table} AS RESTRICTIVE FOR SELECT
            USING ((SELECT workbench_reader()) IS NULL OR {is_open});
        """,
        f"DROP POLICY {table}_reader ON {table}",
    )
