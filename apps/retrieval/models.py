"""The index: redacted passages, the vectors of their windows, and every search ever made over them.

Every table of a patient stands behind ``core.fence``: outside its blocks PostgreSQL shows no row (decision 0018).
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from pgvector.django import HalfVectorField, HnswIndex

from apps.access.models import Organization
from apps.core import clock
from apps.core.models import Record
from apps.redaction.models import RedactedDocument
from apps.retrieval.domain.reference import ReferenceKind
from apps.retrieval.domain.status import IndexStatus
from apps.retrieval.domain.tasks import SearchTask
from apps.retrieval.fulltext import SearchWords

REFERENCE_DIMENSIONS = 384  # an approximate index needs a fixed length: that of the local embedder


class IndexVersion(Record):
    """One way to cut and embed the charts. Versions stand side by side; searches answer from the one in use."""

    name = models.CharField(max_length=120, unique=True)
    status = models.CharField(max_length=20, choices=[(status.value, status.value) for status in IndexStatus])
    moved_at = models.DateTimeField(default=clock.now)
    worked_at = models.DateTimeField(null=True)  # when a batch of it was last begun

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["status"], condition=models.Q(status=IndexStatus.ACTIVE), name="one_index_is_in_use"
            )
        ]


class Passage(Record):
    """A redacted chunk of one section: [start, end) in its RedactedDocument's text."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="passages")
    redacted_document = models.ForeignKey(RedactedDocument, on_delete=models.CASCADE, related_name="passages")
    index_version = models.CharField(max_length=120)
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField()
    # The header lines of the table or list it was cut from, said again: searched with the text, no part of the span.
    heading = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector(
            SearchWords("section_title"), SearchWords("heading"), SearchWords("text"), config="english"
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    section_kind = models.CharField(max_length=40)
    section_title = models.CharField(max_length=300, blank=True)
    section_code = models.CharField(max_length=20, blank=True)  # LOINC
    document_kind = models.CharField(max_length=30)
    document_code = models.CharField(max_length=40, blank=True)  # LOINC
    document_title = models.CharField(max_length=300)
    structured = models.BooleanField(default=False)
    dated_at = models.DateTimeField(null=True)
    author_role = models.CharField(max_length=100, blank=True)
    encounter_id = models.UUIDField(null=True)
    superseded = models.BooleanField(default=False)
    # Chief complaint, vitals, allergies, active problems, medications.
    priority = models.BooleanField(default=False)
    # [{"start", "end", "kind": negated | historical | family | hypothetical}], offsets in the passage's text.
    assertions = models.JSONField(default=list)
    orders = models.JSONField(default=list)  # [[start, end, why]] in its text: where the record speaks to software
    title_order = models.CharField(max_length=20, blank=True)  # of its document's title, how it does
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    labels = ArrayField(models.CharField(max_length=40), default=list)  # sensitivity, as of its document

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["redacted_document", "index_version", "ordinal"], name="passage_ordinal_unique"
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="passage_is_not_empty"),
        ]
        indexes: ClassVar = [models.Index(fields=["patient", "index_version", "superseded"], name="passage_of_patient")]


class PassageWindow(Record):
    """A few sentences of a passage with their vector: a small window is nearer to a question than a whole passage.

    A vector tells what its text says (L11), so it belongs to the patient as the text does and goes with it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="+")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="windows")
    text_sha256 = models.CharField(max_length=64)
    # Half precision: the order of the answers is the same, half as much is read. As many numbers as its embedder gives.
    vector = HalfVectorField()
    # Of each of its word pieces, a bit for the sign of each number; empty where its embedder knows no word pieces.
    signs = models.BinaryField(default=b"")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["patient", "text_sha256"], name="window_text_of_patient")]


class ReferenceDocument(Record):
    """A text that belongs to no patient: one version of a policy, a protocol, a guideline. Shared, or of one tenant."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=200)  # what it is called through its versions
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in ReferenceKind])
    title = models.CharField(max_length=300)
    version = models.CharField(max_length=40)
    effective_start = models.DateField(null=True)
    effective_end = models.DateField(null=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    embedder = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "key", "version"], nulls_distinct=False, name="reference_version_unique"
            )
        ]


class ReferencePassage(Record):
    """A piece of a reference text: [start, end). It tells of no patient, so its vectors may be searched roughly."""

    document = models.ForeignKey(ReferenceDocument, on_delete=models.CASCADE, related_name="passages")
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    section_title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector(SearchWords("section_title"), SearchWords("text"), config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    vector = HalfVectorField(dimensions=REFERENCE_DIMENSIONS)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "ordinal"], name="reference_ordinal_unique"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="reference_is_not_empty"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="reference_words"),
            HnswIndex(
                name="reference_vectors", fields=["vector"], opclasses=["halfvec_cosine_ops"], m=16, ef_construction=64
            ),
        ]


class RetrievalQuery(Record):
    """One question put to the index: by whom, how it was read, what it was limited to, what came of it. Immutable."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="+")
    requester_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)  # draft, search, ask, bench
    purpose_id = models.CharField(max_length=64, blank=True)
    task = models.CharField(max_length=20, choices=[(task.value, task.value) for task in SearchTask])
    text = models.TextField()  # redacted
    expansion = models.JSONField(default=list)  # what the dictionary added to the words
    index_version = models.CharField(max_length=120)
    ranker = models.CharField(max_length=120)
    filter = models.JSONField(default=dict)  # whose rights, which kinds, which documents
    candidates = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20, blank=True)  # enough, not_enough, contradictory
    verdict_reason = models.TextField(blank=True)
    answerability = models.JSONField(default=dict)  # probability, threshold, what it rests on
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed


class RetrievedPassage(Record):
    """One candidate for an answer to a RetrievalQuery, with its score by channel; ``returned`` if it was an answer.

    Immutable. It keeps the id of its passage when that is purged: the id then leads nowhere, and a trace says so.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="+")
    query = models.ForeignKey(RetrievalQuery, on_delete=models.CASCADE, related_name="results")
    passage = models.ForeignKey(Passage, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    rank = models.PositiveIntegerField()
    returned = models.BooleanField()
    score = models.FloatField()
    channels = models.JSONField(default=dict)  # {channel: score}
    matched = models.JSONField(default=list)  # the words of the question, and of its expansion, that it holds
    destruction = models.UUIDField(null=True, editable=False)  # the audit event under which its words were destroyed

    class Meta:
        ordering: ClassVar = ["query", "rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["query", "rank"], name="retrieved_rank_unique")]
