"""Signing in without the sign-in page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from wutong.people.models import Official

SignIn = Callable[[Official], Client]


@pytest.fixture
def signed_in() -> SignIn:
    """Return a function that gives the browser of an official who has signed in."""

    def sign_in(official: Official) -> Client:
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
