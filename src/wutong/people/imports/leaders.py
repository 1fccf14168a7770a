"""The county leaders: their offices, ranks and names for logging in."""

from __future__ import annotations

from typing import Any

from pypinyin import lazy_pinyin

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.imports.lookups import (
    leaders,
)
from wutong.people.models import Official, Posting
from wutong.people.operations import (
    amend_official,
    postings,
    record_official,
)

register_words("principal_post", [("principal", ("=县委书记", "=县长", "=区委书记", "=区长"))])


def rank_of(title: str, book: Book) -> str:
    posts = fold(title).replace("，", "、").replace(",", "、").split("、")
    principal = any(book.words.says("principal_post", "principal", post) for post in posts)
    return Official.Rank.PRINCIPAL if principal else Official.Rank.COUNTY_LEADER


def check_leaders(draft: Draft, book: Book) -> None:
    name = fold(draft.text("name"))
    draft.key = f"{name}|{fold(draft.text('title'))}"
    if not name or not draft.text("title"):
        draft.say("no_name", HOLD, "姓名、职务须填写", "name", "title")
        return
    rank = rank_of(draft.text("title"), book)
    leader = leaders(book).setdefault(name, Official(name=name, rank=rank))
    if rank == Official.Rank.PRINCIPAL and not leader.pk:
        leader.rank = rank


def write_leaders(draft: Draft, book: Book, writer: Writer) -> None:
    name, rank = fold(draft.text("name")), rank_of(draft.text("title"), book)
    leader = leaders(book).get(name) or _named(name)
    if leader is None or not leader.pk:
        leader = record_official(username=_username(name), name=name, rank=rank, actor=book.actor)
    elif leader.rank == Official.Rank.OFFICIAL:
        amend_official(leader, rank=rank, actor=book.actor)
    leaders(book)[name] = leader
    facts: dict[str, Any] = {
        "official": leader,
        "title": fold(draft.text("title")),
        "body": draft.text("body"),
        "order": draft.number,
        "place": Posting.Place.COMMANDER
        if rank == Official.Rank.PRINCIPAL
        else Posting.Place.MEMBER,
    }
    writer.put("posting", postings, facts)


def _named(name: str) -> Official | None:
    found = Official.objects.filter(name=name)[:2]
    return found[0] if len(found) == 1 else None


def _username(name: str) -> str:
    base = "".join(lazy_pinyin(name)) or "official"
    taken = set(
        Official.objects.filter(username__startswith=base).values_list("username", flat=True)
    )
    number = 1
    while (username := base if number == 1 else f"{base}{number}") in taken:
        number += 1
    return username


register(
    LedgerKind(
        code="leaders",
        label="县级领导名册",
        order=3,
        hints=(
            "县级领导",
            "四班子",
            "领导名册",
            "领导名单",
            "县领导",
            "四大班子",
            "领导干部",
            "领导分工",
            "领导",
        ),
        fields=(
            Field(
                "name",
                "姓名",
                "name",
                ("姓名", "领导姓名", "名字", "领导", "县级领导", "县领导", "领导干部", "领导同志"),
                needed=True,
            ),
            Field(
                "title",
                "职务",
                words=(
                    "职务",
                    "现任职务",
                    "任职",
                    "现职",
                    "职位",
                    "任职情况",
                    "担任职务",
                    "现任职",
                    "党政职务",
                ),
                needed=True,
            ),
            Field(
                "body",
                "班子",
                words=(
                    "班子",
                    "所属班子",
                    "类别",
                    "所在班子",
                    "系统",
                    "所属系统",
                    "序列",
                    "所在单位",
                ),
            ),
        ),
        asks=(("name",), ("title",)),
        check=check_leaders,
        write=write_leaders,
    )
)
