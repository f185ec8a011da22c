"""Plain text out of what senders call text."""

import re
from html.parser import HTMLParser

BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
        "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
    }
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
UNREAD = frozenset({"script", "style", "head", "template", "noscript"})
SPACE = re.compile(r"\s+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.unread = 0
        self.preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unread += tag in UNREAD
        self.preformatted += tag == "pre"
        if tag in BLOCKS:
            self.pieces.append(" | " if tag in {"td", "th"} and self._in_row() else "\n")
        if tag == "li":
            self.pieces.append("- ")
        elif tag in HEADINGS:
            self.pieces.append("\n# ")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in UNREAD and self.unread > 0
        self.preformatted -= tag == "pre" and self.preformatted > 0
        if tag in BLOCKS and tag not in {"td", "th"}:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.pieces.append(data if self.preformatted else SPACE.sub(" ", data))

    def _in_row(self) -> bool:
        return bool(self.pieces) and not self.pieces[-1].endswith("\n")


def html_text(html: str) -> str:
    """Return the words of an HTML text, one block per line, headings as "# Title", without scripts or styles."""
    if "<" not in html and "&" not in html:
        return html
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).splitlines())
    return "\n".join(line for line in lines if line)


def note_text(text: str) -> str:
    """Return a note with one kind of line ends and no control characters; every other character stays where it was."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(c if c >= " " or c in "\n\t" else " " for c in unified if c != "\x7f")
