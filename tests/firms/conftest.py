"""Signing in, and the import pages, as their own tests do it."""

from tests.desk.conftest import signed_in
from tests.imports.conftest import desk

__all__ = ["desk", "signed_in"]
