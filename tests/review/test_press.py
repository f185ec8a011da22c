"""The process that makes a document: what it refuses, each refusal a sentence."""

import hashlib
import io
import json
import subprocess
import sys

import pypdf
import pytest

from apps.review.documents import DocumentFailed, DocumentTooLarge, Limits, pdf_of, pressing
from apps.review.documents.press import ENVIRONMENT, PRESSING

pytestmark = pytest.mark.usefixtures("real_press")
LETTER = (
    '<html lang="en"><head><title>Letter</title>'
    '<meta name="dcterms.created" content="2026-11-21T16:30:00-06:00"></head>'
    "<body><h1>Letter</h1><h2>Part</h2><p>CDAI 31 ≥ 10</p><table><tr><th scope=row>a</th><td>b</td></tr></table></body>"
)


def reader(html=LETTER):
    return pypdf.PdfReader(io.BytesIO(pdf_of(html)))


REFUSED = [
    ('<p style="break-after: page">x</p>' * 5, {"pages": 3}, DocumentTooLarge, "longer than 3 pages"),
    ("<p>x</p>", {"size": 100}, DocumentTooLarge, "larger than"),
    ("<p>x</p>", {"memory": 64 * 2**20}, DocumentFailed, "memory|could not be made"),
    ("<table>" + "<tr><td>x<td>y" * 20_000, {"cpu_seconds": 2}, DocumentFailed, "longer than it may"),
    ("<table>" + "<tr><td>x<td>y" * 20_000, {"clock_seconds": 1.0}, DocumentFailed, "longer than it may"),
]


@pytest.mark.parametrize(
    ("html", "limits", "error", "words"), REFUSED, ids=["pages", "bytes", "memory", "cpu", "clock"]
)
def test_what_a_document_may_cost_is_limited_and_the_refusal_is_a_sentence(html, limits, error, words):
    with pytest.raises(error, match=words):
        pdf_of(html, limits=Limits(**limits))


def test_a_process_that_dies_gives_a_sentence(monkeypatch):
    monkeypatch.setattr("apps.review.documents.press.PRESSING", "/nonexistent/pressing.py")
    with pytest.raises(DocumentFailed, match="could not be made"):
        pdf_of(LETTER)


def shut_in(code):
    """Run a line after the process has given up what it could do harm with; return its exit code."""
    line = f"import sys; sys.path.insert(0, {str(PRESSING.parent)!r}); import socket, pressing; pressing.shut(); {code}"
    done = subprocess.run([sys.executable, "-I", "-c", line], env=ENVIRONMENT, capture_output=True, check=False)
    return done.returncode, done.stderr.decode()


FORBIDDEN = [
    "socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo('example.org', 80)", "open('/etc/passwd')",
    "open('/tmp/out', 'w')", "__import__('subprocess').run(['true'])", "__import__('os').system('true')",
]  # fmt: skip


@pytest.mark.parametrize("code", FORBIDDEN)
def test_the_process_reaches_no_network_no_file_and_no_program(code):
    returned, said = shut_in(code)
    assert returned == 1
    assert "PermissionError" in said


def test_the_process_inherits_no_secret(monkeypatch, tmp_path):
    (tmp_path / "telling.py").write_text(TELLING)
    monkeypatch.setenv("WORKBENCH_SECRET_KEY", "hush")
    monkeypatch.setattr("apps.review.documents.press.PRESSING", tmp_path / "telling.py")
    told = json.loads(pdf_of(LETTER))
    assert set(told) <= {*ENVIRONMENT, "LC_CTYPE", "__CF_USER_TEXT_ENCODING"}


TELLING = "import json, os, sys; sys.stdin.read(); sys.stdout.write(json.dumps(dict(os.environ)))"


def test_a_page_that_asks_for_files_and_addresses_is_made_without_them():
    asked = '<img src="file:///etc/passwd"><a rel="attachment" href="file:///etc/passwd">x</a>'
    style = (
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><style>@import url(http://127.0.0.1:9/y.css);</style>'
    )
    made = reader(LETTER + asked + style)
    assert not made.attachments
    assert "CDAI 31" in made.pages[0].extract_text()


def test_the_same_page_gives_the_same_bytes_in_every_process():
    assert len({hashlib.sha256(pdf_of(LETTER)).hexdigest() for _ in range(2)}) == 1


def test_a_file_is_tagged_titled_and_has_a_language_bookmarks_and_the_moment_of_its_page():
    made = reader()
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert (made.metadata.title, made.metadata["/CreationDate"]) == ("Letter", "D:20261121163000-06'00")
    assert [entry["/Title"] for entry in made.outline if not isinstance(entry, list)] == ["Letter"]


def test_the_process_knows_no_module_of_the_workbench():
    source = PRESSING.read_text()
    assert "django" not in source
    assert "from apps" not in source
    assert pressing.refuse("open", ("/usr/share/fonts/x.ttf", "rb", 0)) is None
