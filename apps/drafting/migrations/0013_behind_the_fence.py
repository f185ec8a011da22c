"""Every draft, and all that it is made of, stand behind the fence of the organization (decision 0059)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

OWN = ("drafting_draft", "drafting_draftstage")
THROUGH = (
    ("drafting_draftquery", "draft_id", "drafting_draft"),
    ("drafting_inferencerun", "draft_id", "drafting_draft"),
    ("drafting_claim", "draft_id", "drafting_draft"),
    ("drafting_criterionanswer", "draft_id", "drafting_draft"),
    ("drafting_finding", "draft_id", "drafting_draft"),
    ("drafting_draftreplay", "run_id", "drafting_inferencerun"),
    ("drafting_citation", "claim_id", "drafting_claim"),
    ("drafting_criterioncitation", "answer_id", "drafting_criterionanswer"),
    ("drafting_plantederror", "claim_id", "drafting_claim"),
)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("drafting", "0012_seeded_drafts")]

    operations = [
        *(organization_fence(table) for table in OWN),
        *(organization_fence_through(table, column=column, parent=parent) for table, column, parent in THROUGH),
    ]
