"""What ends a session: the clocks are the server's, and a request that no person made does not set them back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.access.sessions import BACKGROUND, session_end, session_over, session_use

GetResponse = Callable[[HttpRequest], HttpResponse]


def session_middleware(get_response: GetResponse) -> GetResponse:
    """Sign out whose session is over; let every request that a person made count as use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if reason := session_over(request.session):
                session_end(request, reason)
            elif BACKGROUND not in request.headers:
                session_use(request.session)
        return get_response(request)

    return middleware
