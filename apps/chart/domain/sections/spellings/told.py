"""Titles of what was told and is known: histories, lists, the person."""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

K = SectionKind

TOLD: Mapping[SectionKind, str] = {
    K.CHIEF_COMPLAINT: """
        chief complaint; chief complaints; chief complaint(s); cc; c/c; c.c.; presenting complaint; presenting
        complaints; presenting problem; reason for visit; reason for referral; reason for admission; reason for
        encounter; reason for evaluation; reason for call; reason for today's visit; reason for study; reason for exam;
        rfv; complaint; complaints; chief complaint and reason for visit; chief complaint/reason for visit; visit
        reason; purpose of visit; referral reason; reason for consult; reason for hospitalization; reason for
        consultation; presenting symptoms; admitting complaint; reason for presentation; reason for this visit; chief
        concern; primary complaint; main complaint; visit for; cc/hpi; cc/rfv; reason for appointment
    """,
    K.HISTORY_OF_PRESENT_ILLNESS: """
        history of present illness; history of the present illness; history of presenting illness; history of presenting
        complaint; hpi; hx of present illness; hopi; hpc; present illness; history of present complaint; history of
        present problem; history; clinical history; subjective; s; subj; present history; history/subjective;
        subjective/hpi; hpi/subjective; history of illness; brief history; history and interval events; patient history;
        narrative; clinical information; indication and history; presentation; history of injury; mechanism of injury;
        genhx; general history; history of current illness; present problem; history of the presenting illness;
        subjective data; history of present illness and interval history; interval history/hpi
    """,
    K.INTERVAL_HISTORY: """
        interval history; interim history; interval hx; interval events; interval update; interval; interim; since last
        visit; since last seen; overnight events; events overnight; 24 hour events; 24h events; events; update; updates;
        telephone encounter; telephone note; phone note; call details; call summary; conversation; details of call;
        message; patient message; nursing note; ed course; emergency department course; edcourse; er course; emergency
        room course; ed summary; ed/hospital course; interim events; subjective/interval history; interval changes;
        events since last visit; events of the last 24 hours; 24 hour course; 24-hour events; overnight
    """,
    K.PAST_MEDICAL_HISTORY: """
        past medical history; past medical hx; pmh; pmhx; pmhx/pshx; past history; medical history; medical hx; past
        medical/surgical history; past medical and surgical history; past medical history/past surgical history;
        pmh/psh; prior medical history; previous medical history; significant past medical history; history of past
        illness; other history; past oncologic history; oncologic history; oncology history; cancer history; cardiac
        history; psychiatric history; past psychiatric history; obstetric history; ob history; ob/gyn history; obgyn
        history; gynecologic history; gyn history; gynhx; birth history; developmental history; rheumatologic history;
        headache history; diabetes history; pastmedicalhx; comorbidities; medical problems; past medical problems;
        background; relevant history; treatment history; prior treatments; prior treatment; previous treatments; prior
        therapies; previous therapies; disease history; pertinent history; menstrual history; history of past
        medical/surgical illness; history of medical illness; medical (general) history; general medical history; other
        medical history; history of past illnesses; pm/sh; pmsh; medical conditions; past medical conditions; chronic
        conditions; chronic medical conditions; chronic illnesses; past med history; pregnancy and birth history;
        obstetrical and gynecological history; obstetric and gynecologic history; neonatal history; health history;
        mental health history; psych history; psychiatric hx; onc history; oncological history; past psych history;
        pediatric history; past illnesses; major illnesses; past significant medical history; gyne history;
        gynaecological history; gynecological history; medical background; past ocular history; ocular history; dental
        history; renal history; transplant history; neurologic history; pulmonary history; seizure history; sleep
        history; endocrine history; reproductive history; menstrual hx
    """,
    K.PAST_SURGICAL_HISTORY: """
        past surgical history; past surgical hx; psh; pshx; surgical history; surgical hx; prior surgeries; previous
        surgeries; past surgeries; surgeries; past operations; operations; past procedures; pastsurgical; surgical
        procedures; previous operations; surgical/procedural history; procedural history; surg history; operative
        history; history of surgical procedures; history of surgery; past surg history; surgical hx and procedures; past
        surgical procedures; prior operations; prior procedures; previous procedures; past surgical and procedural
        history
    """,
    K.FAMILY_HISTORY: """
        family history; family hx; fh; fhx; famhx; family medical history; fam hx; family; family/social history; family
        and social history; fam/sochx; family history/social history; genetic history; history of family member
        diseases; family disease history; family psychiatric history; heredity; fam history; family health history;
        family cancer history
    """,
    K.SOCIAL_HISTORY: """
        social history; social hx; sh; shx; sochx; soc hx; social; social/family history; social and family history;
        psychosocial history; psychosocial; personal and social history; personal history; habits; substance use;
        substance use history; tobacco use; tobacco history; smoking history; alcohol use; occupational history;
        occupation; living situation; lifestyle; social determinants of health; sdoh; social context; travel history;
        sexual history; environmental history; diet; exercise; history of social function; social determinants; soc
        history; tobacco/alcohol/drugs; etoh; tob/etoh/drugs; substance abuse; substance abuse history; drug use; home
        situation; home environment; living arrangements; living arrangement; employment; employment history; work
        history; military history; education and employment; home/social; spiritual history; developmental and social
        history; support system; social support; social situation; tobacco/etoh; alcohol/tobacco; nicotine use
    """,
    K.REVIEW_OF_SYSTEMS: """
        review of systems; ros; r.o.s.; review of symptoms; systems review; system review; review of systems (ros);
        pertinent review of systems; pertinent ros; complete review of systems; 10 point review of systems; 12 point
        review of systems; ros negative; pertinent positives and negatives; ros other than above; ros as above; complete
        ros; 14 point review of systems; 14-point review of systems; 10-point review of systems; 12-point review of
        systems; 10 point ros; 12 point ros; 14 point ros; review of system; systemic review; system enquiry; systems
        enquiry; functional enquiry; functional inquiry
    """,
    K.ALLERGIES: """
        allergies; allergy; allergies and intolerances; allergies/intolerances; allergies/adverse reactions; allergies
        and adverse reactions; adverse reactions; drug allergies; medication allergies; known allergies; allergies &
        intolerances; drug intolerances; intolerances; allergies/sensitivities; allergy list; allergic reactions;
        allergies and sensitivities; all; alerts; allergies to medications; adverse drug reactions; alerts and
        allergies; adr; food allergies; environmental allergies; allergies and alerts; drug allergy; allergy history;
        allergies and medication sensitivities; allergies & sensitivities; drug sensitivities; history of allergies;
        allergy information; allergies and drug reactions; adverse reactions and allergies; latex allergy
    """,
    K.MEDICATIONS: """
        medications; meds; medication; current medications; current meds; home medications; home meds; outpatient
        medications; medication list; med list; medications on admission; admission medications; meds on admission;
        medications prior to admission; prior to admission medications; discharge medications; discharge meds;
        medications on discharge; medications at discharge; medications at home; active medications; medication
        reconciliation; med rec; reconciled medications; medications reviewed; medication history; current outpatient
        medications; current facility-administered medications; prescriptions; prescription; rx; inpatient medications;
        scheduled medications; prn medications; current outpatient prescriptions; medications (current); present
        medications; regimen; medications administered; meds administered; drugs; current therapy; current treatment;
        current medication list; outpatient encounter medications; facility administered medications; medications
        started; medications stopped; new medications; changed medications; stopped medications; continued medications;
        medication changes; changes to medications; start taking; stop taking; continue taking; history of medication
        use; current medication; current rx; active meds; medications being taken; outpatient meds; inpatient meds;
        inpatient medication; home medication; home medication list; medication on admission; medication on discharge;
        discharge medication; discharge medication list; preadmission medications; pre-admission medications; admission
        meds; medications administered during visit; administered medications; otc; over the counter medications; otc
        medications; supplements; vitamins and supplements; herbals and supplements; herbal supplements; psychotropic
        medications; current psychotropic medications; meds prior to admission; pta meds; pta medications; prior
        medications; past medications; previous medications; discontinued medications; mar; meds at home; meds reviewed;
        medication reconciliation list; current drug therapy; infusions; drips; antibiotics; immunosuppression;
        chemotherapy; chemotherapy regimen; outpatient prescriptions; medications ordered; medications prescribed; drug
        list; treatment regimen
    """,
    K.PROBLEMS: """
        problem list; problems; active problems; active problem list; patient active problem list; current problems;
        chronic problems; resolved problems; problem list reviewed; medical problem list; ongoing problems; active
        issues; active medical problems; list of problems; active diagnoses; active conditions; patient problem list;
        problems addressed; problem list/diagnoses; current diagnoses; chronic problem list; acute problems; hospital
        problems; principal problem; active hospital problems; resolved hospital problems
    """,
    K.IMMUNIZATIONS: """
        immunizations; immunization; immunization history; vaccinations; vaccines; vaccination history; immunization
        status; vaccine history; immunizations given; history of immunizations; immunisations; immunization record;
        immunizations and vaccines; immunization summary; immunizations up to date; vaccine record; health maintenance
        immunizations; covid vaccination; vaccination status
    """,
    K.PREGNANCY: """
        pregnancy; pregnancy history; pregnancy status; current pregnancy; history of pregnancies; prenatal course;
        pregnancies; antenatal history; prenatal history; pregnancy course; obstetrical history; antepartum course;
        labor and delivery; delivery history; delivery course; labor course; history of pregnancy; prenatal labs and
        course
    """,
    K.FUNCTIONAL_STATUS: """
        functional status; function; functional history; functional assessment; adls; activities of daily living; adl;
        functional limitations; prior level of function; current level of function; plof; clof; performance status;
        mobility; ambulation; outcome measures; disability; gait; pain; pain assessment; baseline function; baseline
        functional status; functional and cognitive status; cognitive and functional
        status; activity level; adls/iadls; iadls; functional level;
        functional ability; functional abilities; fall risk; fall risk assessment; ecog; ecog performance status;
        karnofsky; disability status; physical function
    """,
    K.MENTAL_STATUS: """
        mental status; cognitive status; cognition; cognitive function; cognitive assessment; mental health status;
        cognitive functioning; mental status section; mental/cognitive status
    """,
    K.NUTRITION: """
        nutrition; nutritional status; nutritional assessment; nutrition assessment; dietary assessment; diet and
        nutrition; nutrition status; dietary history; diet history; fen; fluids/electrolytes/nutrition; fen/gi;
        nutrition history; nutritional history; feeding; feeding history; dietary intake; diet/nutrition; nutrition/diet
    """,
    K.ADVANCE_DIRECTIVES: """
        advance directives; advance directive; code status; health care proxy; healthcare proxy; goals of care; advanced
        directives; advanced directive; living will; resuscitation status; polst; molst; advance care planning; advance
        care plan; dnr status; code status/advance directives; hcp; healthcare power of attorney; dnr/dni; resuscitation
        orders; advance directives/code status; acp; goals of care discussion; advance directive status
    """,
    K.HEALTH_CONCERNS: """
        health concerns; health concern; patient concerns; concerns; concerns addressed
    """,
    K.ENCOUNTERS: """
        encounters; encounter; encounter details; visits; recent visits; past encounters; encounter information;
        encounter history; visit information; visit details; history of encounters; hospitalizations; past
        hospitalizations; prior hospitalizations; previous hospitalizations; recent hospitalizations; admissions; recent
        admissions; past visits; encounters and visits; hospitalization history; prior admissions; previous admissions;
        history of hospitalizations
    """,
    K.DEMOGRAPHICS: """
        demographics; patient demographics; patient information; identifying data; identification; id; patient; patient
        name; identifying information; patient data; patient details; biographical data; patient profile; patient id;
        patient identification; identifying information and data; face sheet; registration information; contact
        information; demographic data; demographic information
    """,
    K.COVERAGE: """
        coverage; insurance; payer; payers; payor; insurance information; financial class; prior authorization;
        authorization; benefits; insurance providers; payment providers; insurance coverage; payers section; payer
        information; guarantor; insurance plan; payor information; coverage information; health insurance; primary
        insurance; secondary insurance; payment sources; health insurance information
    """,
    K.CARE_TEAM: """
        care team; care teams; patient care team; care team members; treatment team; care providers; patient care team
        members; team members; care team information; primary care team
    """,
    K.MEDICAL_EQUIPMENT: """
        medical equipment; durable medical equipment; dme; medical devices; devices; equipment; assistive devices;
        implanted devices; medical equipment and devices; equipment needs; medical supplies; implantable devices;
        supplies; adaptive equipment; home equipment; device list; medical equipment and supplies
    """,
}
