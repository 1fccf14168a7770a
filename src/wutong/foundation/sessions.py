"""Sessions that end after idle hours, without a write for every page.

On the embedded database one writer excludes all others: were every answer to prolong its session
(SESSION_SAVE_EVERY_REQUEST), every page would wait for a large import to come to its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection

PROLONG_AFTER: Final = 600  # seconds; so much earlier than told a session may end
PATIENCE: Final = 300  # milliseconds that prolonging waits for another writer
PROLONGED: Final = "prolonged_at"


class SessionStore(db.SessionStore):
    """Kept in the database; one that says nothing new is prolonged now and then, if it can be."""

    def save(self, must_create: bool = False) -> None:
        now = int(time.time())
        is_new = must_create or self.modified or self.session_key is None
        if not is_new and now - self.get(PROLONGED, 0) < PROLONG_AFTER:
            return
        self[PROLONGED] = now
        if is_new:
            super().save(must_create)
            return
        with suppress(UpdateError), patience():
            super().save()


@contextmanager
def patience() -> Iterator[None]:
    """Give up soon when another writer is at work."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
