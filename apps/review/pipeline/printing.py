"""The press, for pages of other rooms: a rendered page in, a PDF out, in a process that can do nothing else."""

from apps.review.documents.press import pdf_of

__all__ = ["pdf_of"]
