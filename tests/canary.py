"""Planted identifiers, and every place where something that the system wrote could hold one."""

import base64
import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdf
import redis
from django.conf import settings
from django.db import connection

from apps.core import fence
from workbench.embedded.paths import Folder

# The record itself, the raw messages it came in, and the wall's own book of tokens.
MAY_HOLD = ("chart_", "redaction_", "intake_inboundmessage")
SEEDED = {
    "patient": ["Marisolde", "Quennevar", "QUENNEVAR"],
    "relative": ["Thaddeaus", "Brindlewick"],
    "clinician": ["Ottavian", "Vantongeren", "Sixsmythe"],
    "numbers": ["MRN-774193", "774193", "900-55-1234", "ZQ-44812-07", "555-0191", "802-555-0177", "10.20.30.44"],
    "places": ["47 Wrenhaven", "Sallowmere", "05977"],
    "dates": ["1931-08-17", "08/17/1931", "17 Aug 1931"],
    "addresses": ["m.quennevar@example.org", "portal.example.net"],
    "age": ["95-year-old"],
}
Place = tuple[str, str]  # its name, what it holds


@contextmanager
def logs_written() -> Iterator[io.StringIO]:
    """Give every handler of the root logger but the test runner's own another stream, and yield it.

    They hold the standard error of the moment when they were made: capturing it now would catch nothing of them.
    """
    stream = io.StringIO()
    ours = [handler for handler in logging.getLogger().handlers if type(handler) is logging.StreamHandler]
    before = [handler.setStream(stream) for handler in ours]
    yield stream
    for handler, own in zip(ours, before, strict=True):
        handler.setStream(own)


def everything_but_the_database(folder: Folder) -> Iterator[Place]:
    """Yield every file of the services: logs, PostgreSQL's own among them, what Redis wrote to disk, mail, media.

    PostgreSQL's data files hold the record itself and are not read.
    """
    redis.Redis.from_url(settings.REDIS_URL.text).save()
    for path in folder.root.rglob("*"):
        if path.is_file() and not path.is_relative_to(folder.postgres_data):
            yield str(path.relative_to(folder.root)), path.read_bytes().decode(errors="replace")


def pdf_metadata(content: bytes) -> Place:
    """Return what a PDF says of itself, outside its pages."""
    pdf = pypdf.PdfReader(io.BytesIO(content))
    xmp = pdf.xmp_metadata.stream.get_data().decode() if pdf.xmp_metadata else ""
    return "PDF metadata", f"{dict(pdf.metadata or {})} {xmp} {list(pdf.attachments)} {pdf.outline}"


def rows_outside() -> Iterator[Place]:
    """Yield every row of every table that has no business with identifiers, as one text."""
    with fence.keeping(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(MAY_HOLD):
                cursor.execute(f'SELECT t::text FROM "{table}" AS t')
                yield from ((table, row[0]) for row in cursor.fetchall())


def broker_contents() -> Iterator[Place]:
    """Yield everything that Redis holds: queues, unacknowledged messages, cache."""
    server = redis.Redis.from_url(settings.REDIS_URL.text)
    for key in server.keys("*"):
        yield f"redis {key!r}", repr(server.dump(key)) + repr(readable(server, key))


def readable(server: redis.Redis, key: bytes) -> Any:
    """Return a key's value with the bodies of its messages decoded."""
    kind = server.type(key)
    values = {b"list": lambda: server.lrange(key, 0, -1), b"hash": lambda: server.hgetall(key)}.get(kind, list)()
    texts = [value.decode(errors="replace") for value in (values.values() if isinstance(values, dict) else values)]
    return [text + base64.b64decode(json.loads(text)["body"]).decode() if '"body"' in text else text for text in texts]


def leaks(places: Iterable[Place]) -> set[tuple[str, str]]:
    """Return (place, identifier) of everything that came through."""
    shapes = {seed: shape_of(seed) for group in SEEDED.values() for seed in group}
    return {(place, seed) for place, text in places for seed, shape in shapes.items() if shape.search(text)}


def shape_of(seed: str) -> re.Pattern[str]:
    """Return how an identifier is looked for. One of digits alone stands free: a vector's 0.05977 is no postal code."""
    if seed.isdigit():
        return re.compile(rf"(?<![0-9a-f.]){seed}(?![0-9a-f])")
    return re.compile(re.escape(seed), re.IGNORECASE)
