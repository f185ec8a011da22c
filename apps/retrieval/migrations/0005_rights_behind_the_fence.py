"""PostgreSQL asks the rest of the predicate too: an emergency, the class of the document, its labels (decision 0016).

The rights of the roles are those of ``access.domain.roles`` when this was written. A test compares them: whoever changes
a role writes the next migration, as for the constraint that names the roles.
"""

from django.db import migrations

KINDS = [
    "allergy_list", "care_plans", "consult_note", "coverage", "demographics", "discharge_summary", "encounters",
    "history_and_physical", "imaging_report", "immunizations", "laboratory_report", "medication_list", "operative_note",
    "orders", "other_note", "pathology_report", "problem_list", "procedure_note", "procedures", "progress_note",
    "referral", "results", "telephone_encounter", "vital_signs",
]  # fmt: skip
TREATING = ["celebrity", "genetic", "hiv", "mental_health", "sexual_health", "substance_use", "taboo", "violence"]
EMERGENCY = [*TREATING, "part2", "restricted", "very_restricted"]
LABELS = {
    "physician": TREATING,
    "resident": TREATING,
    "nurse": TREATING,
    "behavioral_health": TREATING,
    "pharmacist": [label for label in TREATING if label not in {"celebrity", "violence"}],
    "social_worker": ["mental_health", "substance_use", "violence"],
    "psychotherapist": [*TREATING, "psychotherapy"],
    "part2_staff": [*TREATING, "part2", "part2_counselling"],
    "privacy_officer": EMERGENCY,
}


def _array(words: list[str]) -> str:
    return f"'{{{','.join(sorted(words))}}}'::text[]"


def _rights(name: str, by_role: dict[str, list[str]]) -> str:
    cases = " ".join(f"WHEN '{role}' THEN {_array(words)}" for role, words in by_role.items())
    return f"""
        CREATE OR REPLACE FUNCTION {name}(role text) RETURNS text[] LANGUAGE sql IMMUTABLE
            RETURN CASE role {cases} ELSE '{{}}'::text[] END;
    """


# What an emergency opens, to the roles that may declare one.
IN_EMERGENCY = dict.fromkeys(["physician", "resident", "nurse", "behavioral_health"], EMERGENCY)
ASK = """
CREATE OR REPLACE FUNCTION workbench_requester() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('workbench.requester', true), '')::uuid;
CREATE OR REPLACE FUNCTION workbench_subject() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('workbench.subject', true), '')::uuid;
CREATE OR REPLACE FUNCTION workbench_grant_held(of_person uuid, of_patient uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT 1 FROM chart_patientpersongrant AS held
        JOIN auth_permission AS permission ON permission.id = held.permission_id
        WHERE held.content_object_id = of_patient AND held.user_id = of_person AND permission.codename = 'view_chart'
    ) OR EXISTS (
        SELECT 1 FROM chart_patientteamgrant AS held
        JOIN auth_permission AS permission ON permission.id = held.permission_id
        JOIN access_person_groups AS member ON member.group_id = held.group_id AND member.person_id = of_person
        WHERE held.content_object_id = of_patient AND permission.codename = 'view_chart'
    )
$$;
CREATE OR REPLACE FUNCTION workbench_emergency_open(of_person uuid, of_patient uuid) RETURNS boolean LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT 1 FROM access_breakglassgrant AS opened
        JOIN access_person AS person
            ON person.id = opened.person_id AND person.organization_id = opened.organization_id
        WHERE opened.person_id = of_person AND opened.patient_id = of_patient
            AND opened.ended_at IS NULL AND opened.expires_at > statement_timestamp()
            AND workbench_emergency_labels(person.role) <> '{}'
    )
$$;
CREATE OR REPLACE FUNCTION workbench_open_subject() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT patient.id
    FROM chart_patient AS patient
    JOIN access_person AS person
        ON person.id = workbench_requester() AND person.organization_id = patient.organization_id AND person.is_active
    WHERE patient.id = workbench_subject() AND patient.destroyed_at IS NULL
        AND (workbench_grant_held(person.id, patient.id) OR workbench_emergency_open(person.id, patient.id))
$$;
CREATE OR REPLACE FUNCTION workbench_open_labels() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN workbench_grant_held(person.id, workbench_subject()) THEN workbench_role_labels(person.role)
            ELSE '{}' END
        || CASE WHEN workbench_emergency_open(person.id, workbench_subject())
            THEN workbench_emergency_labels(person.role) ELSE '{}' END
    FROM access_person AS person WHERE person.id = workbench_requester()
$$;
CREATE OR REPLACE FUNCTION workbench_open_kinds() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT workbench_role_kinds(person.role) FROM access_person AS person WHERE person.id = workbench_requester()
$$;
CREATE POLICY retrieval_passage_rights ON retrieval_passage AS RESTRICTIVE FOR SELECT USING (
    current_setting('workbench.keeping', true) = 'on'
    OR (
        labels::text[] <@ (SELECT workbench_open_labels())
        AND document_kind = ANY ((SELECT workbench_open_kinds())::text[])
    )
);
"""
# Going back leaves workbench_open_subject() as it is here, without the emergency, for 0002 to drop.
UNASK = """
DROP POLICY retrieval_passage_rights ON retrieval_passage;
CREATE OR REPLACE FUNCTION workbench_emergency_open(of_person uuid, of_patient uuid) RETURNS boolean LANGUAGE sql STABLE
    AS $$ SELECT false $$;
DROP FUNCTION workbench_open_labels();
DROP FUNCTION workbench_open_kinds();
DROP FUNCTION workbench_role_labels(text);
DROP FUNCTION workbench_role_kinds(text);
"""
FILL = """
UPDATE retrieval_passage AS passage SET labels = document.labels
FROM redaction_redacteddocument AS redacted JOIN chart_sourcedocument AS document ON document.id = redacted.document_id
WHERE redacted.id = passage.redacted_document_id AND document.labels <> '{}';
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_roles_and_break_glass"),
        ("chart", "0006_labels"),
        ("redaction", "0007_rows_stay"),
        ("retrieval", "0004_reference_corpus"),
    ]

    operations = [
        migrations.RunSQL(
            [
                "SELECT set_config('workbench.keeping', 'on', true)",
                FILL,
                "SELECT set_config('workbench.keeping', '', true)",
            ],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            [
                _rights("workbench_role_labels", LABELS),
                _rights("workbench_emergency_labels", IN_EMERGENCY),
                _rights("workbench_role_kinds", dict.fromkeys(LABELS, KINDS)),
                ASK,
            ],
            UNASK,
        ),
    ]
