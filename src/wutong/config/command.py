"""The `wutong` command: what is done at a machine's own console, without a browser."""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import NoReturn


def main() -> NoReturn:
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Do what the arguments say; return 0, 1 with a reason in words, or 2 on wrong usage."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutong.config.settings")
    try:
        set_up()
    except Exception as error:  # whatever a setting got wrong, its words are all there is to say
        return refuse(f"配置有误：{error}", as_json="--json" in arguments)
    modules = commands(arguments)
    options = parser_of(modules).parse_args(arguments)
    as_json = getattr(options, "json", False)
    try:
        return perform(modules[options.command], options)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        message = in_words(error)
        if message is None:
            raise
        return refuse(message, as_json=as_json)


def set_up() -> None:
    import django

    django.setup()


def commands(arguments: Sequence[str] = ()) -> dict[str, ModuleType]:
    """Return the subcommands by name, as the modules of `commands` declare them.

    Only the one that is asked for, if its name is: each loads libraries of its own.
    """
    package = import_module("wutong.config.commands")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    asked = [name for name in names if arguments and name.rstrip("_") == arguments[0]]
    names = asked or names
    modules = [import_module(f"{package.__name__}.{name}") for name in names]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def parser_of(modules: dict[str, ModuleType]) -> argparse.ArgumentParser:
    from importlib.metadata import version

    parser = argparse.ArgumentParser(prog="wutong", description="梧桐：县域招商引资")
    parser.add_argument("--version", action="version", version=version("wutong"))
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="命令")
    for name, module in modules.items():
        subparser = subparsers.add_parser(name, help=module.HELP, description=module.HELP)
        if getattr(module, "ACTS", True):
            subparser.add_argument(
                "--as", dest="username", metavar="USER", help="以谁的名义；缺省为本机管理员"
            )
        if hasattr(module, "add_arguments"):
            module.add_arguments(subparser)
    return parser


def perform(module: ModuleType, options: argparse.Namespace) -> int:
    if getattr(module, "MIGRATES", True):
        from wutong.config.migrating import bring_up_to_date

        bring_up_to_date()
    if getattr(module, "ACTS", True):
        options.actor = official(options.username)
    code: int = module.run(options)
    return code


def official(username: str | None) -> object:
    """Return the official a command acts for: the one named, or the machine's administrator."""
    from wutong.foundation.operations import Refused
    from wutong.people.models import Official
    from wutong.people.operations import machine_administrator

    if not username:
        return machine_administrator()
    found = Official.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise Refused(f"没有用户名为“{username}”的在用账号")
    return found


def in_words(error: Exception) -> str | None:
    """Return what to tell the person at the console; None for a fault of ours."""
    from django.core.exceptions import PermissionDenied, ValidationError
    from django.db import OperationalError

    from wutong.foundation.imports.safety import Unreadable
    from wutong.foundation.operations import Refused

    if isinstance(error, Refused | Unreadable):
        return str(error)
    if isinstance(error, PermissionDenied):
        return f"无权办理（{error}），请用 --as 换有权限的账号" if str(error) else "无权办理"
    if isinstance(error, ValidationError):
        return "；".join(error.messages)
    if isinstance(error, OperationalError):
        return f"数据库不可用：{str(error).strip()}"
    if isinstance(error, OSError):
        return f"{error.strerror or error}：{error.filename}" if error.filename else str(error)
    return None


def refuse(message: str, *, as_json: bool) -> int:
    print(message, file=sys.stderr)
    if as_json:
        print(json.dumps({"error": message}, ensure_ascii=False))
    return 1
