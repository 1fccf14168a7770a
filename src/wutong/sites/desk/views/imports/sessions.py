"""Answering while an import holds the embedded database: without waiting to write the session."""

from __future__ import annotations

from django.http import HttpRequest


def leave_session(request: HttpRequest) -> None:
    """Let this answer go out without prolonging the session.

    On SQLite one writer excludes all others, and every answer writes its session
    (SESSION_SAVE_EVERY_REQUEST): the page that tells how far an import has come would wait
    for that very import. The middleware leaves alone what does not look like a session.
    """
    if not request.session.modified:
        request.session = dict(request.session.items())  # type: ignore[assignment]
