"""Titles of what was thought, done and is to be done."""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

K = SectionKind

DONE: Mapping[SectionKind, str] = {
    K.HOSPITAL_COURSE: """
        hospital course; brief hospital course; course in hospital; clinical course; hospital course by problem; course;
        summary of hospital course; hospital course and treatment; course of care; hospital summary; inpatient course;
        course during admission; admission course; icu course; treatment course; summary of stay; summary; clinical
        summary; case summary; events of stay; hospital course by systems; hospital course by system; course by problem;
        course by system; course by systems; concise summary of hospital course; concise summary of hospital course by
        issue/system; hospital/ed course; nicu course; surgical course; stay summary; summary of hospitalization;
        hospitalization course; inpatient hospital course; operative and hospital course; details of hospital stay;
        details of hospital course; discharge summary/hospital course; clinic course; course of illness; narrative
        hospital course; hospital narrative
    """,
    K.CONSULTATIONS: """
        consults; consultations; consultants; hospital consultations; consults during admission; inpatient consults;
        consultations obtained; consulting services; consulting providers; consults obtained; consultation; consult;
        consulting physicians; specialty consultations
    """,
    K.ASSESSMENT: """
        assessment; assessments; a; clinical assessment; clinical impression; medical decision making; mdm;
        assessment/impression; impression/assessment; decision making; evaluation; formulation; analysis; discussion;
        synthesis; overall assessment; interpretation; summary and assessment; summary/assessment; case formulation;
        opinion; appraisal; risk assessment; assessment/diagnosis; conclusion; conclusions; comment; comments; assess;
        asmt; assmt; assessments and evaluations; physician assessment; clinical reasoning; medical reasoning; nursing
        assessment; assessment/evaluation; assessment summary; summary assessment; impression and assessment; assessment
        and impression; diagnosis/assessment; assessment and diagnosis; medical decision-making; overall impression and
        assessment; reassessment; assessment/medical decision making; mdm/assessment; prognosis; summary and impression;
        problem assessment; synopsis
    """,
    K.PLAN: """
        rec; plan; p; plan of care; care plan; treatment plan; plans; plan of treatment; plan/recommendations;
        recommendation; recommendations; recs; treatment; management; management plan; plan and recommendations;
        recommendations/plan; plan of action; next steps; follow-up plan; followup plan; follow up plan; proposed plan;
        therapeutic plan; treatment recommendations; to do; action plan; orders/plan; plan for today; disposition and
        plan; plan today; suggest; suggestions; action items; action taken; actions; anticipatory guidance; plan
        discussed; treatment recommendation; rehab plan; recommendation(s); plan of care and treatment; plan/treatment;
        treatment/plan; plan and follow-up; plan/follow-up; plan and follow up; follow-up and plan; future plan; future
        plans; further plan; plan/disposition; treatment plan and recommendations; initial plan; plan from here;
        recommendations and plan; discussion and plan; discussion/plan; plan/discussion; care recommendations; medical
        plan; proposed treatment; planned treatment; planned care; pending plan; medication plan; diagnostic plan;
        nursing plan; nursing plan of care; patient plan; interventions/plan; plan and orders; plan/orders; plan/goals;
        goals/plan; plan of treatment and goals; surgical plan; proposed management; contingency plan; discharge
        planning; tx plan; rx plan; recommendations and follow-up; advice
    """,
    K.ASSESSMENT_AND_PLAN: """
        assessment and plan; assessment & plan; assessment/plan; assessment / plan; a&p; a & p; a/p; a / p; a and p; ap;
        assessment plan; impression and plan; impression & plan; impression/plan; impression / plan; impression and
        recommendations; impression/recommendations; assessment and recommendations; assessment/recommendations;
        assessment & recommendations; assessment and plan of treatment; assessment and treatment plan; impression plan;
        assessment, plan; i/p; problem based assessment and plan; problem-based assessment and plan; assessment and plan
        by problem; assessment/plan by problem; assessment and care plan; medical decision making and plan; diagnosis
        and plan; diagnoses and plan; assessment and plan (problem oriented); i&p; assessment + plan; assessment and
        management; problem list with assessment and plan; problems with assessment and plan; plan by problem; a+p;
        assessment with plan; assessment, plan, and recommendations; assessment and recommendation;
        assessment/plan/recommendations; assessment/recs; imp/plan; impression/recs; imp/rec; dx/plan; diagnosis/plan;
        diagnoses/plan; a & p by problem; a/p by problem; a&p by problem; ap by problem; impressions and
        recommendations; problem list and plan; problem list/plan; problems and plan; problems/plan; problem/plan;
        problem-based plan; plan by systems; plan by system; assessment and plan by system; assessment and plan by
        systems; a/p by system; mdm/plan; mdm and plan; assessment and follow-up plan; asmt/plan; asmt & plan; as/p;
        summary and plan; summary/plan; summary and recommendations; impression and recommendation; assessment and
        plan/recommendations; assessment/plan of care; assessment and plan of care; assessment and plan for today;
        assessment-plan; conclusions and recommendations; conclusion and recommendations; conclusion/plan; assessment
        and discussion and plan; diagnosis and treatment plan; diagnoses and treatment; diagnosis and treatment
    """,
    K.DIAGNOSES: """
        diagnosis; diagnoses; dx; discharge diagnosis; discharge diagnoses; admission diagnosis; admission diagnoses;
        admitting diagnosis; admitting diagnoses; final diagnosis; final diagnoses; primary diagnosis; principal
        diagnosis; secondary diagnoses; secondary diagnosis; encounter diagnosis; encounter diagnoses; visit diagnosis;
        visit diagnoses; preoperative diagnosis; preoperative diagnoses; pre-operative diagnosis; postoperative
        diagnosis; postoperative diagnoses; post-operative diagnosis; differential diagnosis; differential; ddx; working
        diagnosis; provisional diagnosis; referral diagnosis; pathologic diagnosis; clinical diagnosis; diagnosis codes;
        associated diagnoses; postop diagnosis; preop diagnosis; icd-10; diagnostic impression; postprocedure diagnosis;
        post-procedure diagnosis; preprocedure diagnosis; pre-procedure diagnosis; preoperative diagnosis(es);
        postoperative diagnosis(es); hospital discharge diagnosis; hospital admission diagnosis; hospital diagnoses;
        discharge dx; admission dx; admit diagnosis; admitting dx; admit dx; final dx; pre-op diagnosis; post-op
        diagnosis; preop dx; postop dx; pre-op dx; post-op dx; diagnosis(es); diagnosis/es; principle diagnosis;
        principal diagnoses; primary diagnoses; other diagnoses; additional diagnoses; active diagnosis; diagnosis list;
        list of diagnoses; icd-10 codes; icd-10 diagnoses; icd codes; psychiatric diagnosis; psychiatric diagnoses;
        dsm-5 diagnosis; dsm-5 diagnoses; ed diagnosis; ed diagnoses; final impression/diagnosis; diagnosis on
        admission; diagnosis at discharge; diagnoses on discharge; diagnoses at discharge; comorbid diagnoses; tentative
        diagnosis; presumptive diagnosis; differential dx; diff dx; differential diagnoses; diagnosis at referral;
        discharge diagnosis list; cancer diagnosis
    """,
    K.INSTRUCTIONS: """
        instructions; patient instructions; discharge instructions; follow-up; follow up; followup; f/u; follow-up
        instructions; follow up instructions; disposition; dispo; discharge disposition; discharge plan; patient
        education; education; counseling; return precautions; home instructions; activity; activity instructions; diet
        instructions; discharge follow-up; discharge followup; follow-up appointments; follow up appointments;
        appointments; discharge condition; condition at discharge; condition on discharge; condition; patient
        counseling; after visit summary; return to clinic; rtc; instructions to patient; wound care; discharge diet;
        discharge activity; pending at discharge; pending results; pending; pending studies; pending labs; issues for
        follow-up; issues for follow up; things to follow up; teaching; handoff; hospital discharge instructions;
        instructions for patient; instructions given; discharge recommendations; procedure disposition; final
        disposition; ed disposition; patient disposition; patient discharge instructions; patient
        instructions/education; education provided; patient teaching; patient education/counseling; counseling and
        education; counseling/education; follow-up care; follow up care; follow-up recommendations; follow-up visit;
        follow-up visits; follow up visit; next appointment; next visit; return visit; return instructions; return to ed
        precautions; ed return precautions; precautions; aftercare; aftercare instructions; home care instructions;
        postoperative instructions; post-op instructions; discharge home instructions; activity restrictions;
        restrictions; work status; safety plan; follow-up/disposition; disposition/follow-up; disposition and follow-up;
        discharge disposition and follow-up; follow-up needs; follow-up issues; outstanding issues; outstanding issues
        for follow-up; pending tests; pending tests at discharge; results pending; results pending at discharge; labs
        pending at discharge; discharge condition and disposition; condition upon discharge; discharge status; self-care
        instructions; self care; instructions and education; discharge information; follow-up with; special
        instructions; take home instructions; patient advice; followup instructions; f/up
    """,
    K.ORDERS: """
        orders; orders placed; new orders; orders this visit; orders placed this encounter; lab orders; imaging orders;
        medication orders; referrals; referral; referrals placed; consult orders; requested studies; request; service
        requested; tests ordered; labs ordered; discharge orders; admission orders; order list; medications ordered this
        encounter; procedures ordered; diagnostic orders; active orders; pending orders; standing orders; orders and
        referrals; referral orders; physician orders; order summary; future orders; tests requested; imaging ordered;
        studies ordered
    """,
    K.CARE_PLAN: """
        care plans; nursing care plan; goals and interventions; health maintenance; preventive care; screening;
        screenings; care coordination; care plan overview; long-term care plan; disease prevention; prevention;
        preventative care; preventive health; preventive services; preventive medicine; preventative health; preventive
        measures; prophylaxis; hm; healthcare maintenance; health care maintenance; transition of care; transitions of
        care; case management; quality measures; care gaps; care management; discharge planning needs
    """,
    K.GOALS: """
        goals; functional goals; short term goals; long term goals; short-term goals; long-term goals; patient goals;
        treatment goals; goals of treatment; stg; ltg; stgs; ltgs; goals of therapy; therapy goals; goal; goals and
        objectives; patient/family goals; goals for treatment; care goals
    """,
    K.OUTCOMES: """
        outcomes; outcome; treatment outcome; outcome evaluation; health status evaluations and outcomes; health status
        evaluations/outcomes; clinical outcome; patient outcomes
    """,
    K.INTERVENTIONS: """
        interventions; treatment provided; response to treatment; interventions provided; nursing interventions;
        therapeutic interventions; treatments provided; treatment rendered; intervention; interventions performed;
        treatments given; therapy provided; treatment administered; treatments administered; activities provided
    """,
    K.PROCEDURES: """
        procedures; procedure; procedures performed; procedure performed; procedure(s); procedure details; procedure
        note; operation; operation performed; operative procedure; operative procedures; description of procedure;
        procedure description; details of procedure; operative course; surgical procedure; title of operation; name of
        procedure; procedures during admission; technique; operative technique; procedure in detail; major procedures;
        principal procedure; procedures this visit; description of operation; procedure summary; procedural details;
        consent; history of procedures; operative details; operation details; steps of procedure; procedures and
        operations; operations and procedures; operations/procedures; procedures/operations; surgical procedure(s);
        operative report; operative note; operative summary; procedure report; procedures and interventions;
        operation(s) performed; operations performed; description; bedside procedures; procedures done; procedure done;
        procedures in hospital; surgery performed; operative narrative; postoperative course; details of operation;
        detailed description of procedure; narrative of procedure; operation in detail; procedure course;
        lines/tubes/drains; procedures/surgeries
    """,
    K.PLANNED_PROCEDURE: """
        planned procedure; planned procedures; proposed procedure; procedure planned; planned operation; proposed
        operation; scheduled procedure; planned surgery; proposed surgery; procedures planned
    """,
    K.INDICATIONS: """
        indication; indications; indications for procedure; indication for procedure; clinical indication; indication
        for study; procedure indications; procedure indication; indications for surgery; indication for surgery;
        indications for operation; indication for operation; indications for exam; indication for exam; clinical
        indications; indications for the procedure; indication for the procedure; surgical indications; indications for
        study
    """,
    K.ANESTHESIA: """
        anesthesia; procedural sedation; anesthesia type; type of anesthesia; anaesthesia; sedation; procedure
        anesthesia; anesthetic; anesthesia given; anesthesia/sedation; sedation/anesthesia
    """,
    K.COMPLICATIONS: """
        complications; procedure complications; operative complications; intraoperative complications; postoperative
        complications; adverse events; complication; hospital complications; complication(s)
    """,
    K.BLOOD_LOSS: """
        estimated blood loss; ebl; blood loss; procedure estimated blood loss; est blood loss; est. blood loss
    """,
    K.FLUIDS: """
        fluids; iv fluids; intravenous fluids; operative note fluids; operative fluids; fluids given; fluid replacement;
        intake and output; i&o; i/o; i/os; i&os; ins and outs; intake/output; intraoperative fluids; ivf; fluid balance
    """,
    K.SPECIMENS: """
        specimens; specimen; specimens taken; specimens removed; specimens sent; procedure specimens taken; specimens
        obtained; specimen(s); tissue removed; specimen removed; specimen sent; specimens to pathology; specimen source;
        specimen submitted; specimens submitted
    """,
    K.IMPLANTS: """
        implants; implant; procedure implants; hardware; implants used; prosthetics; prostheses; implants placed;
        implant(s)
    """,
    K.DRAINS: """
        drains; drain; surgical drains; drains placed; drains and tubes; tubes and drains; drain(s)
    """,
    K.OTHER: """
        attestation; attending attestation; teaching physician attestation; addendum; addenda; signature; signed;
        electronically signed by; time spent; total time; attending; provider; cc list; copies to; distribution;
        disclaimer; note; notes; sources; source of information; informant; history source; scribe attestation; billing;
        medical decision making time; date; date of service; author; service; facility; record source; outside records;
        outside record; records reviewed; attending note; resident note; attending addendum; staff; participants;
        interpreter; scribe statement; provider attestation; physician attestation; resident attestation; teaching
        statement; critical care time; time in; time out; history obtained from; information source; source; source of
        history; historian; reliability; visit type; type of visit; author information; copy to; cc to; dictated by;
        transcribed by; reviewed by; electronic signature; signatures; note type; document information; total time
        spent; time statement; notifications; communication; communications; additional information;
        additional notes; miscellaneous; other information; other issues; general comments; remarks; patient
        communication; telehealth consent; attestation statement; supervising physician; supervision
    """,
}
