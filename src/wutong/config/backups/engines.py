"""Which database is served here, and so how it is dumped and loaded."""

from types import ModuleType

from django.db import connection

from wutong.config.backups import postgres, sqlite


def engine() -> ModuleType:
    """Return the module with `MEMBER`, `dump` and `load` for the database of this machine."""
    return sqlite if connection.vendor == "sqlite" else postgres
