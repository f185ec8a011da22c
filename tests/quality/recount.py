"""Every figure of the dashboard, counted a second time: from the rows as they lie in the database, by other means.

It imports nothing that counts. It reads each decision of an organization with plain SQL and walks them one by one.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

ROWS = """
    SELECT decision.id, item.id AS item, decision.created_at AS at, decision.ordinal, decision.outcome,
           decision.edit_class, decision.reason_code, decision.harm, decision.evidence_opened, decision.person_id,
           draft.kind, draft.is_seeded, attention.basis, attention.active_ms, attention.high_ms,
           attention.high_severity, attention.glanced, attention.spot_check
    FROM review_reviewdecision decision
    JOIN review_reviewitem item ON item.id = decision.item_id
    JOIN drafting_draft draft ON draft.id = item.draft_id
    LEFT JOIN review_decisionattention attention ON attention.decision_id = decision.id
    WHERE item.organization_id = %s
"""
WITHHELD = """
    SELECT created_at AS at FROM drafting_draft WHERE organization_id = %s AND status = 'BLOCKED' AND NOT is_seeded
"""
EDITS = "SELECT decision_id, proposed, kinds FROM review_claimedit"


def recount(organization_id: UUID, first: date, last: date, zone: str) -> dict[str, Any]:
    """Return the figures of the days from ``first`` to ``last`` as they fall in a time zone."""
    rows = [row for row in _read(ROWS, organization_id) if not row["is_seeded"]]
    newest: dict[UUID, int] = {}
    for row in rows:
        newest[row["item"]] = max(newest.get(row["item"], 0), row["ordinal"])
    edits = defaultdict(list)
    for edit in _read(EDITS):
        edits[edit["decision_id"]].append(edit)
    told: dict[str, Any] = {name: Counter() for name in ("counts", "reasons", "harms", "kinds", "corrected", "signed",
                                                         "hasty")}  # fmt: skip
    told |= {"weeks": defaultdict(lambda: [0, 0]), "minutes": [], "glanced": [0, 0], "looked": [0, 0], "unmeasured": 0}
    for row in rows:
        day = row["at"].astimezone(ZoneInfo(zone)).date()
        if first <= day <= last:
            _tell(told, row, day, is_last=row["ordinal"] == newest[row["item"]], edits=edits[row["id"]])
    told["abstained"] = sum(
        first <= row["at"].astimezone(ZoneInfo(zone)).date() <= last for row in _read(WITHHELD, organization_id)
    )
    told["quartiles"] = _quartiles(told.pop("minutes"))
    return told


PEOPLE_AND_POLICIES = """
    SELECT decision.id, item.id AS item, decision.created_at AS at, decision.ordinal, decision.outcome,
           decision.edit_class, decision.evidence_opened, draft.kind, draft.id AS draft, draft.is_seeded,
           draft.ready_at, person.role, person.site, person.specialty, patient.sex, draft.patient_id,
           coalesce(policy.payer, '') AS payer,
           coalesce(policy.policy_id || ' version ' || policy.version, '') AS policy,
           coalesce(release.digest, '') AS release
    FROM review_reviewdecision decision
    JOIN review_reviewitem item ON item.id = decision.item_id
    JOIN drafting_draft draft ON draft.id = item.draft_id
    JOIN access_person person ON person.id = decision.person_id
    JOIN chart_patient patient ON patient.id = draft.patient_id
    LEFT JOIN coverage_coveragepolicy policy ON policy.id = draft.policy_id
    LEFT JOIN governance_release release ON release.id = draft.release_id
    WHERE item.organization_id = %s
