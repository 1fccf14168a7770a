"""Signing in, lock-out, passwords: what GB/T 22239 asks, in an official's words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.foundation.audit.models import Trail
from wutong.people.operations import change_password, set_password

PASSWORD = "Wutong-2023"


@pytest.fixture
def with_password(world: World) -> World:
    set_password(world.recorder, password=PASSWORD, actor=world.machine)
    change_password(world.recorder, password=PASSWORD, actor=world.recorder)
    return world


def sign_in(client: Client, password: str = PASSWORD) -> Any:
    return client.post("/login/", {"username": "ma", "password": password})


def test_an_official_signs_in_and_out(with_password: World, client: Client) -> None:
    assert client.get("/projects/").url == "/login/?next=/projects/"
    assert sign_in(client).url == "/"
    assert client.get("/").status_code == 200
    assert client.post("/logout/").url == "/login/"
    assert client.get("/").status_code == 302


def test_a_wrong_password_does_not_say_what_was_wrong(with_password: World, client: Client) -> None:
    known = sign_in(client, "x").text
    unknown = client.post("/login/", {"username": "nobody", "password": "x"}).text

    assert "登录名或密码不对" in known
    assert "登录名或密码不对" in unknown


def test_the_last_time_is_told(with_password: World, client: Client) -> None:
    sign_in(client)
    client.post("/logout/")
    sign_in(client)

    assert "上次登录 20" in client.get("/").text


def test_five_failures_lock_the_name(with_password: World, client: Client, settings: Any) -> None:
    settings.AXES_ENABLED = True
    for _ in range(4):
        assert sign_in(client, "wrong").status_code == 200

    locked = sign_in(client, "wrong")

    assert locked.status_code == 429
    assert "已锁定 10 分钟" in locked.text
    assert sign_in(client).status_code == 429  # the right one does not help now


def test_a_first_password_must_be_changed(world: World, client: Client) -> None:
    set_password(world.recorder, password=PASSWORD, actor=world.machine)
    sign_in(client)

    assert client.get("/projects/").url == "/password/"
    typed = {"current": PASSWORD, "password": "Jinfenghuang-23", "again": "Jinfenghuang-23"}
    assert client.post("/password/", typed).url == "/"
    assert client.get("/projects/").status_code == 200
    assert Trail.objects.filter(action="people.password_changed").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"password": "Ab-1", "again": "Ab-1"}, "password", "至少"),
        ({"password": "abcdefgh1", "again": "abcdefgh1"}, "password", "三种"),
        ({"password": "Jinfeng-23", "again": "Jinfeng-24"}, "again", "两次输入的新密码不一样"),
        ({"current": "x"}, "current", "现在的密码不对"),
        ({"password": PASSWORD, "again": PASSWORD}, "password", "不能与现在的密码相同"),
    ],
)
def test_password_rules_in_words(
    with_password: World, signed_in: SignIn, typed: dict[str, str], field: str, words: str
) -> None:
    given = {"current": PASSWORD, "password": "Jinfeng-23", "again": "Jinfeng-23", **typed}

    reply = signed_in(with_password.recorder).post("/password/", given)

    assert reply.status_code == 422
    assert words in "".join(reply.context["form"].errors[field])


def test_someone_who_left_cannot_sign_in(with_password: World, client: Client) -> None:
    with_password.recorder.is_active = False
    with_password.recorder.save()

    assert "登录名或密码不对" in sign_in(client).text
