-- Single decisions of whole days as lines of CSV, k-anonymous (apps/quality/rows.py, decision 0063).
-- The first line says how many there are, how many were blanked in some place, and how many were left out.
WITH rated AS (
    SELECT * FROM quality_decisionfact
    WHERE organization_id = %(organization)s AND day BETWEEN %(first)s AND %(last)s AND counts_as = ANY(%(rated)s)
),
-- Where fewer than so many people decided in a place, a service and a role, these name a reviewer.
of_few AS (
    SELECT specialty, site, role, true AS is_few FROM rated GROUP BY specialty, site, role
    HAVING count(DISTINCT person_id) < %(people)s
),
told AS (
    SELECT kind, policy, payer, language, age_band, sex, counts_as, reason_code, harm, waited, day, edit_kinds, opened,
        active_tenths, high_severity, glanced, is_few IS NOT NULL AS is_blanked,
        CASE WHEN is_few THEN %(blanked)s ELSE specialty END AS specialty,
        CASE WHEN is_few THEN %(blanked)s ELSE site END AS site,
        CASE WHEN is_few THEN %(blanked)s ELSE role END AS role
    FROM rated LEFT JOIN of_few USING (specialty, site, role)
),
step0 AS (
    SELECT kind, policy, payer, specialty, site, language, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked,
        count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number
    FROM told
),
-- What is too rare loses its policy, and is counted again.
blank0 AS (
    SELECT kind, payer, specialty, site, language, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE policy END AS policy
    FROM step0
),
step1 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank0
),
-- What is too rare loses its payer, and is counted again.
blank1 AS (
    SELECT kind, policy, specialty, site, language, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE payer END AS payer
    FROM step1
),
step2 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank1
),
-- What is too rare loses its specialty, and is counted again.
blank2 AS (
    SELECT kind, policy, payer, site, language, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE specialty END AS specialty
    FROM step2
),
step3 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank2
),
-- What is too rare loses its site, and is counted again.
blank3 AS (
    SELECT kind, policy, payer, specialty, language, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE site END AS site
    FROM step3
),
step4 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank3
),
-- What is too rare loses its language, and is counted again.
blank4 AS (
    SELECT kind, policy, payer, specialty, site, age_band, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE language END AS language
    FROM step4
),
step5 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank4
),
-- What is too rare loses its age band, and is counted again.
blank5 AS (
    SELECT kind, policy, payer, specialty, site, language, sex,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE age_band END AS age_band
    FROM step5
),
step6 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank5
),
-- What is too rare loses its sex, and is counted again. A combination that stands never loses a row by that.
blank6 AS (
    SELECT kind, policy, payer, specialty, site, language, age_band,
        role, counts_as, reason_code, harm, waited, day, edit_kinds, opened, active_tenths, high_severity, glanced,
        is_blanked OR number < %(k)s AS is_blanked,
        CASE WHEN number < %(k)s THEN %(blanked)s ELSE sex END AS sex
    FROM step6
),
step7 AS (
    SELECT *, count(*) OVER (PARTITION BY kind, policy, payer, specialty, site, language, age_band, sex) AS number FROM blank6
),
found AS MATERIALIZED (SELECT * FROM step7)
SELECT line FROM (
    SELECT 0 AS place, 0::float AS chance, concat_ws(',', count(*) FILTER (WHERE number >= %(k)s),
        count(*) FILTER (WHERE number >= %(k)s AND is_blanked), count(*) FILTER (WHERE number < %(k)s)) AS line
    FROM found
    UNION ALL
    SELECT 1, random(), concat_ws(',',
        extract(year FROM day)::text,
        '"' || CASE WHEN kind ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(kind, '"', '""') || '"',
        '"' || CASE WHEN policy ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(policy, '"', '""') || '"',
        '"' || CASE WHEN payer ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(payer, '"', '""') || '"',
        '"' || CASE WHEN specialty ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(specialty, '"', '""') || '"',
        '"' || CASE WHEN site ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(site, '"', '""') || '"',
        '"' || CASE WHEN language ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(language, '"', '""') || '"',
        '"' || CASE WHEN age_band ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(age_band, '"', '""') || '"',
        '"' || CASE WHEN sex ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(sex, '"', '""') || '"',
        '"' || CASE WHEN role ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(role, '"', '""') || '"',
        '"' || CASE WHEN counts_as ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(counts_as, '"', '""') || '"',
        '"' || CASE WHEN reason_code ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(reason_code, '"', '""') || '"',
        '"' || CASE WHEN harm ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(harm, '"', '""') || '"',
        '"' || CASE WHEN waited ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(waited, '"', '""') || '"',
        '"' || CASE WHEN array_to_string(edit_kinds, ';') ~ '^\s*[-=+@]' THEN '''' ELSE '' END || replace(array_to_string(edit_kinds, ';'), '"', '""') || '"',
        CASE WHEN opened THEN 'yes' ELSE 'no' END,
        coalesce(round(active_tenths / 10.0)::text, ''),
        high_severity::text,
        glanced::text
    )
    FROM found WHERE number >= %(k)s
) AS lines
ORDER BY place, chance
