"""The second fence knows letters of payers, as the table of roles does (decision 0036).

A function that is replaced forgets the schema it looks in: it is pinned again as 0007 pinned all of them.
"""

from django.db import migrations

KINDS = [
    "allergy_list", "care_plans", "consult_note", "coverage", "demographics", "discharge_summary", "encounters",
    "history_and_physical", "imaging_report", "immunizations", "laboratory_report", "medication_list", "operative_note",
    "orders", "other_note", "pathology_report", "problem_list", "procedure_note", "procedures", "progress_note",
    "referral", "results", "telephone_encounter", "vital_signs",
]  # fmt: skip
READERS = [
    "physician", "resident", "nurse", "behavioral_health", "pharmacist", "social_worker", "psychotherapist",
    "part2_staff", "privacy_officer",
]  # fmt: skip
PIN = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION workbench_role_kinds(text) SET search_path = pg_catalog, %I, pg_temp', current_schema());
END $$;
"""


def _kinds(kinds: list[str]) -> str:
    readers = ",".join(f"'{role}'" for role in READERS)
    return f"""
        CREATE OR REPLACE FUNCTION workbench_role_kinds(role text) RETURNS text[] LANGUAGE sql IMMUTABLE
            RETURN CASE WHEN role IN ({readers}) THEN '{{{",".join(sorted(kinds))}}}'::text[] ELSE '{{}}'::text[] END;
        {PIN}
    """


class Migration(migrations.Migration):
    """The same function with one kind more."""

    dependencies = [("retrieval", "0013_orders"), ("chart", "0009_payer_letter")]

    operations = [migrations.RunSQL(_kinds([*KINDS, "payer_letter"]), _kinds(KINDS))]
