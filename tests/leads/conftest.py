"""Signing in, as the desk's own tests do it."""

from tests.desk.conftest import signed_in

__all__ = ["signed_in"]
