"""The clerk of the bureau at the import pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.imports.books import RECEIPT_HEAD, Desk, a_project, a_receipt, write
from tests.world import World
from wutong.people.models import Official

BACKEND = "django.contrib.auth.backends.ModelBackend"


def desk_of(official: Official) -> Desk:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(official, backend=BACKEND)
    return Desk(client)


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_of(world.clerk)


@pytest.fixture
def strangers_desk(world: World) -> Desk:
    return desk_of(world.stranger)


@pytest.fixture
def two_files(tmp_path: Path) -> list[Path]:
    return [
        write(
            tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目"), a_project("XM2", "光伏项目")
        ),
        write(
            tmp_path / "2023年到位资金.xlsx",
            a_receipt("XM1", "储能项目"),
            a_receipt("XM2", "光伏项目", **{"到位资金（万元）": "详见合同"}),
            head=RECEIPT_HEAD,
        ),
    ]
