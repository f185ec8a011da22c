"""The index: redacted passages, their embeddings, and every search ever made over them."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from pgvector.django import VectorField

from apps.access.models import Organization
from apps.core.models import Record
from apps.redaction.models import RedactedDocument

EMBEDDING_DIMENSIONS = 384


class Embedding(Record):
    """The vector of one text under one embedder; identical text is embedded once."""

    text_sha256 = models.CharField(max_length=64)
    embedder = models.CharField(max_length=80)
    vector = VectorField(dimensions=EMBEDDING_DIMENSIONS)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["text_sha256", "embedder"], name="embedding_unique_per_text_and_embedder")
        ]


class Passage(Record):
    """A redacted chunk of one section: [start, end) in its RedactedDocument's text."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="passages")
    redacted_document = models.ForeignKey(RedactedDocument, on_delete=models.CASCADE, related_name="passages")
    index_version = models.CharField(max_length=80)
    ordinal = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField()
    search = models.GeneratedField(
        expression=SearchVector("section_title", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    section_kind = models.CharField(max_length=40)
    section_title = models.CharField(max_length=300, blank=True)
    document_kind = models.CharField(max_length=30)
    document_title = models.CharField(max_length=300)
    structured = models.BooleanField(default=False)
    dated_at = models.DateTimeField(null=True)
    author_role = models.CharField(max_length=100, blank=True)
    encounter_id = models.UUIDField(null=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["redacted_document", "index_version", "ordinal"], name="passage_ordinal_unique"
            ),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="passage_is_not_empty"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "superseded"]),
            GinIndex(fields=["search"]),
        ]


class PassageWindow(Record):
    """A few sentences of a passage with their vector: a small window is nearer to a question than a whole passage."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="windows")
    embedding = models.ForeignKey(Embedding, on_delete=models.PROTECT, related_name="+")


class RetrievalQuery(Record):
    """One question put to the index, by whom, with which filter: immutable provenance."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("chart.Patient", on_delete=models.CASCADE, related_name="+")
    requester_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=40)  # draft, search, bench
    purpose_id = models.CharField(max_length=64, blank=True)
    text = models.TextField()  # redacted
    index_version = models.CharField(max_length=80)
    candidates = models.PositiveIntegerField()


class RetrievedPassage(Record):
    """One answer to a RetrievalQuery, with its score by channel."""

    query = models.ForeignKey(RetrievalQuery, on_delete=models.CASCADE, related_name="results")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    dense_score = models.FloatField()
    lexical_score = models.FloatField()

    class Meta:
        ordering: ClassVar = ["query", "rank"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["query", "rank"], name="retrieved_rank_unique")]
