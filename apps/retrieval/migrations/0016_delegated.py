"""The second fence knows grants that expire, and delegations (decision 0055), as ``chart.permission`` does.

The roles that may delegate are those of ``access.domain.roles`` when this was written; a test compares them. A function
that is replaced forgets the schema it looks in: each is pinned again as 0007 pinned all of them.
"""

from django.db import migrations

DELEGATING = ["physician"]
PINNED = ("workbench_grant_held(uuid, uuid)", "workbench_own_grant_held(uuid, uuid)")
OWN = """
CREATE OR REPLACE FUNCTION {name}(of_person uuid, of_patient uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM chart_patientpersongrant AS held
        JOIN auth_permission AS permission ON permission.id = held.permission_id
        WHERE held.content_object_id = of_patient AND held.user_id = of_person AND permission.codename = 'view_chart'
            {unexpired}
    ) OR EXISTS (
        SELECT 1 FROM chart_patientteamgrant AS held
        JOIN auth_permission AS permission ON permission.id = held.permission_id
        JOIN access_person_groups AS member ON member.group_id = held.group_id AND member.person_id = of_person
        WHERE held.content_object_id = of_patient AND permission.codename = 'view_chart'
            {unexpired}
    )
$$;
"""
UNEXPIRED = "AND (held.expires_at IS NULL OR held.expires_at > statement_timestamp())"
ROLES = """
CREATE OR REPLACE FUNCTION workbench_role_delegates(role text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN role IN ({roles});
"""
HELD = """
CREATE OR REPLACE FUNCTION workbench_grant_held(of_person uuid, of_patient uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT workbench_own_grant_held(of_person, of_patient) OR EXISTS (
        SELECT 1 FROM chart_delegation AS delegated
        JOIN access_person AS absent ON absent.id = delegated.from_person_id
        WHERE delegated.to_person_id = of_person AND delegated.ended_at IS NULL
            AND delegated.starts_at <= statement_timestamp() AND delegated.ends_at > statement_timestamp()
            AND (delegated.patient_id IS NULL OR delegated.patient_id = of_patient)
            AND absent.is_active AND workbench_role_delegates(absent.role)
            AND workbench_own_grant_held(absent.id, of_patient)
    )
$$;
"""


def _pin(*functions: str) -> str:
    lines = "\n".join(
        f"EXECUTE format('ALTER FUNCTION {name} SET search_path = pg_catalog, %I, pg_temp', current_schema());"
        for name in functions
    )
    return f"DO $$ BEGIN\n{lines}\nEND $$;"


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0015_standing_passages"), ("chart", "0010_delegation")]

    operations = [
        migrations.RunSQL(
            [
                OWN.format(name="workbench_own_grant_held", unexpired=UNEXPIRED),
                ROLES.format(roles=", ".join(f"'{role}'" for role in DELEGATING)),
                HELD,
                _pin(*PINNED, "workbench_role_delegates(text)"),
            ],
            [
                OWN.format(name="workbench_grant_held", unexpired=""),
                _pin(PINNED[0]),
                "DROP FUNCTION workbench_role_delegates(text)",
                "DROP FUNCTION workbench_own_grant_held(uuid, uuid)",
            ],
        )
    ]
