"""What policies ask to be stated, as clinicians state it, beside the same words in sentences that say no such thing."""

import pytest

from tests.drafting.criteria.asking import MET, answer_to, noted

D = "2026-11-10"
# The phrasings of a policy; sentences that state one of them; sentences that do not.
SAID: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("cannot self-propel a manual wheelchair", "unable to propel manual chair",),
        ("She is too weak to push a manual chair.", "Cannot propel a standard wheelchair because of shoulder OA.",
         "Not able to self-propel manual w/c more than a few feet.", "UE strength 3/5, unable to self propel MWC.",
         "Lacks the strength and endurance to propel a manual wheelchair.",
         "Manual wheelchair: cannot propel, rotator cuff tears.", "Attempted manual chair; could not propel it.",),
        ("She can propel a manual wheelchair.", "If she cannot propel a manual chair we will order.",
         "Her husband cannot propel a manual wheelchair.", "Propels manual wheelchair independently.",
         "Supplier says she cannot propel a manual chair?", "Unable to walk; propels manual chair well.",),
    ),
    (
        ("cannot reach the toilet in time",),
        ("Does not make it to the bathroom in time.", "Unable to get to the toilet in time with the walker.",
         "She can't make it to the commode in time and has accidents.",),
        ("Gets to the toilet in time.", "Makes it to the bathroom in time with the walker.",),
    ),
    (
        ("cane or walker not sufficient", "cannot walk safely with a walker", "walker tried without success",),
        ("Cane and walker are not enough for her.", "Walker trial failed: fell twice.",
         "A rollator no longer meets her needs.", "Not safe with a walker, three falls since May.",
         "Falls even with walker.", "Cannot safely use a cane or walker.",),
        ("Walks safely with a walker.", "Walker is sufficient at home.", "Will try a walker.",),
    ),
    (
        ("excessive daytime sleepiness", "hypersomnolence", "falls asleep unintentionally",),
        ("Dozes off at red lights.", "Nods off in meetings daily.", "Sleepy during the day, ESS 16.",
         "C/o EDS, loud snoring.", "Fell asleep at the wheel in June.", "Reports daytime hypersomnolence.",
         "Excessively sleepy during the day.",),
        ("Denies daytime sleepiness.", "No EDS.", "Wife dozes off at red lights.", "Not sleepy during the day.",),
    ),
    (
        ("predominantly obstructive", "events are mostly obstructive",),
        ("Events were mainly obstructive.", "Respiratory events are almost all obstructive.",
         "Obstructive events predominate, central index 0.4.", "OSA severe, predominantly obstructive.",),
        ("Events predominantly central.", "Not predominantly obstructive.",),
    ),
    (
        ("hypoxemia persists despite optimal treatment", "other measures tried and insufficient",
         "medical therapy does not correct hypoxemia",),
        ("Still hypoxemic on maximal inhaled therapy.", "Remains hypoxic despite triple inhaler therapy.",
         "Desaturates despite maximal medical therapy, persistent.", "COPD optimally treated; remains hypoxemic.",
         "Bronchodilators and rehab have not corrected the hypoxemia.",
         "Persistent hypoxemia in spite of optimized regimen.",),
        ("Hypoxemia resolved on optimal treatment.", "Not yet on optimal treatment, hypoxemia persists.",
         "No hypoxemia on maximal therapy.",),
    ),
    (
        ("chronic stable state", "stable phase", "no exacerbation at the time of testing",),
        ("Clinically stable, tested on room air.", "COPD stable, no exacerbation since March.",
         "At her respiratory baseline.", "Tested in a chronic stable state.", "Stable COPD, no flare.",),
        ("Acute exacerbation, not stable.", "Blood pressure stable.", "Creatinine at baseline.",),
    ),
    (
        ("adjusts doses herself", "self-titrating", "adjusts insulin by carbohydrate count",),
        ("Counts carbs and adjusts her mealtime doses.", "Doses by carb ratio 1:9 with correction factor.",
         "Titrates own insulin from sensor readings.", "Self-adjusts insulin.", "Calculates each dose from carbs.",),
        ("Does not adjust doses herself.", "Husband adjusts her doses.", "Should learn to adjust doses herself.",),
    ),
    (
        ("could not treat himself", "needed help of another person for hypoglycemia",
         "glucagon or glucose given by another person",),
        ("Wife gave glucagon on 10/2, sugar 38.", "Severe low 34, required third party assistance.",
         "EMS called for glucose 29, gave D50.", "Level 3 hypoglycemia in July.",
         "Hypoglycemia requiring assistance from his coworker.",),
        ("Treats lows himself.", "No low needed help of another person.", "Never needed third-party assistance.",),
    ),
    (
        ("able to operate the device", "competent with the device", "can manage an insulin pump", "demonstrates use",),
        ("Demonstrated competence with the CGM.", "She is capable of using the sensor.",
         "Return demonstration done: proficient with the pump.",),
        ("Unable to operate the device.", "Not competent with the device.",
         "Will be assessed whether able to operate the pump.",),
    ),
    (
        ("progressive motor weakness", "new foot drop", "strength 3/5 or less",),
        ("R foot drop since 10/30, new.", "Weakness is progressing: EHL 3/5 from 4/5.",
         "Motor deficit worse than last visit.", "Motor weakness has worsened over 3 weeks.",),
        ("No foot drop.", "No progressive weakness.", "Return if foot drop or weakness progresses.", "Strength 5/5.",),
    ),
    (
        ("life expectancy more than 1 year", "expected survival greater than one year",),
        ("Expected to live well beyond a year.", "Life expectancy exceeds one year.",
         "Prognosis > 1 year with good functional status.", "Life expectancy is greater than 12 months.",),
        ("Life expectancy less than 1 year.", "Prognosis 6 months.",),
    ),
    (
        ("never smoker", "has never used nicotine",),
        ("Lifelong nonsmoker.", "Never smoked.", "Tobacco: never.", "Has never used tobacco or nicotine.",),
        ("Former smoker.", "Quit 2010.", "Smokes.",),
    ),
    (
        ("caregiver willing and able to operate the chair",),
        ("Husband is willing and able to operate the chair.",),
        ("Husband is not willing to operate the chair.", "Caregiver may be able.",),
    ),
    (
        ("agrees to remote monitoring", "accepts home monitoring", "remote monitoring enrolled",),
        ("Patient is on board with remote monitoring.", "Enrolled in remote monitoring.",
         "Willing to have home monitoring.", "Consents to remote monitoring.",),
        ("Declines remote monitoring.", "Remote monitoring was offered.",),
    ),
    (
        ("medication overuse addressed", "acute medication limited to fewer than 10 days a month",
         "triptan use reduced",),
        ("Limits triptan to 2 days a week.", "Came off daily Excedrin in June; overuse resolved.",
         "Fioricet stopped, medication overuse treated.", "Triptan use cut back to 6 days a month.",
         "Acute medication kept under 10 days a month.",),
        ("Continues daily triptan use.", "Medication overuse not addressed.", "Overuse to be addressed next visit.",),
    ),
    (
        ("no eating disorder", "eating disorder excluded",),
        ("Eating disorder screen negative.", "Denies binge eating or purging.",
         "Does not meet criteria for an eating disorder.", "No evidence of eating disorder.",),
        ("Binge eating disorder present.", "Eating disorder suspected.",),
    ),
    (
        ("suspected spinal infection", "suspected vertebral fracture", "suspected metastasis",),
        ("Concern for spinal infection: fever, IVDU.", "Suspect vertebral compression fracture.",
         "Possible metastasis given breast ca.",),
        ("No suspicion of spinal infection.", "Low concern for metastasis.",),
    ),
    (
        ("understands the risks", "risks and benefits discussed",),
        ("R/B/A discussed, she agrees.", "Risks, benefits and alternatives were reviewed with the patient.",
         "Discussed risks and benefits; questions answered.",),
        ("Risks not discussed.", "Will discuss risks and benefits.",),
    ),
    (
        ("neurogenic claudication", "left leg pain",),
        ("Pain radiates down the left leg to the foot.", "L leg pain > back pain.",
         "Neurogenic claudication at 1 block.", "LLE radicular pain.", "Left-sided sciatica.",),
        ("Right leg pain only.", "No leg pain.", "No neurogenic claudication; left hip pain.",),
    ),
    (
        ("steroid dependent", "could not be tapered below 10 mg",),
        ("Steroid-dependent CD.", "Flares with every taper below 15 mg prednisone.",
         "Unable to wean prednisone below 10 mg.", "Corticosteroid dependence documented.",),
        ("Not steroid dependent.", "Off steroids since June.",),
    ),
    (
        ("high risk of pressure ulcer", "cannot shift weight",),
        ("At high risk for pressure injury, Braden 11.", "Unable to perform weight shifts.",
         "Cannot reposition herself in the chair.", "High risk of skin breakdown.",),
        ("Shifts weight independently.", "No risk of pressure ulcer.",),
    ),
    (
        ("committed to lifelong follow-up", "agrees to lifelong supplementation",),
        ("Commits to long-term follow up.", "She is willing to take lifelong vitamins and follow up.",
         "Motivated for lifelong follow-up.",),
        ("Has not committed to lifelong follow-up.",),
    ),
)  # fmt: skip
STATED = [(phrases, text) for phrases, stated, _ in SAID for text in stated]
UNSTATED = [(phrases, text) for phrases, _, unstated in SAID for text in unstated]


@pytest.mark.parametrize(("phrases", "text"), STATED, ids=[text for _, text in STATED])
def test_a_phrasing_is_found_in_other_words(phrases: tuple[str, ...], text: str) -> None:
    assert answer_to({"kind": "statement", "any_of": list(phrases)}, noted(text, D)).verdict == MET


@pytest.mark.parametrize(("phrases", "text"), UNSTATED, ids=[text for _, text in UNSTATED])
def test_the_same_words_do_not_state_it_when_denied_planned_or_of_another(phrases: tuple[str, ...], text: str) -> None:
    assert answer_to({"kind": "statement", "any_of": list(phrases)}, noted(text, D)).verdict != MET
