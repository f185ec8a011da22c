"""A fictional C-CDA document, and the parts to make others."""

V3 = "urn:hl7-org:v3"
TEMPLATE = "2.16.840.1.113883.10.20.22.2."


def section(code: str, title: str, text: str, *, template: str = "", more: str = "", attributes: str = "") -> str:
    """Return a section; ``more`` holds its nested components."""
    root = f'<templateId root="{template}"/>' if template else ""
    coded = f'<code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>' if code else ""
    said = f"<text>{text}</text>" if text else ""
    return f"<component><section{attributes}>{root}{coded}<title>{title}</title>{said}{more}</section></component>"


def document(*sections: str, before: str = "") -> bytes:
    """Return a ClinicalDocument with a structured body."""
    body = f"<component><structuredBody>{''.join(sections)}</structuredBody></component>"
    return f'{before}<ClinicalDocument xmlns="{V3}"><title>Visit summary</title>{body}</ClinicalDocument>'.encode()


LABS = (
    "<table><tbody><tr><td>Hemoglobin</td><td>11.9 g/dL</td></tr><tr><td>CRP</td><td>31 mg/L</td></tr></tbody>"
    "<thead><tr><th>Test</th><th>Result</th></tr></thead></table>"
)
SKIN = section("8709-8", "Skin", "Psoriasis of both elbows.")
VISIT = document(
    section("10164-2", "History of present illness", "<paragraph>Anna Lindgren-Sato has RA.</paragraph>"),
    section("30954-2", "Results", LABS, template=f"{TEMPLATE}3.1"),
    section("29545-1", "Physical Examination", "<paragraph>Six swollen joints.</paragraph>", more=SKIN),
    section("48765-2", "Allergies", "", attributes=' nullFlavor="NI"'),
    section("61146-7", "Goals", "<list><item>Walk a mile</item><item>Sleep<br/>through</item></list>"),
)