"""
CLAIMS = "SELECT id, draft_id, section, type AS claim, severity FROM drafting_claim"
CHANGES = "SELECT decision_id, claim_id, kinds FROM review_claimedit WHERE claim_id IS NOT NULL"
HARMLESS = {"style", "citation"}
WAITS = ((1, "under 1 hour"), (8, "1 to 8 hours"), (24, "8 to 24 hours"), (72, "1 to 3 days"))
AGES = ((18, "0-17"), (40, "18-39"), (65, "40-64"), (80, "65-79"))


def recount_by(
    organization_id: UUID, first: date, last: date, zone: str, born: dict[UUID, date], language: dict[UUID, str]
) -> dict[str, dict[str, list[int]]]:
    """Return by dimension and value: overrides, decisions, and those with a source opened; of claims: changed, all."""
    rows = [row for row in _read(PEOPLE_AND_POLICIES, organization_id) if not row["is_seeded"]]
    newest: dict[UUID, int] = {}
    for row in rows:
        newest[row["item"]] = max(newest.get(row["item"], 0), row["ordinal"])
    claims, changes = defaultdict(list), defaultdict(dict)
    for claim in _read(CLAIMS):
        claims[claim["draft_id"]].append(claim)
    for change in _read(CHANGES):
        changes[change["decision_id"]][change["claim_id"]] = not set(change["kinds"]) <= HARMLESS
    told: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
    for row in rows:
        local = row["at"].astimezone(ZoneInfo(zone))
        if not first <= local.date() <= last or row["ordinal"] != newest[row["item"]]:
            continue
        if row["outcome"] in {"approve", "edit"}:
            _tell_claims(told, claims[row["draft"]], changes[row["id"]])
        if row["outcome"] in {"approve", "edit", "reject"}:
            values = _values(row, local, born[row["patient_id"]]) | {"language": language[row["patient_id"]]}
            for name, value in values.items():
                told[name][value][0] += row["outcome"] == "reject" or row["edit_class"] == "substantive"
                told[name][value][1] += 1
                told[name][value][2] += row["evidence_opened"] > 0
    return {name: dict(values) for name, values in told.items()}


def _tell_claims(told: dict[str, Any], claims: list[dict[str, Any]], changed: dict[UUID, bool]) -> None:
    for claim in claims:
        for name in ("section", "claim", "severity"):
            told[name][claim[name]][0] += changed.get(claim["id"], False)
            told[name][claim[name]][1] += 1


def _values(row: dict[str, Any], local: datetime, birth: date) -> dict[str, str]:
    waited = (row["at"] - row["ready_at"]).total_seconds() / 3600
    age = local.year - birth.year - ((local.month, local.day) < (birth.month, birth.day))
    columns = ("kind", "payer", "policy", "release", "site", "specialty", "role", "sex")
    return {name: row[name] for name in columns} | {
        "hour": str(local.hour),
        "waited": next((band for top, band in WAITS if waited < top), "over 3 days"),
        "age": next((band for top, band in AGES if age < top), "80+"),
    }


def _tell(told: dict[str, Any], row: dict[str, Any], day: date, *, is_last: bool, edits: list[dict[str, Any]]) -> None:
    if not is_last:
        told["counts"]["reopened"] += 1
        return
    if row["outcome"] != "cannot_judge" and row["basis"]:
        _tell_attention(told, row)
    if row["outcome"] in {"cannot_judge", "return"}:
        told["counts"][{"return": "returned"}.get(row["outcome"], row["outcome"])] += 1
        return
    overrides = row["outcome"] == "reject" or row["edit_class"] == "substantive"
    name = "rejected" if row["outcome"] == "reject" else "substantive" if overrides else ""
    name = name or ("unedited" if row["outcome"] == "approve" else "style")
    told["counts"][name] += 1
    told["counts"]["opened"] += row["evidence_opened"] > 0
    week = told["weeks"][day - timedelta(days=day.weekday())]
    week[0] += overrides
    week[1] += 1
    told["harms"][row["harm"]] += 1
    if row["reason_code"] and name != "unedited":
        told["reasons"][row["reason_code"]] += 1
    told["kinds"].update({kind for edit in edits for kind in edit["kinds"]})
    told["corrected"].update({kind for edit in edits if edit["proposed"] != edit["kinds"] for kind in edit["kinds"]})


def _tell_attention(told: dict[str, Any], row: dict[str, Any]) -> None:
    if row["basis"] == "measured":
        told["minutes"].append(int(row["active_ms"] / 6000 + 0.5) / 10)
    else:
        told["unmeasured"] += 1
    told["glanced"][0] += row["glanced"]
    told["glanced"][1] += row["high_severity"]
    if row["spot_check"]:
        told["looked"][0] += row["spot_check"] == "wrong"
        told["looked"][1] += 1
    if row["outcome"] in {"approve", "edit"}:
        told["signed"][row["person_id"]] += 1
        if row["high_ms"] <= 30_000 and not row["evidence_opened"]:
            told["hasty"][row["person_id"]] += 1


def _quartiles(minutes: list[float]) -> tuple[float, ...] | None:
    if not minutes:
        return None
    return tuple(quantiles(minutes, n=4, method="inclusive")) if len(minutes) > 1 else (minutes[0],) * 3


def _read(sql: str, *values: object) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
