"""Edits taken out to train a machine: only where allowed, only what may be used again, and nothing that names anybody."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.chart.models import Patient, SourceDocument
from apps.core.canonical import sha256_hex
from apps.core.clock import now
from apps.drafting.domain.tasks import DraftInput, DraftTask, PassageView, input_to_json
from apps.drafting.models import Citation, InferenceRun
from apps.governance.models import Release
from apps.quality import learning as learning_room
from apps.review.domain.rules import ReviewRules
from apps.review.services import rules_set
from tests.review.acts import finish, sign
from tests.review.conftest import *  # noqa: F403
