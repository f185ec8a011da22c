"""Words in capitals that make no header: drugs and their forms, people, parts of a body."""

__all__ = ["NO_TITLE_WORDS", "PARTS_OF_A_BODY"]

# Salts, forms and routes of drugs, and how people are addressed: "METFORMIN HYDROCHLORIDE", "Dr. Osei:", "PATIENT:".
_NO_TITLE = """
    hydrochloride hcl sodium potassium sulfate sulphate tartrate succinate maleate mesylate besylate acetate citrate
    phosphate calcium magnesium chloride bromide fumarate gluconate er xr sr ir dr cr la tablet tablets tab tabs capsule
    capsules cap caps injection inhaler ointment cream solution suspension syrup patch spray drops oral po iv im sc sq
    subcutaneous daily bid tid qid qhs qd prn vitamin mg mcg ml units insulin aspirin acid
    mr mrs ms doctor patient nurse clinician interviewer speaker md do rn np pa
    nkda nka nkfa none negative positive normal denies stat
"""
# Parts of an examination or of a review of systems stay in it.
_BODY = """
    general constitutional appearance head face neck eyes eye ears ear nose mouth throat heent ent cardiovascular cv
    cardiac heart respiratory resp lungs lung pulmonary pulm chest breast breasts abdomen abdominal abd gastrointestinal
    gi genitourinary gu pelvic pelvis rectal musculoskeletal msk back spine cervical thoracic lumbar extremities
    extremity upper lower right left bilateral skin integumentary derm neurologic neurological neuro psychiatric psych
    hematologic hematology lymphatic lymph immunologic immunology endocrine allergic vascular hips hip knees knee
    shoulders shoulder hands hand wrists wrist elbows elbow ankles ankle feet foot joints joint reflexes strength
    sensation sensory motor gait cranial nerves oropharynx teeth thyroid pupils
"""
NO_TITLE_WORDS = frozenset(_NO_TITLE.split())
PARTS_OF_A_BODY = frozenset(_BODY.split())
