"""Titles of what was found: signs, examination, results, images."""

from collections.abc import Mapping

from apps.chart.domain.documents import SectionKind

K = SectionKind

FOUND: Mapping[SectionKind, str] = {
    K.VITAL_SIGNS: """
        vital signs; vitals; vs; vital signs reviewed; vitals reviewed; vitals signs; admission vitals; discharge
        vitals; triage vitals; most recent vitals; vital signs (most recent); last vitals; measurements; vs reviewed;
        vitals today; today's vitals; orthostatic vitals; height and weight; anthropometrics; vital signs on admission;
        vital signs at discharge; vital signs on arrival; vitals on admission; vitals at discharge; vitals on arrival;
        initial vitals; initial vital signs; physical measurements; vital statistics; v/s; biometrics; growth
        parameters; vital signs/measurements; height/weight; orthostatics; orthostatic vital signs; arrival vitals; ed
        vitals; most recent vital signs; current vitals; current vital signs; vital sign
    """,
    K.PHYSICAL_EXAM: """
        physical exam; physical examination; pe; exam; examination; px; p.e.; physical; objective; o; obj; objective
        findings; on examination; o/e; physical findings; exam findings; focused exam; focused physical exam; general
        exam; general examination; clinical examination; neurologic exam; neurological exam; neurologic examination;
        neurological examination; mental status exam; mental status examination; mse; musculoskeletal exam; joint exam;
        joint examination; physical exam on discharge; discharge exam; discharge physical exam; discharge physical
        examination; admission exam; physical exam on admission; exam on discharge; examination today; cardiac exam;
        pulmonary exam; skin exam; foot exam; back exam; lumbar spine exam; physical assessment; objective/exam;
        constitutional exam; general status; objective data; physical exam findings; physical examination on admission;
        physical examination at discharge; physical exam at discharge; hospital discharge physical; hospital discharge
        physical exam; examination findings on admission; clinical exam; clinical findings; exam today; general physical
        exam; general physical examination; psychiatric exam; psychiatric examination; abdominal exam; breast exam;
        pelvic exam; rectal exam; eye exam; ophthalmic exam; slit lamp exam; fundus exam; hand exam; knee exam; hip
        exam; shoulder exam; spine exam; cervical spine exam; neck exam; vascular exam; gu exam; skin examination;
        cardiovascular exam; respiratory exam; ent exam; heent exam; extremity exam; wound exam; wound assessment;
        admission physical exam; admission physical; discharge physical; pex; phys exam; ph ex; mental state
        examination; physical exam/objective; objective/physical exam; physical examination/objective; visual
        examination; orthopedic exam; ortho exam; dermatologic exam; neuro exam
    """,
    K.RESULTS: """
        results; result; labs; lab; laboratory; laboratory data; lab data; laboratory results; lab results; labs
        reviewed; laboratory studies; lab studies; pertinent labs; pertinent results; relevant results; relevant labs;
        data; data reviewed; data review; diagnostic data; diagnostics; diagnostic studies; diagnostic results;
        diagnostic tests; tests; test results; investigations; recent labs; recent results; laboratory values; lab
        values; labs today; labs on admission; labs on discharge; admission labs; discharge labs; studies; other
        studies; studies reviewed; laboratory findings; lab work; bloodwork; blood work; microbiology; cultures; culture
        data; pathology; pathology results; pulmonary function tests; pfts; pft; spirometry; ekg; ecg;
        electrocardiogram; results reviewed; labs/studies; labs and studies; labs/imaging; labs & imaging; labs and
        imaging; laboratory and imaging; laboratory and radiology; pertinent data; cardiac studies; available data;
        relevant data; results review; point of care testing; oximetry; walk test; six minute walk test; 6 minute walk
        test; 6mwt; arterial blood gas; abg; test; significant results; discharge studies; diagnostic test results;
        laboratory tests; lab tests; hospital discharge studies; hospital discharge studies summary; discharge studies
        summary; studies summary; laboratory/data; labs/data; lab/imaging; labs/radiology; lab/radiology results;
        laboratory/imaging; diagnostic evaluation; diagnostic workup; workup; work-up; laboratory workup; lab work-up;
        laboratory evaluation; labs and imaging reviewed; data/results; results/data; pertinent laboratory data;
        pertinent laboratory results; serology; serologies; urinalysis; coagulation; toxicology; genetics; genetic
        testing; micro; ekg/ecg; ecg/ekg; eeg; emg; holter; stress test; cath; catheterization; cardiac catheterization;
        cardiac testing; diagnostic procedures; data and results; lab values and studies; laboratory investigations;
        diagnostic investigations; special investigations; previous studies; relevant studies; pertinent studies;
        diagnostic findings; diagnostics/labs; labs/diagnostics; labs/tests; test results reviewed; laboratory and
        diagnostic data; laboratory & diagnostic data; laboratory and diagnostic studies; relevant diagnostic tests
        and/or laboratory data; outside labs; lab review; laboratory review; histology; histopathology; cytology;
        pulmonary function test; pulmonary function testing; electrocardiography; electroencephalogram; lab reports;
        laboratory report; laboratory reports; new results; new labs
    """,
    K.IMAGING: """
        imaging; imaging results; imaging studies; imaging reviewed; radiology; radiology results; radiographs; x-ray;
        x-rays; xray; xrays; x-ray findings; ct; ct scan; mri; mri results; ultrasound; echocardiogram;
        echocardiography; echo; chest x-ray; cxr; diagnostic imaging; radiologic studies; radiology studies; imaging
        data; mammogram; dexa; tte; imaging/studies; radiology review; recent imaging; radiographic studies;
        radiographic data; radiology reports; radiology report; imaging findings reviewed; imaging reports; radiographic
        results; radiologic findings; ct results; ct head; head ct; ct chest; chest ct; ct abdomen; mri brain; brain
        mri; mri of the brain; bone scan; bone density; ultrasounds; echos; echocardiograms; plain films; outside
        imaging; diagnostic imaging study; radiographic imaging; radiology/imaging; imaging/radiology; x ray; x rays;
        chest xray; chest x ray; pet/ct; pet scan; cat scan; mammography; doppler; carotid ultrasound; fluoroscopy;
        angiography; angiogram; nuclear medicine
    """,
    K.FINDINGS: """
        findings; finding; operative findings; intraoperative findings; procedure findings; imaging findings; gross
        description; microscopic description; intra-operative findings; gross; microscopic; comparison; comparisons;
        exam description; radiographic findings; echo findings; study; study quality; examination performed; surgical
        findings; examination findings; operative finding; radiology findings; ct findings; mri findings; ultrasound
        findings; microscopic examination; macroscopic description; gross examination; gross pathology; microscopic
        findings; endoscopic findings; findings at surgery; findings at operation; cystoscopic findings; angiographic
        findings; colonoscopy findings; intra-op findings
    """,
    K.IMPRESSION: """
        impression; impressions; imp; radiology impression; final impression; overall impression; ct impression; mri
        impression; conclusion/impression; clinical impressions; imaging impression; impression of study; radiologist
        impression; impression/conclusion; conclusion/interpretation; final interpretation; summary impression;
        provisional impression; initial impression; ed impression; ed clinical impression
    """,
}
