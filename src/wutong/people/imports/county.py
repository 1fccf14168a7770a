"""The county's own page: its name, province and city."""

from __future__ import annotations

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.kinds import Field, LedgerKind, register, register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.people.models import County
from wutong.people.operations import (
    counties,
    county_unit,
    units,
)


def county_shelf(book: Book) -> dict[str, str]:
    """Return name, short_name, prefecture and province of the county, as far as known."""

    def load() -> dict[str, str]:
        county = County.objects.first()
        names = ("name", "short_name", "prefecture", "province")
        return {n: getattr(county, n) for n in names} if county else {}

    return book.shelf("county", load)


register_words(
    "county_item",
    [
        ("short_name", ("简称",)),
        ("prefecture", ("市州", "所属市", "地市", "所在市", "市（州）", "=市", "地级市")),
        ("province", ("省份", "所属省", "所在省", "=省", "省（区、市）", "省级")),
        (
            "name",
            (
                "县名",
                "县（区）名称",
                "县区名称",
                "名称",
                "全称",
                "=县",
                "县区",
                "县市区",
                "县（市、区）",
            ),
        ),
    ],
)


def check_county(draft: Draft, book: Book) -> None:
    item = book.words.meaning("county_item", draft.text("item"))
    draft.key = item or draft.text("item")
    if item:
        draft.values["meaning"] = item
        county_shelf(book)[item] = fold(draft.text("content"))


def write_county(draft: Draft, book: Book, writer: Writer) -> None:
    if not draft.get("meaning"):
        return
    facts = {draft.text("meaning"): fold(draft.text("content"))}
    county = County.objects.first()
    if county is None:
        county = counties.record(actor=book.actor, name=facts.get("name", "本县"))
        writer.shared(county)
    counties.amend(county, actor=book.actor, **facts)
    if "name" in facts:
        root = county_unit(actor=book.actor)
        units.amend(root, actor=book.actor, name=facts["name"], short_name=facts["name"])


register(
    LedgerKind(
        code="county",
        label="基本县情",
        order=1,
        hints=("县情", "基本情况", "概况"),
        fields=(
            Field(
                "item",
                "项目",
                looks=r"县|市|省|区|简称|名称",
                words=(
                    "项目",
                    "事项",
                    "指标",
                    "内容项",
                    "名称",
                    "项",
                    "要素",
                    "县情项目",
                    "类别",
                    "栏目",
                ),
                needed=True,
            ),
            Field(
                "content",
                "内容",
                words=("内容", "情况", "值", "说明", "数据", "填写内容", "具体内容"),
                needed=True,
            ),
        ),
        asks=(("item",), ("content",)),
        widest=4,
        check=check_county,
        write=write_county,
    )
)


def check_county_row(draft: Draft, book: Book) -> None:
    draft.key = fold(draft.text("name"))
    if not draft.key:
        draft.say("no_name", HOLD, "没有县名，请补填", "name")
    county_shelf(book).update(_county_facts(draft))


def _county_facts(draft: Draft) -> dict[str, str]:
    names = ("name", "short_name", "prefecture", "province")
    return {name: fold(draft.text(name)) for name in names if draft.text(name)}


def write_county_row(draft: Draft, book: Book, writer: Writer) -> None:
    facts = _county_facts(draft)
    county = County.objects.first()
    if county is None:
        county = counties.record(actor=book.actor, name=facts["name"])
        writer.shared(county)
    counties.amend(county, actor=book.actor, **facts)
    root = county_unit(actor=book.actor)
    units.amend(root, actor=book.actor, name=facts["name"], short_name=facts["name"])


register(
    LedgerKind(
        code="county_row",
        label="基本县情（横表）",
        order=1,
        hints=("县情", "基本情况", "概况"),
        fields=(
            Field(
                "name",
                "县名",
                "name",
                ("县名", "县区名称", "县（区）名称", "县（市、区）", "县区", "县名称"),
                needed=True,
            ),
            Field("short_name", "简称", "name", ("简称", "县名简称", "县区简称"), needed=True),
            Field(
                "prefecture",
                "所属市州",
                "name",
                ("所属市州", "市州", "市（州）", "所属市", "所在市"),
            ),
            Field("province", "所属省份", "name", ("所属省份", "省份", "省", "所属省", "所在省")),
        ),
        asks=(("name",), ("short_name",), ("prefecture", "province")),
        widest=8,
        check=check_county_row,
        write=write_county_row,
    )
)
