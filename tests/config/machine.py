"""A machine of its own for a test: a data directory, a database, the `wutong` command."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.contrib.auth import get_user_model

ROOT = Path(__file__).parent.parent.parent
SET_UP = "import django; django.setup()\n"
SIGN_IN = """
from django.contrib.auth import get_user_model
from wutong.foundation.audit.models import Trail
from wutong.foundation.audit.seals import seal_pending
li = get_user_model().objects.create_user("{name}", password="x")
Trail.of("took_office", li, actor=li).save()
seal_pending()
"""
STORE_FILE = """
from io import BytesIO
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from wutong.foundation.files.models import File
from wutong.foundation.files.receiving import receive
li = get_user_model().objects.get(username="{name}")
got = receive(BytesIO(bytes.fromhex("{content}")), "回单.png")
kind = ContentType.objects.get_for_model(li)
facts = dict(name=got.name, digest=got.digest, size=got.size, media_type=got.media_type)
File.objects.create(kind=kind, key=li.pk, stored_by=li, **facts)
print(got.digest)
"""


@dataclass(frozen=True)
class Machine:
    data: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        around = {k: v for k, v in os.environ.items() if not k.startswith("WUTONG_")}
        around |= {"DJANGO_SETTINGS_MODULE": "wutong.config.settings"}
        around |= {"WUTONG_DATA_DIR": str(self.data), "PYTHONPATH": str(ROOT / "src")}
        around.pop("DATABASE_URL", None)
        return around | ({"DATABASE_URL": self.database} if self.database else {})

    def wutong(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "wutong", *arguments)

    def python(self, code: str) -> str:
        done = self.run("-c", SET_UP + code)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, arguments)]
        return subprocess.run(
            command, env=self.environment, cwd=self.data, capture_output=True, text=True
        )

    def migrate(self) -> Machine:
        self.python("from wutong.config.migrating import bring_up_to_date; bring_up_to_date()")
        return self

    def takes_office(self, name: str) -> None:
        """Give the machine an official, with a sealed row on the trail."""
        self.python(SIGN_IN.format(name=name))

    def receives(self, name: str, content: bytes) -> str:
        """Give the machine a stored file with its row, by an official; return its hash."""
        return self.python(STORE_FILE.format(name=name, content=content.hex()))

    def officials(self) -> list[str]:
        table = get_user_model()._meta.db_table
        query = f"SELECT username FROM {table} ORDER BY username"
        reach: Any = psycopg.connect if self.database else sqlite3.connect
        with closing(reach(self.database or self.data / "wutong.sqlite3")) as database:
            return [name for (name,) in database.execute(query).fetchall()]

    def store(self, name: str, content: str) -> Path:
        file = self.data / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        return file
