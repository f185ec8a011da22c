"""The process in which a document is made. Run by path, never imported by the workbench: it knows no settings, no keys.

Reads a JSON object from stdin ({"html", "styles"}), writes the PDF to stdout, says everything else by its exit code.
What it is given may hold words of anybody, so before it reads a byte it gives up what it could do harm with: memory,
time, the network, files, other programs.
"""

import ctypes
import json
import os
import resource
import sys
import sysconfig
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

TOO_MANY_PAGES, TOO_LARGE, NO_MEMORY, NOT_MADE = 3, 4, 5, 6
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# Audit events (PEP 578) of acts that making a document has no use for.
FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "urllib.",
    "shutil.",
    "ftplib.",
)
READABLE = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")} | {"/usr/share/", "/etc/fonts"}
)


def limit(limits: Mapping[str, int]) -> None:
    """Give up memory, time and files. Raising any of it again is not possible."""
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def shut() -> None:
    """Give up the network, other programs, and every file but fonts and the libraries' own.

    A network namespace of its own holds also for what is not Python; where the system grants none, the audit hook
    stands alone.
    """
    ctypes.CDLL(None).unshare(CLONE_NEWUSER | CLONE_NEWNET)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    sys.addaudithook(refuse)


def refuse(event: str, args: tuple[Any, ...]) -> None:
    """Refuse an act by its audit event."""
    if event.startswith(FORBIDDEN):
        raise PermissionError(event)
    if event == "open" and not _may_open(args[0], args[1]):
        raise PermissionError(event)


def _may_open(path: object, mode: object) -> bool:
    if isinstance(path, int):
        return True
    reads = not set(str(mode or "r")) & set("wax+")
    return reads and os.fsdecode(str(path)).startswith(READABLE)


def press(given: Mapping[str, str], limits: Mapping[str, int], write_pdf: Callable[..., Any]) -> bytes:
    """Return the PDF (PDF/UA-1), or leave with the code that says why not."""
    document, options = write_pdf(given["html"], given["styles"])
    if len(document.pages) > limits["pages"]:
        leave(TOO_MANY_PAGES)
    pdf: bytes = document.write_pdf(**options)
    if len(pdf) > limits["size"]:
        leave(TOO_LARGE)
    return pdf


def layout() -> Callable[..., Any]:
    """Return what lays a page out; its libraries are loaded while that is still allowed."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class NothingFetched(URLFetcher):
        """Refuses whatever a document asks for; it is made without it."""

        def fetch(self, url: str, headers: Any = None) -> NoReturn:
            raise ValueError("A document may not fetch anything.")

    def render(html: str, styles: str) -> tuple[Any, dict[str, Any]]:
        options = {"pdf_variant": "pdf/ua-1"}
        fonts, fetcher = FontConfiguration(), NothingFetched()
        sheet = CSS(string=styles, url_fetcher=fetcher, font_config=fonts)
        page = HTML(string=html, url_fetcher=fetcher)
        return page.render(stylesheets=[sheet], font_config=fonts, **options), options

    return render


def leave(code: int) -> NoReturn:
    """End at once: nothing is left to tidy up, and nothing is said but the code."""
    os._exit(code)


def main() -> None:
    """Make one document."""
    limits = json.loads(sys.argv[1])
    limit(limits)
    try:
        render = layout()
        shut()
        pdf = press(json.loads(sys.stdin.buffer.read()), limits, render)
        sys.stdout.buffer.write(pdf)
        sys.stdout.buffer.flush()
    except MemoryError:
        leave(NO_MEMORY)
    except Exception:
        leave(NOT_MADE)
    leave(0)


if __name__ == "__main__":
    main()
