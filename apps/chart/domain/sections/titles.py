"""How section headers are spelled in real notes, as data: one kind, its many titles."""

import re
from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

K = SectionKind

# Titles are lower case, without punctuation at the ends; "&" and "/" read as written.
SPELLINGS: Mapping[SectionKind, str] = {
    K.CHIEF_COMPLAINT: """
        chief complaint; chief complaints; chief complaint(s); cc; c/c; c.c.; presenting complaint; presenting
        complaints; presenting problem; reason for visit; reason for reason for consult; reason for referral; reason
        for admission; reason for encounter; reason for evaluation; reason for call; reason for today's visit;
        reason for study; reason for exam; rfv; complaint; complaints; chief complaint and reason for visit; chief
        complaint/reason for visit; visit reason; purpose of visit; referral reason
    """,
    K.HISTORY_OF_PRESENT_ILLNESS: """
        history of present illness; history of the present illness; history of presenting illness; history of
        presenting complaint; hpi; hx of present illness; hopi; hpc; present illness; history of present complaint;
        history of present problem; history; clinical history; subjective; s; subj; present history;
        history/subjective; subjective/hpi; hpi/subjective; history of illness; brief history; history and interval
        events; patient history; narrative; clinical information; indication and history; presentation; history of
        injury; mechanism of injury; genhx; general history
    """,
    K.INTERVAL_HISTORY: """
        interval history; interim history; interval hx; interval events; interval update; interval; interim; since
        last visit; since last seen; overnight events; events overnight; 24 hour events; 24h events; events; update;
        updates; telephone encounter; telephone note; phone note; call details; call summary; conversation; details
        of call; message; patient message; nursing note; ed course; emergency department course; edcourse
    """,
    K.PAST_MEDICAL_HISTORY: """
        past medical history; past medical hx; pmh; pmhx; pmhx/pshx; past history; medical history; medical hx; past
        medical/surgical history; past medical and surgical history; past medical history/past surgical history;
        pmh/psh; prior medical history; previous medical history; significant past medical history; history of past
        illness; other history; past oncologic history; oncologic history; oncology history; cancer history; cardiac
        history; psychiatric history; past psychiatric history; obstetric history; ob history; ob/gyn history; obgyn
        history; gynecologic history; gyn history; gynhx; birth history; developmental history; rheumatologic
        history; headache history; diabetes history; pastmedicalhx; comorbidities; medical problems; past medical
        problems; background; relevant history; treatment history; prior treatments; prior treatment; previous
        treatments; prior therapies; previous therapies; disease history; pertinent history; menstrual history
    """,
    K.PAST_SURGICAL_HISTORY: """
        past surgical history; past surgical hx; psh; pshx; surgical history; surgical hx; prior surgeries; previous
        surgeries; past surgeries; surgeries; past operations; operations; past procedures; pastsurgical; surgical
        procedures; previous operations; surgical/procedural history; procedural history
    """,
    K.FAMILY_HISTORY: """
        family history; family hx; fh; fhx; famhx; family medical history; fam hx; family; family/social history;
        family and social history; fam/sochx; family history/social history; genetic history
    """,
    K.SOCIAL_HISTORY: """
        social history; social hx; sh; shx; sochx; soc hx; social; social/family history; social and family history;
        psychosocial history; psychosocial; personal and social history; personal history; habits; substance use;
        substance use history; tobacco use; tobacco history; smoking history; alcohol use; occupational history;
        occupation; living situation; lifestyle; social determinants of health; sdoh; social context; travel
        history; sexual history; environmental history; diet; exercise
    """,
    K.REVIEW_OF_SYSTEMS: """
        review of systems; ros; r.o.s.; review of symptoms; systems review; system review; review of systems (ros);
        pertinent review of systems; pertinent ros; complete review of systems; 10 point review of systems; 12 point
        review of systems; ros negative; pertinent positives and negatives
    """,
    K.ALLERGIES: """
        allergies; allergy; allergies and intolerances; allergies/intolerances; allergies/adverse reactions;
        allergies and adverse reactions; adverse reactions; drug allergies; medication allergies; known allergies;
        allergies & intolerances; drug intolerances; intolerances; allergies/sensitivities; allergy list; allergic
        reactions; allergies and sensitivities; all; alerts; allergies to medications
    """,
    K.MEDICATIONS: """
        medications; meds; medication; current medications; current meds; home medications; home meds; outpatient
        medications; medication list; med list; medications on admission; admission medications; meds on admission;
        medications prior to admission; prior to admission medications; discharge medications; discharge meds;
        medications on discharge; medications at discharge; medications at home; active medications; medication
        reconciliation; med rec; reconciled medications; medications reviewed; medication history; current
        outpatient medications; current facility-administered medications; prescriptions; prescription; rx;
        inpatient medications; scheduled medications; prn medications; current outpatient prescriptions; medications
        (current); present medications; regimen; medications administered; meds administered; drugs; current
        therapy; current treatment; current medication list; outpatient encounter medications; facility administered
        medications; medications started; medications stopped; new medications; changed medications; stopped
        medications; continued medications; medication changes; changes to medications; start taking; stop taking;
        continue taking
    """,
    K.PROBLEMS: """
        problem list; problems; active problems; active problem list; patient active problem list; current problems;
        chronic problems; resolved problems; problem list reviewed; medical problem list; ongoing problems; active
        issues; active medical problems; health concerns
    """,
    K.VITAL_SIGNS: """
        vital signs; vitals; vs; vital signs reviewed; vitals reviewed; vitals signs; admission vitals; discharge
        vitals; triage vitals; most recent vitals; vital signs (most recent); last vitals; measurements; vs
        reviewed; vitals today; today's vitals; orthostatic vitals; height and weight; anthropometrics
    """,
    K.PHYSICAL_EXAM: """
        physical exam; physical examination; pe; exam; examination; px; p.e.; physical; objective; o; obj; objective
        findings; on examination; o/e; physical findings; exam findings; focused exam; focused physical exam;
        general exam; general examination; clinical examination; neurologic exam; neurological exam; neurologic
        examination; neurological examination; mental status exam; mental status examination; mse; musculoskeletal
        exam; joint exam; joint examination; physical exam on discharge; discharge exam; discharge physical exam;
        discharge physical examination; admission exam; physical exam on admission; exam on discharge; examination
        today; cardiac exam; pulmonary exam; skin exam; foot exam; back exam; lumbar spine exam; physical
        assessment; objective/exam; constitutional exam; general status
    """,
    K.RESULTS: """
        results; result; labs; lab; laboratory; laboratory data; lab data; laboratory results; lab results; labs
        reviewed; laboratory studies; lab studies; pertinent labs; pertinent results; relevant results; relevant
        labs; data; data reviewed; data review; diagnostic data; diagnostics; diagnostic studies; diagnostic
        results; diagnostic tests; tests; test results; investigations; recent labs; recent results; laboratory
        values; lab values; labs today; labs on admission; labs on discharge; admission labs; discharge labs;
        studies; other studies; studies reviewed; laboratory findings; lab work; bloodwork; blood work;
        microbiology; cultures; culture data; pathology; pathology results; pulmonary function tests; pfts; pft;
        spirometry; ekg; ecg; electrocardiogram; results reviewed; labs/studies; labs and studies; labs/imaging;
        labs & imaging; labs and imaging; laboratory and imaging; laboratory and radiology; objective data;
        pertinent data; cardiac studies; available data; relevant data; results review; point of care testing;
        oximetry; walk test; six minute walk test; 6 minute walk test; 6mwt; arterial blood gas; abg; test;
        significant results; discharge studies
    """,
    K.IMAGING: """
        imaging; imaging results; imaging studies; imaging reviewed; radiology; radiology results; radiographs;
        x-ray; x-rays; xray; xrays; x-ray findings; ct; ct scan; mri; mri results; ultrasound; echocardiogram;
        echocardiography; echo; chest x-ray; cxr; diagnostic imaging; radiologic studies; radiology studies; imaging
        data; mammogram; dexa; tte; imaging/studies; radiology review; recent imaging
    """,
    K.PROCEDURES: """
        procedures; procedure; procedures performed; procedure performed; procedure(s); procedure details; procedure
        note; operation; operation performed; operative procedure; operative procedures; description of procedure;
        procedure description; details of procedure; operative course; surgical procedure; title of operation; name
        of procedure; procedures during admission; technique; operative technique; procedure in detail; major
        procedures; principal procedure; procedures this visit; anesthesia; complications; estimated blood loss;
        ebl; specimens; specimen; drains; implants; fluids; description of operation; procedure summary; procedural
        details; procedural sedation; consent
    """,
    K.IMMUNIZATIONS: """
        immunizations; immunization; immunization history; vaccinations; vaccines; vaccination history; immunization
        status; vaccine history; immunizations given
    """,
    K.HOSPITAL_COURSE: """
        hospital course; brief hospital course; course in hospital; clinical course; hospital course by problem;
        course; summary of hospital course; hospital course and treatment; course of care; hospital summary;
        inpatient course; course during admission; admission course; icu course; treatment course; summary of stay;
        summary; clinical summary; case summary; events of stay
    """,
    K.ASSESSMENT: """
        assessment; assessments; a; clinical assessment; clinical impression; medical decision making; mdm;
        assessment/impression; impression/assessment; decision making; evaluation; formulation; analysis;
        discussion; synthesis; overall assessment; interpretation; summary and assessment; summary/assessment; case
        formulation; opinion; appraisal; risk assessment; assessment/diagnosis; conclusion; conclusions; comment;
        comments
    """,
    K.PLAN: """
        rec; plan; p; plan of care; care plan; treatment plan; plans; plan of treatment; plan/recommendations;
        recommendation; recommendations; recs; treatment; management; management plan; plan and recommendations;
        recommendations/plan; plan of action; next steps; follow-up plan; followup plan; follow up plan; proposed
        plan; therapeutic plan; treatment recommendations; to do; action plan; orders/plan; plan for today;
        disposition and plan; plan today; suggest; suggestions; action items; action taken; actions; goals; goals of
        care; anticipatory guidance; plan discussed; plan:treatment
    """,
    K.ASSESSMENT_AND_PLAN: """
        assessment and plan; assessment & plan; assessment/plan; assessment / plan; a&p; a & p; a/p; a / p; a and p;
        ap; assessment plan; impression and plan; impression & plan; impression/plan; impression / plan; impression
        and recommendations; impression/recommendations; assessment and recommendations; assessment/recommendations;
        assessment & recommendations; assessment and plan of treatment; assessment and treatment plan; impression
        plan; assessment, plan; i/p; problem based assessment and plan; problem-based assessment and plan;
        assessment and plan by problem; assessment/plan by problem; assessment and care plan; medical decision
        making and plan; diagnosis and plan; diagnoses and plan; assessment and plan (problem oriented); i&p;
        assessment + plan; assessment and management; problem list with assessment and plan; problems with
        assessment and plan; plan by problem; a+p
    """,
    K.DIAGNOSES: """
        diagnosis; diagnoses; dx; discharge diagnosis; discharge diagnoses; admission diagnosis; admission
        diagnoses; admitting diagnosis; admitting diagnoses; final diagnosis; final diagnoses; primary diagnosis;
        principal diagnosis; secondary diagnoses; secondary diagnosis; encounter diagnosis; encounter diagnoses;
        visit diagnosis; visit diagnoses; preoperative diagnosis; preoperative diagnoses; pre-operative diagnosis;
        postoperative diagnosis; postoperative diagnoses; post-operative diagnosis; differential diagnosis;
        differential; ddx; working diagnosis; provisional diagnosis; referral diagnosis; pathologic diagnosis;
        clinical diagnosis; diagnosis codes; associated diagnoses; postop diagnosis; preop diagnosis; icd-10;
        diagnostic impression
    """,
    K.INSTRUCTIONS: """
        instructions; patient instructions; discharge instructions; follow-up; follow up; followup; f/u; follow-up
        instructions; follow up instructions; disposition; dispo; discharge disposition; discharge plan; patient
        education; education; counseling; return precautions; home instructions; activity; activity instructions;
        diet instructions; discharge follow-up; discharge followup; follow-up appointments; follow up appointments;
        appointments; discharge condition; condition at discharge; condition on discharge; condition; patient
        counseling; after visit summary; return to clinic; rtc; instructions to patient; wound care; discharge diet;
        discharge activity; pending at discharge; pending results; pending; pending studies; pending labs; issues
        for follow-up; issues for follow up; things to follow up; teaching; handoff
    """,
    K.FUNCTIONAL_STATUS: """
        functional status; function; functional history; functional assessment; adls; activities of daily living;
        adl; functional limitations; prior level of function; current level of function; plof; clof; mental status;
        cognitive status; performance status; mobility; ambulation; outcome measures; disability; advance
        directives; advance directive; code status; health care proxy; healthcare proxy; medical equipment; durable
        medical equipment; dme; gait; functional goals; short term goals; long term goals; treatment provided;
        interventions; response to treatment; pain; pain assessment
    """,
    K.IMPRESSION: """
        impression; impressions; imp; radiology impression; final impression; overall impression; ct impression; mri
        impression; conclusion/impression
    """,
    K.FINDINGS: """
        findings; finding; operative findings; intraoperative findings; procedure findings; imaging findings; gross
        description; microscopic description; intra-operative findings; gross; microscopic; comparison; comparisons;
        exam description; radiographic findings; echo findings; indication; indications; indications for procedure;
        indication for procedure; clinical indication; indication for study; study; study quality; examination
        performed
    """,
    K.DEMOGRAPHICS: """
        demographics; patient demographics; patient information; identifying data; identification; id; patient;
        patient name; identifying information
    """,
    K.COVERAGE: """
        coverage; insurance; payer; payers; payor; insurance information; financial class; prior authorization;
        authorization; benefits
    """,
    K.ORDERS: """
        orders; orders placed; new orders; orders this visit; orders placed this encounter; lab orders; imaging
        orders; medication orders; referrals; referral; referrals placed; consults; consultations; consult orders;
        requested studies; request; service requested; tests ordered; labs ordered
    """,
    K.CARE_PLAN: """
        care plans; nursing care plan; goals and interventions; care team; care teams; health maintenance;
        preventive care; screening; screenings; care coordination
    """,
    K.OTHER: """
        attestation; attending attestation; teaching physician attestation; addendum; addenda; signature; signed;
        electronically signed by; time spent; total time; attending; provider; cc list; copies to; distribution;
        disclaimer; note; notes; sources; source of information; informant; history source; scribe attestation;
        billing; medical decision making time; date; date of service; author; service; facility; record source;
        outside records; outside record; records reviewed; attending note; resident note; attending addendum; staff;
        participants; interpreter
    """,
}


