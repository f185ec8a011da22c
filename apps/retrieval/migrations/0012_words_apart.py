"""Full text reads words apart that stand joined by a stroke, or by the full stop of a sentence without a blank.

PostgreSQL takes "Eliquis/Plavix" for a path and "narcolepsy.No" for a host: neither medicine was ever found.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import migrations, models

from apps.retrieval.fulltext import SearchWords

CREATE = r"""
CREATE FUNCTION retrieval_search_words(written text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(
        translate(written, '/\', '  '), '([[:alpha:]]{2})[.]([[:upper:]])', '\1. \2', 'g'
    );
"""


def _search(*columns: str) -> models.GeneratedField:
    vector = SearchVector(*map(SearchWords, columns), config="english")
    return models.GeneratedField(expression=vector, output_field=SearchVectorField(), db_persist=True)


class Migration(migrations.Migration):
    dependencies = [("retrieval", "0011_asked_once")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION retrieval_search_words(text)"),
        migrations.RemoveField("passage", "search"),
        migrations.AddField("passage", "search", _search("section_title", "heading", "text")),
        migrations.RemoveIndex("referencepassage", "reference_words"),
        migrations.RemoveField("referencepassage", "search"),
        migrations.AddField("referencepassage", "search", _search("section_title", "text")),
        migrations.AddIndex("referencepassage", GinIndex(fields=["search"], name="reference_words")),
    ]
