"""`wutong run`: bring the database up to date, say where the desk is, and serve it."""

from __future__ import annotations

import argparse
import fcntl
import gc
import socket
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import TextIO
from unicodedata import east_asian_width

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from wutong.config.migrating import bring_up_to_date
from wutong.foundation.operations import Refused
from wutong.people.models import Unit

NAME = "run"
HELP = "启动服务；加 --demo 时先装入示范县"
ACTS = False
MIGRATES = False  # not before the port is known to be free

LogIn = tuple[str, str, str]  # role, user name, password
DEMO = "wutong.config.demo"
COLLECT_AFTER = (50_000, 20, 50)  # new objects, then rounds of the younger generation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="库中尚无单位时，先装入示范县")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，缺省 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="监听端口，缺省 8000")
    parser.add_argument("--workers", type=int, default=2, help="进程数，缺省 2")
    parser.add_argument("--threads", type=int, default=4, help="每个进程的线程数，缺省 4")


def run(options: argparse.Namespace) -> int:
    refuse_busy_port(options.host, options.port)
    with mark_running():
        bring_up_to_date()
        log_ins = demo_log_ins() if options.demo else []
        print(greeting(options.host, options.port, log_ins), flush=True)
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns when it is missing
        connections.close_all()  # each worker opens its own
        Server(options).run()
    return 0


def refuse_busy_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise Refused(
            f"{host}:{port} 不能用来服务（{error}）。"
            f"端口若已被占用，请停掉占用它的程序，或改用别的端口，例如 --port {port % 60000 + 1}"
        ) from error


def mark_running() -> TextIO:
    """Return the open mark that a service runs on this data directory; closing it ends that."""
    mark = (settings.DATA_DIR / "running.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        mark.close()
        raise Refused("正在恢复备份，请待其完成后再启动") from error
    return mark


def demo_log_ins() -> list[LogIn]:
    """Load the demo county into an empty database; return who may sign in to look around."""
    if find_spec(DEMO) is None:
        return []
    demo = import_module(DEMO)
    if Unit.objects.exists():
        known: Callable[[], Iterable[LogIn]] = getattr(demo, "log_ins", list)
        return list(known())
    print("首次启动：正在装入示范县的台账……", flush=True)
    return list(demo.load_demo())


def greeting(host: str, port: int, log_ins: list[LogIn]) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
    lines = ["", f"  梧桐已启动：http://{shown}:{port}/    按 Ctrl-C 停止", ""]
    if log_ins:
        rows = [("身份", "用户名", "密码"), *log_ins]
        widths = [max(width(row[at]) for row in rows) for at in range(3)]
        lines += ["  示范账号："]
        lines += ["  " + "  ".join(map(padded, row, widths)).rstrip() for row in rows]
        lines += [""]
    return "\n".join(lines)


def width(text: str) -> int:
    """Return how many columns a terminal gives the text."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def settle(worker: object) -> None:
    """Load every page, and tell the collector of garbage that what is loaded is here to stay.

    Else it walks through all of it again and again while a page is made.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with threads, configured by the command's options alone."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self.options.host}]" if ":" in self.options.host else self.options.host
        chosen = {
            "bind": f"{host}:{self.options.port}",
            "worker_class": "gthread",
            "workers": self.options.workers,
            "threads": self.options.threads,
            "timeout": 120,  # a large ledger is read within one request
            "graceful_timeout": 1,
            "loglevel": "warning",
            "control_socket_disable": True,
            "post_worker_init": settle,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        return get_wsgi_application()
