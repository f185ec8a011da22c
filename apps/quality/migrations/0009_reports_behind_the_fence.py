"""What is published and taken away stands behind the fence of the organization; what is published stays (0063)."""

from django.db import migrations

from apps.core.fencing import organization_fence, organization_fence_through

TABLES = ("quality_publication", "quality_reportdefinition", "quality_reportfile")
# ENABLE ALWAYS: a plain trigger is skipped by a session that sets session_replication_role to replica.
STAYS = """
    CREATE FUNCTION quality_publication_stays() RETURNS trigger LANGUAGE plpgsql
        SET search_path = pg_catalog, pg_temp AS $$
        BEGIN
            IF OLD.made_at IS NULL AND (TG_OP = 'DELETE' OR NEW.made_at IS NOT NULL) THEN
                RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END IF;
            RAISE EXCEPTION 'What is published of a period stays: % is refused.', TG_OP
                USING ERRCODE = 'insufficient_privilege';
        END $$;
    CREATE TRIGGER quality_publication_stays BEFORE UPDATE OR DELETE ON quality_publication
        FOR EACH ROW EXECUTE FUNCTION quality_publication_stays();
    ALTER TABLE quality_publication ENABLE ALWAYS TRIGGER quality_publication_stays;
"""
GOES = """
    DROP TRIGGER quality_publication_stays ON quality_publication;
    DROP FUNCTION quality_publication_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_standing"), ("quality", "0008_reports")]

    operations = [
        *(organization_fence(table) for table in TABLES),
        organization_fence_through("quality_reportpart", column="file_id", parent="quality_reportfile"),
        migrations.RunSQL(STAYS, GOES),
    ]
