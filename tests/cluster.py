"""A PostgreSQL server of the tests' own: made in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

OLDEST = 15
NAME = "wutong"
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def binaries() -> Path | None:
    """Return the folder of the newest server programs here, if new enough."""
    folders = list(Path("/usr/lib/postgresql").glob("*/bin"))
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    fit = {version(folder): folder for folder in folders if (folder / "initdb").exists()}
    newest = max(fit, default=0)
    return fit[newest] if newest >= OLDEST else None


def version(folder: Path) -> int:
    done = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", done.stdout)
    return int(number.group()) if number else 0


class Who(NamedTuple):
    """Whom a program runs as; None: as we do."""

    user: int | None = None
    group: int | None = None
    others: tuple[int, ...] | None = None


def unprivileged() -> Who:
    """Return whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return Who()
    users = {user.pw_name: user for user in pwd.getpwall()}
    chosen = users.get("postgres") or users["nobody"]
    return Who(chosen.pw_uid, chosen.pw_gid, ())


@contextmanager
def cluster(programs: Path) -> Iterator[str]:
    """Yield the address of a fresh server, reached by a socket in a folder closed to others."""
    home = Path(tempfile.mkdtemp(prefix="wutong-pg-", dir="/tmp"))  # socket paths must be short
    who = unprivileged()
    if who.user is not None:
        os.chown(home, who.user, who.group or 0)
    try:
        make = (programs / "initdb", "-D", home / "data", "-U", NAME, "-A", "trust", "--no-sync")
        run_as(who, [*make, "-E", "UTF8", "--locale=C.UTF-8"], home)
        server = serve(programs, home, who)
        try:
            wait_until_ready(programs, home, server)
            run_as(who, [programs / "createdb", "-h", home, "-U", NAME, NAME], home)
            yield f"postgres://{NAME}@{quote(str(home), safe='')}/{NAME}"
        finally:
            stop(server)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def run_as(who: Who, command: list[str | Path], home: Path) -> None:
    done = subprocess.run(
        command,
        cwd=home,
        capture_output=True,
        text=True,
        user=who.user,
        group=who.group,
        extra_groups=who.others,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()}")


def serve(programs: Path, home: Path, who: Who) -> subprocess.Popen[bytes]:
    """Start the server, out of reach of a Ctrl-C meant for the tests."""
    options = [f"-c{each}" for each in (*UNSAFE_BUT_FAST, "listen_addresses=")]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", home / "data", "-k", home, *options],
            cwd=home,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=who.user,
            group=who.group,
            extra_groups=who.others,
        )


def wait_until_ready(programs: Path, home: Path, server: subprocess.Popen[bytes]) -> None:
    ready: list[str | Path] = [programs / "pg_isready", "-q", "-h", home]
    for _ in range(150):
        if server.poll() is not None:
            break
        if subprocess.run(ready).returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop at once and in order; if that takes too long, at once."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait(20)
