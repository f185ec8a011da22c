"""What came of making a draft's runs once more."""

from apps.drafting.models import Draft, DraftReplay


def replay_newest(draft: Draft) -> DraftReplay | None:
    """Return the newest replay of a draft's runs, done or waiting for a worker, or None."""
    rows = DraftReplay.objects.filter(run__draft=draft).select_related("run__draft", "asked_by")
    return rows.order_by("-created_at").first()
