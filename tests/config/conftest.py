import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.machine import Machine


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a server, the tests whose machines keep SQLite files whatever the server."""
    if not os.environ.get("WUTONG_TEST_DATABASE_URL"):
        return
    spared = [item for item in items if "pristine" in getattr(item, "fixturenames", ())]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in spared]


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with nothing on it but its tables, to be copied: tables take their time."""
    return Machine(tmp_path_factory.mktemp("pristine")).migrate()


@pytest.fixture
def new_machine(pristine: Machine, tmp_path: Path) -> Callable[[str], Machine]:
    def made(name: str) -> Machine:
        return Machine(Path(shutil.copytree(pristine.data, tmp_path / name)))

    return made


@pytest.fixture(scope="session")
def county(pristine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with an official, a sealed row on the trail and a stored file."""
    data = tmp_path_factory.mktemp("county") / "data"
    machine = Machine(Path(shutil.copytree(pristine.data, data)))
    machine.takes_office("li")
    machine.store("2023/回单.txt", "三千二百万元")
    return machine


@pytest.fixture(scope="session")
def backup(county: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "county.zip"
    done = county.wutong("backup", file)
    assert done.returncode == 0, done.stderr
    return file
