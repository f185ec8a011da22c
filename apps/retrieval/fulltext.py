"""What full text is read from: a text with the words apart that PostgreSQL's parser takes for one.

It reads "Eliquis/Plavix" and "DNR/DNI" as paths and "narcolepsy.No" as the name of a host: one word each, that nobody
asks for. Passages and questions go through one function of the database, so that both are cut alike.
"""

from django.db.models import Func, TextField


class SearchWords(Func):
    """The words of a text as full text is to read them."""

    function = "retrieval_search_words"
    output_field = TextField()
