"""Writes to the record: one transaction and one actor each."""

from apps.chart.errors import ChartError
from apps.chart.services.cleaning import grants_clean
from apps.chart.services.consents import patient_consent_record, patient_consent_revoke
from apps.chart.services.delegations import delegation_end, delegation_give, delegations_end_of
from apps.chart.services.documents import document_store
from apps.chart.services.grants import grants_revoke, patient_grant, patient_grant_remove
from apps.chart.services.identity import identities_refresh, identity_settle
from apps.chart.services.labelling import labels_refresh
from apps.chart.services.records import encounter_store, patient_store, record_store, resource_store

__all__ = [
    "ChartError",
    "delegation_end", "delegation_give", "delegations_end_of", "document_store", "encounter_store", "grants_clean",
    "grants_revoke",
    "identities_refresh", "identity_settle", "labels_refresh", "patient_consent_record", "patient_consent_revoke",
    "patient_grant", "patient_grant_remove", "patient_store", "record_store", "resource_store",
]  # fmt: skip
