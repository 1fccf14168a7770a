"""Firms as ledgers name them: found in the register, or recorded by the row that first does."""

from __future__ import annotations

from wutong.attract.firms.models import Firm, FirmGroup, FirmMerger, Origin
from wutong.attract.firms.operations import firms
from wutong.foundation.imports.book import Book
from wutong.foundation.imports.kinds import register_words
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.regions import short_province
from wutong.people.imports import county_shelf

register_words(
    "registration_nature",
    [("headquarters", ("总部",)), ("subsidiary", ("子公司",)), ("branch", ("分公司",))],
)
register_words("local", [("local", ("本县", "县内"))])
register_words(
    "abroad", [("hmt", ("香港", "澳门", "台湾", "港澳台")), ("abroad", ("境外", "国外", "海外"))]
)
register_words("top_firm", [("top", ("头部", "链主", "500强"))])
register_words(
    "origin_claim",
    [
        ("county", ("本县", "县内")),
        ("hmt", ("港澳台", "香港", "澳门", "台湾")),
        ("abroad", ("境外", "国外", "外资")),
        ("outside", ("省外",)),
        ("province", ("省内", "市外", "市内", "本省", "本市")),
    ],
)


def origin_of(place: str, book: Book) -> str:
    """Return where an investor of that place comes from, told by the county's own name."""
    folded, county = fold(place), county_shelf(book)
    if not folded:
        return str(Origin.UNKNOWN)
    name = county.get("name", "")
    if (name and name in folded) or book.words.says("local", "local", folded):
        return str(Origin.COUNTY)
    if county.get("province") and folded.startswith(short_province(county["province"])):
        return str(Origin.PROVINCE)
    if county.get("prefecture") and folded.startswith(county["prefecture"]):
        return str(Origin.PROVINCE)
    return book.words.meaning("abroad", folded) or str(Origin.OUTSIDE)


def firm_shelf(book: Book) -> dict[str, Firm]:
    """Return the firms by name; one that was merged into another answers as that other."""

    def load() -> dict[str, Firm]:
        standing = {firm.pk: firm for firm in Firm.objects.all()}
        merged = {m.merged_id: m for m in FirmMerger.objects.select_related("merged")}
        found = {}
        for merger in merged.values():
            last = merger
            while last.kept_id in merged:
                last = merged[last.kept_id]
            if last.kept_id in standing:
                found[fold(merger.merged.name)] = standing[last.kept_id]
        return found | {fold(firm.name): firm for firm in standing.values()}

    return book.shelf("firms", load)


def the_firm(name: str, book: Book, writer: Writer, **facts: object) -> Firm | None:
    """Return the firm of that name, recorded now if the register does not have it."""
    folded = fold(name)
    if not folded:
        return None
    firm = firm_shelf(book).get(folded)
    if firm is None:
        kind = Firm.Kind.ASSOCIATION if folded.endswith(("商会", "协会")) else Firm.Kind.ENTERPRISE
        firm = firms.record(actor=book.actor, constraints=False, name=folded, kind=kind, **facts)
        firm_shelf(book)[folded] = firm
        writer.shared(firm)
    return firm


def group_shelf(book: Book) -> dict[str, FirmGroup]:
    return book.shelf("groups", lambda: {fold(g.name): g for g in FirmGroup.objects.all()})