def _words(spellings: str) -> list[str]:
    return [" ".join(title.split()) for title in spellings.split(";") if title.strip()]


KIND_OF_TITLE: Mapping[str, SectionKind] = {
    title: kind for kind, spelled in SPELLINGS.items() for title in _words(spelled)
}
# Too short or too common to stand for a header unless a colon or a marker says so and nothing follows on the line.
WEAK_TITLES = frozenset(
    _words("""
        a; activity; alerts; all; ambulation; ap; attending; author; background; benefits; comment; comments;
        comparison; condition; consent; course; ct; data; date; diet; disability; discussion; drugs; echo;
        education; evaluation; events; exercise; facility; family; fluids; function; gait; goals; gross; habits;
        history; id; indication; interval; lab; labs; management; message; mobility; mri; note; o; occupation;
        opinion; p; pain; participants; patient; pending; prescription; problems; provider; referral; regimen;
        request; result; rx; s; screening; service; signed; social; specimen; specimens; staff; study; summary;
        technique; test; tests; treatment; update; updates
    """)
)
LONGEST_TITLE = 60
# Titles that stand in capitals before their text without any mark between them: "FH mother RA", "HPI. 44M ...".
BARE_TITLES = frozenset(
    _words("""
        a/p; a&p; allergies; assessment; cc; data; dispo; exam; fh; hpi; impression; imp; labs; meds; home meds;
        plan; pmh; pmhx; psh; rec; recs; ros; sh; vitals; vs
    """)
)
SOAP = {"o": ("s", "subj", "subjective"), "a": ("o", "obj", "objective"), "p": ("a", "assessment", "imp", "impression")}
# What may stand around a title: "Labs (2 Nov, outside)", "Labs 3/5", "Meds per pt", "Pertinent labs".
QUALIFIERS = (
    re.compile(r"\s*[\(\[][^)\]]{0,60}[\)\]]$"),
    re.compile(r"\s+\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?$"),
    re.compile(r"\s+(?:per|from|as of|today|reviewed|on admission|at discharge)\b.*$"),
    re.compile(
        r"^(?:today's|recent|relevant|pertinent|brief|updated|additional|detailed|interim|patient's|focused|other)\s+"
    ),
)


def plain_title(title: str) -> str:
    """Return a header's words in lower case, without the marks around them."""
    return " ".join(title.lower().replace("\u2019", "'").split()).strip(" :.-\u2013\u2014=*_#|>")


def kind_of_title(title: str) -> SectionKind | None:
    """Return the kind of a section by its header's words, or None for words that are no known header."""
    words = plain_title(title)
    for qualifier in QUALIFIERS:
        if words in KIND_OF_TITLE or ":" in words or len(words) > LONGEST_TITLE:
            break
        words = qualifier.sub("", words).strip(" :")
    return KIND_OF_TITLE.get(words)
