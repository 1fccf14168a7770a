"""Search over everything (全局搜索): what is called, coded or sounds like the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from wutong.foundation.ui.lists import Column, Row
from wutong.sites.desk.queries.columns import NUMERIC, Shown, shown_columns
from wutong.sites.desk.queries.listing import drawn, ordered_by_default, searched, visible_rows
from wutong.sites.desk.queries.pages import Page, pages

KINDS = {
    "projects": ("name", "stage", "lead_unit", "total_investment"),
    "firms": ("name", "province", "origin", "projects_held"),
    "reserves": ("name", "state", "lead_unit", "total_investment"),
    "units": ("name", "kind", "head"),
    "postings": ("official__name", "title"),
    "trips": ("code", "starts_on", "destination", "leader_name"),
    "receptions": ("code", "starts_on", "focus", "host_name"),
    "stations": ("code", "place", "starts_on", "captain"),
    "fair-entries": ("project_name", "edition", "state", "amount"),
    "tickets": ("request", "firm", "raised_on"),
    "publications": ("title", "published_on", "channel"),
    "mandates": ("title", "number", "year"),
    "reviews": ("measure", "conclusion"),
}
FEW = 8


@dataclass(frozen=True)
class Found:
    """What one kind of record answers, the first few."""

    title: str
    count: int
    url: str
    columns: list[Column]
    rows: list[Row]

    @property
    def note(self) -> str:
        return f"{self.count} 条"

    @property
    def action(self) -> str:
        return f"全部 {self.count} 条"


def search(official: Any, text: str) -> list[Found]:
    """Return what this official may see of each kind that answers to the words."""
    text = text.strip()
    if not text:
        return []
    found = [search_kind(pages[slug], paths, official, text) for slug, paths in KINDS.items()]
    return [each for each in found if each.count]


def search_kind(page: Page, paths: tuple[str, ...], official: Any, text: str) -> Found:
    rows = searched(page, visible_rows(page, official), text)
    few = list(ordered_by_default(page, rows)[: FEW + 1])
    count = len(few) if len(few) <= FEW else rows.order_by().count()
    columns = shown_columns(page, paths)
    url = f"/{page.slug}/?{urlencode({'q': text})}" if count > FEW else ""
    return Found(page.title, count, url, headings(columns), drawn(page, few[:FEW], columns))


def headings(columns: list[Shown]) -> list[Column]:
    return [Column(c.key, c.heading.label, c.kind in NUMERIC) for c in columns]
