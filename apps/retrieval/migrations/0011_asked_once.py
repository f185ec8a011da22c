"""The fence asks what does not change within a block once: whether belts keep the table, and what is hidden.

Both were asked again by every row or by every statement, which was half of what a search costs. What is hidden is
remembered in a setting of the transaction that ``core.fence`` empties where a block begins and ends.
"""

from django.db import migrations

NAMES = ("passage", "passagewindow", "retrievalquery", "retrievedpassage")
ROW = "current_setting('workbench.keeping', true) = 'on'"
ONCE = "(SELECT current_setting('workbench.keeping', true)) = 'on'"
UNHIDDEN = "passage_id <> ALL ((SELECT workbench_hidden_passages())::uuid[])"
RIGHTS = {
    "passage": (
        "labels::text[] <@ (SELECT workbench_open_labels())"
        " AND document_kind = ANY ((SELECT workbench_open_kinds())::text[])"
    ),
    "passagewindow": UNHIDDEN,
    "retrievalquery": "(SELECT cardinality(workbench_open_kinds())) > 0",
    "retrievedpassage": UNHIDDEN,
}


def _policies(kept: str) -> str:
    return "".join(
        f"""
        ALTER POLICY retrieval_{name}_kept ON retrieval_{name} USING ({kept}) WITH CHECK ({kept});
        ALTER POLICY retrieval_{name}_rights ON retrieval_{name} USING ({kept} OR ({RIGHTS[name]}));
        """
        for name in NAMES
    )


# What is hidden from somebody to whom nothing is open is not remembered: a right may come within the block.
REMEMBER = """
CREATE OR REPLACE FUNCTION workbench_hidden_passages() RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    remembered text := coalesce(current_setting('workbench.hidden', true), '');
    labels_open text[];
    kinds_open text[];
    open_subject uuid;
    kept text;
    hidden uuid[];
BEGIN
    IF remembered <> '' THEN
        RETURN remembered::uuid[];
    END IF;
    labels_open := workbench_open_labels();
    kinds_open := workbench_open_kinds();
    open_subject := workbench_open_subject();
    kept := coalesce(current_setting('workbench.keeping', true), '');
    PERFORM set_config('workbench.keeping', 'on', true);
    SELECT coalesce(array_agg(passage.id), '{}') INTO hidden
    FROM retrieval_passage AS passage
    WHERE passage.patient_id = open_subject
        AND NOT (passage.labels::text[] <@ labels_open AND passage.document_kind = ANY (kinds_open));
    PERFORM set_config('workbench.keeping', kept, true);
    IF open_subject IS NOT NULL THEN
        PERFORM set_config('workbench.hidden', hidden::text, true);
    END IF;
    RETURN hidden;
END $$;
"""
FORGET = """
CREATE OR REPLACE FUNCTION workbench_hidden_passages() RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    labels_open text[] := workbench_open_labels();
    kinds_open text[] := workbench_open_kinds();
    open_subject uuid := workbench_open_subject();
    kept text := coalesce(current_setting('workbench.keeping', true), '');
    hidden uuid[];
BEGIN
    PERFORM set_config('workbench.keeping', 'on', true);
    SELECT coalesce(array_agg(passage.id), '{}') INTO hidden
    FROM retrieval_passage AS passage
    WHERE passage.patient_id = open_subject
        AND NOT (passage.labels::text[] <@ labels_open AND passage.document_kind = ANY (kinds_open));
    PERFORM set_config('workbench.keeping', kept, true);
    RETURN hidden;
END $$;
"""
PIN = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION workbench_hidden_passages() SET search_path = pg_catalog, %I, pg_temp',
        current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0010_called_superseded")]

    operations = [
        migrations.RunSQL(_policies(ONCE), _policies(ROW)),
        migrations.RunSQL(REMEMBER + PIN, FORGET + PIN),
    ]
