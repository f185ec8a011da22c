"""Asking for drafts and moving them step by step. The database is the truth; nothing here knows of Celery or HTTP."""

from apps.drafting.services.planting import draft_seed
from apps.drafting.services.policies import policies_index
from apps.drafting.services.previews import criteria_preview, preview_look
from apps.drafting.services.purging import draft_words_destroy, drafts_purge, inference_inputs_purge
from apps.drafting.services.replaying import replay_ask, replay_make
from apps.drafting.services.requests import draft_request, draft_resume
from apps.drafting.services.steps import draft_check, draft_generate, draft_retrieve
from apps.drafting.services.words import words_check

__all__ = [
    "criteria_preview",
    "draft_check",
    "draft_generate",
    "draft_request",
    "draft_resume",
    "draft_retrieve",
    "draft_seed",
    "draft_words_destroy",
    "drafts_purge",
    "inference_inputs_purge",
    "policies_index",
    "preview_look",
    "replay_ask",
    "replay_make",
    "words_check",
]
