"""The addresses under which FHIR R4 and the Da Vinci guides (PAS, DTR) name things."""

PAS = "http://hl7.org/fhir/us/davinci-pas/StructureDefinition/"
DTR = "http://hl7.org/fhir/us/davinci-dtr/StructureDefinition/"
PAS_CODES = "http://hl7.org/fhir/us/davinci-pas/CodeSystem/PASTempCodes"
TOPIC = "http://hl7.org/fhir/us/davinci-pas/SubscriptionTopic/PASSubscriptionTopic"
BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
X12 = "https://codesystem.x12.org/005010/"
NPI = "http://hl7.org/fhir/sid/us-npi"
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
PLACE_OF_SERVICE = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
URI = "urn:ietf:rfc:3986"
# As a draft names the system of a service -> as FHIR does.
SERVICE_SYSTEMS = {
    "HCPCS": "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    "CPT": "http://www.ama-assn.org/go/cpt",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "ICD-10-PCS": "http://www.cms.gov/Medicare/Coding/ICD10",
}
# Data elements of X12 by what they hold, as the guide addresses them.
UM01, UM02, UM03, UM06, UM05 = (f"{X12}{number}" for number in ("1525", "1322", "1365", "1338", "1362"))
HCR01, ROLE = f"{X12}306", f"{X12}98"
