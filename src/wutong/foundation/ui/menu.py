"""The menu (菜单): what each app adds to the sidebar, and who sees it there.

    # apps.py: ready
    register(Entry("项目库", "projects:list", "briefcase", "项目", 20, prefix="/projects/"))

An entry whose URL does not exist, or that the official may not open, is left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

GROUPS = ("首页", "导入", "报告", "数据", "对接", "企业", "项目", "服务", "调度", "系统")
UNNAMED = "首页"  # shown without its heading


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    icon: str
    group: str
    order: int
    allowed: Callable[[Any], bool] | None = None
    prefix: str = ""  # pages below this path belong to the entry; without it, below its own URL


class Item(NamedTuple):
    label: str
    url: str
    icon: str
    is_current: bool


class Group(NamedTuple):
    label: str
    items: list[Item]


registry: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Add the entry; the same URL registered again takes the earlier one's place."""
    registry[entry.url_name] = entry


def menu_for(user: Any, path: str) -> list[Group]:
    """Return the groups this user sees; the entry nearest to `path` is current."""
    shown = sorted(
        ((entry, url) for entry in registry.values() if (url := open_url(entry, user))),
        key=lambda pair: (rank(pair[0].group), pair[0].order),
    )
    current = nearest([(entry.prefix or url, entry.url_name) for entry, url in shown], path)
    return [
        Group(
            "" if label == UNNAMED else label,
            [Item(e.label, url, e.icon, e.url_name == current) for e, url in pairs],
        )
        for label, pairs in groupby(shown, key=lambda pair: attrgetter("group")(pair[0]))
    ]


def open_url(entry: Entry, user: Any) -> str:
    """Return where the entry leads, or nothing when it is closed to this user."""
    if entry.allowed and not entry.allowed(user):
        return ""
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def rank(group: str) -> tuple[int, str]:
    return (GROUPS.index(group), "") if group in GROUPS else (len(GROUPS), group)


def nearest(prefixes: list[tuple[str, str]], path: str) -> str:
    """Return the name whose prefix is the longest that `path` begins with; "/" is only itself."""
    fitting = [
        (len(prefix), name)
        for prefix, name in prefixes
        if path == prefix or (prefix != "/" and path.startswith(prefix))
    ]
    return max(fitting, default=(0, ""))[1]
