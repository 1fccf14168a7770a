"""Photos follow their visit one by one: kept once, and one that is refused harms nothing else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.field.conftest import Phone, phone_of
from tests.files.samples import a_picture
from tests.world import World
from wutong.attract.outreach.models import Interaction
from wutong.attract.outreach.operations import interactions
from wutong.foundation.files.models import File
from wutong.foundation.files.operations import withdraw_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def key(phone: Phone) -> str:
    key = str(uuid4())
    assert phone.sends(client_key=key).status_code == 201
    return key


def uploads(phone: Phone, key: str, content: bytes, name: str = "门口.jpg") -> Any:
    photo = SimpleUploadedFile(name, content)
    return phone.client.post(f"/field/visits/{key}/photos/", {"photo": photo})


def test_a_photo_hangs_on_its_visit_once(phone: Phone, key: str) -> None:
    content = a_picture()
    first, again = uploads(phone, key, content), uploads(phone, key, content)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    interaction = Interaction.objects.get()
    assert [file.name for file in File.objects.of(interaction)] == ["门口.jpg"]
    page = phone.client.get(f"/interactions/{interaction.pk}/").content.decode()
    assert f"/files/{first.json()['file']}/thumbnail/" in page
    assert "1 张" in page


def test_what_is_no_picture_is_refused_and_the_note_stays(phone: Phone, key: str) -> None:
    reply = uploads(phone, key, b"MZ\x90\x00", "门口.jpg")

    assert reply.status_code == 422
    assert "文件“门口.jpg”其实是程序" in reply.json()["words"]
    assert Interaction.objects.count() == 1
    assert uploads(phone, key, a_picture()).status_code == 201


def test_a_photo_before_its_visit_is_told_to_wait(phone: Phone) -> None:
    assert uploads(phone, str(uuid4()), a_picture()).status_code == 404


def test_nobody_else_hangs_a_photo_on_it(phone: Phone, key: str, world: World) -> None:
    assert uploads(phone_of(world.clerk), key, a_picture()).status_code == 404
    assert uploads(phone_of(world.stranger), key, a_picture()).status_code == 404
    assert not File.objects.exists()


def test_a_photo_that_was_withdrawn_does_not_come_back(
    phone: Phone, key: str, world: World
) -> None:
    content = a_picture()
    uploads(phone, key, content)
    withdraw_file(File.objects.get(), reason="拍到了无关的人", actor=world.clerk)

    assert uploads(phone, key, content).status_code == 200
    assert not File.objects.exists()


def test_a_withdrawn_visit_takes_no_photo(phone: Phone, key: str, world: World) -> None:
    interactions.withdraw(Interaction.objects.get(), reason="记错了", actor=world.clerk)

    reply = uploads(phone, key, a_picture())

    assert (reply.status_code, reply.json()["words"]) == (
        422, "这条对接记录已被撤回，照片不再收",
    )  # fmt: skip


def test_a_photo_is_withdrawn_on_the_desk_with_a_reason(
    phone: Phone, key: str, world: World
) -> None:
    file = uploads(phone, key, a_picture()).json()["file"]
    address = f"/interactions/{Interaction.objects.get().pk}/photos/{file}/withdrawal/"

    assert phone_of(world.stranger).client.post(address, {"reason": "删"}).status_code == 404
    assert phone.client.post(address, {"reason": ""}).status_code == 422
    assert File.objects.count() == 1
    phone.client.post(address, {"reason": "拍到了无关的人"})
    assert not File.objects.exists()


def test_a_stranger_sees_no_photo(phone: Phone, key: str, world: World) -> None:
    file = uploads(phone, key, a_picture()).json()["file"]
    stranger = phone_of(world.stranger).client

    assert stranger.get(f"/files/{file}/picture/").status_code == 404
    assert phone.client.get(f"/files/{file}/picture/").status_code == 200
