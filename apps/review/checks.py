"""What is asked before anything starts: whether the file of payers' systems can be used."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from apps.review.exchange.configuration import PayersWrong, endpoints

HINT = (
    "workbench/settings/README.md says what it holds. Without it, requests are downloaded and answers read from files."
)


@register()
def payers_are_configured(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start with a file of payers that is not exactly right."""
    try:
        endpoints()
    except PayersWrong as error:
        return [Error(error.sentence, hint=HINT, id="review.E001")]
    return []
