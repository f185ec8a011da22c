"""How long the gauges take at a million decisions, and how that grows."""

import statistics
import time
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.access.services import organization_create, person_create
from apps.core import clock
from apps.core.actors import Actor
from apps.core.domain.bench import BenchResult, Say
from apps.quality.bench_exports import exported, officer_of
from apps.quality.models import DecisionFact
from apps.quality.tallying import days_add_up

if TYPE_CHECKING:
    from datetime import date

    from apps.access.models import Person

ACTOR = Actor.service("bench-pages")
BENCHES = {"metrics": "apps.quality.benches:bench_metrics"}
DECISIONS = 1_000_000
SMALL = 100  # how much smaller the first stage is
DAYS = 364  # all of them in the longest period that the page offers
PEOPLE = 200
VISITS = 15

# Every outcome, reason, hour and dimension there is, spread as a hospital's might be; no two runs differ.
FACTS = """
INSERT INTO quality_decisionfact (
    decision_id, item_id, organization_id, person_id, decided_at, day, hour, counts_as, kind, reason_code, harm, role,
    specialty, site, release, policy, payer, waited, age_band, sex, language, edit_kinds, corrected_kinds,
    opened, attention, active_tenths, was_partly_measured, is_hasty, is_signed, high_severity, glanced, spot_check)
SELECT gen_random_uuid(), gen_random_uuid(), %(organization)s, md5((n * 7919 %% %(people)s)::text)::uuid,
    day + hour * interval '1 hour', day, hour,
    (ARRAY['unedited', 'unedited', 'unedited', 'style', 'substantive', 'rejected', 'cannot_judge',
           'reopened'])[1 + turn],
    (ARRAY['chart_summary', 'prior_auth_letter'])[1 + n %% 2],
    CASE WHEN turn IN (3, 4, 5) THEN (ARRAY['omission', 'outdated', 'unsupported', 'style'])[1 + n %% 4] ELSE '' END,
    (ARRAY['no', 'minor', 'serious'])[1 + n %% 3], 'physician', 'Specialty ' || n %% 20, 'Site ' || n %% 9,
    md5((n / 100000)::text),
    'P-' || n %% 40 || ' version 1', 'Payer ' || n %% 8,
    (ARRAY['under 1 hour', '1 to 8 hours', 'over 3 days'])[1 + n %% 3],
    (ARRAY['18-39', '40-64', '65-79', '80+'])[1 + n %% 4], (ARRAY['female', 'male'])[1 + n %% 2],
    (ARRAY['en', 'es', 'vi', ''])[1 + n %% 4],
    CASE WHEN turn IN (3, 4) THEN ARRAY[(ARRAY['dose', 'date', 'certainty', 'meaning'])[1 + n %% 4]] ELSE '{}' END,
    '{}', n %% 3 <> 0, n %% 10 <> 0, CASE WHEN n %% 10 > 1 THEN 5 + n * 131 %% 300 END, n %% 10 = 1, n %% 97 = 0,
    n %% 8 < 4, 5, n %% 2, CASE WHEN n %% 50 = 0 THEN 'right' ELSE '' END
FROM (
    SELECT n, n * 31 %% 8 AS turn, n %% 24 AS hour, %(last)s::date - (abs(hashint8(n)::bigint) %% %(days)s)::int AS day
    FROM generate_series(%(first)s::bigint, %(number)s::bigint) AS n
) AS each
"""


def bench_metrics(*, data: Path | None, scale: int, say: Say, decisions: int = DECISIONS) -> BenchResult:
    """Open the pages of overrides over ten thousand decisions and over a million, ``scale`` times as many. No data."""
    analyst = _analyst()
    officer = officer_of(analyst)
    first, whole = decisions * scale // SMALL, decisions * scale
    _grow(analyst, 0, first, say)
    small = _pages(analyst)
    exported(analyst, officer)  # once before it counts: libraries are loaded with it
    small_peak = exported(analyst, officer)[1]
    adding = _grow(analyst, first, whole, say)
    large = _pages(analyst)
    figures = {f"{name}_s": seconds for name, seconds in large.items()}
    figures |= {f"{name}_s_at_a_hundredth": seconds for name, seconds in small.items()}
    figures |= {f"{name}_growth": large[name] / small[name] for name in large}
    figures["days_added_up_s"] = adding
    rows_per_s, peak = exported(analyst, officer)
    say(f"{rows_per_s:,.0f} rows exported a second, with {peak:.1f} MB more memory at most")
    figures |= {"export_rows_per_s": rows_per_s, "export_peak_mb": peak, "export_peak_mb_at_a_hundredth": small_peak}
    return BenchResult(n=whole, figures=figures, notes=_notes(first, whole))


def _analyst() -> "Person":
    organization = organization_create(slug="bench-metrics", name="Bench", actor=ACTOR)
    return person_create(
        email="analyst@bench.example", display_name="Analyst", role="quality", organization=organization, actor=ACTOR
    )


def _grow(analyst: "Person", start: int, number: int, say: Say) -> float:
    """Write facts up to so many; return how many seconds adding all days up took."""
    last: date = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(FACTS, {"organization": analyst.organization_id, "people": PEOPLE, "last": last, "days": DAYS,
                               "first": start + 1, "number": number})  # fmt: skip
        cursor.execute("ANALYZE quality_decisionfact")
    began = time.perf_counter()
    days_add_up(analyst.organization_id, [last - timedelta(days=at) for at in range(DAYS)])
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE quality_daytally")
    say(f"{DecisionFact.objects.count():,} decisions, their days added up in {took:.1f} s")
    return took


def _pages(analyst: "Person") -> dict[str, float]:
    """Return the median seconds of each page; of breakdowns that of the slowest of three."""
    broken_down = [
        _seconds(analyst, reverse("quality:by", args=[by]), narrowed)
        for by, narrowed in (("policy", {}), ("site", {"kind": "prior_auth_letter", "sex": "female"}), ("hour", {}))
    ]
    return {"dashboard": _seconds(analyst, reverse("quality:overrides"), {}), "breakdown": max(broken_down)}


def _seconds(analyst: "Person", address: str, narrowed: dict[str, str]) -> float:
    """Return the median seconds of a visit: the whole request, in one process."""
    client = Client(headers={"host": "localhost"})
    client.force_login(analyst, backend=settings.AUTHENTICATION_BACKENDS[0])
    times = []
    for _ in range(VISITS):
        began = time.perf_counter()
        answer = client.get(address, {"days": "365", **narrowed})
        times.append(time.perf_counter() - began)
        if answer.status_code != HTTPStatus.OK:
            raise AssertionError(f"{address} does not open.")
    return statistics.median(times[2:])


def _notes(first: int, whole: int) -> list[str]:
    return [
        f"{first:,} and {whole:,} decisions of {PEOPLE} people in {DAYS} days, all in the period that the page shows.",
        "Facts are written as rows; their days are added up, and the page is made, by what production runs.",
        "The export is a file of single decisions as a worker makes it: k-anonymous, written as CSV, sealed.",
        "Its memory is the most that the process used beyond what it used before.",
        "The median of 13 visits: the whole request in one process, middleware and audit event among it.",
    ]
