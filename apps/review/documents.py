"""From a rendered document to a file. Nothing is fetched while it is made: not from the network, not from the disk."""

from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STYLES = Path(settings.BASE_DIR) / "static" / "css" / "document.css"


class NothingFetched(URLFetcher):
    """Refuses whatever a document asks for (R13); the document is made without it."""

    def fetch(self, url: str, headers: Any = None) -> NoReturn:
        raise ValueError("A document may not fetch anything.")


def pdf_of(html: str) -> bytes:
    """Return the PDF (PDF/UA-1) of a rendered page."""
    fonts, fetcher = FontConfiguration(), NothingFetched()
    styles = CSS(string=STYLES.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(stylesheets=[styles], font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf
