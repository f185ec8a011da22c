"""What senders call the two shapes of a FHIR message."""

FHIR_JSON, FHIR_NDJSON = "application/fhir+json", "application/fhir+ndjson"
