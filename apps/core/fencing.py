"""Migration operation that puts a table behind the fence (``core.fence``)."""

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
