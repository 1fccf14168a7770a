"""What the desk knows of each kind of record: its list, its page, its form.

Declared in the modules beside this one; views, export, search and tests are written once and
read these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet

from wutong.foundation.keeping import kept
from wutong.foundation.ui.lists import Action
from wutong.people.models import COUNTY_ONLY, EVERYONE, CountyRecords


@dataclass(frozen=True)
class Col:
    """A column: `path` leads from a record to a field or an annotation (`project__lead_unit`).

    Label and kind are the field's own where not given; `sub` is a second path shown below.
    `tones` colours values: {"已核验": "green"}. `choices` puts words for an annotation's values.
    """

    path: str
    label: str = ""
    kind: str = ""  # text, date, money, count, number, choice, flag
    sub: str = ""
    tones: Mapping[str, str] = field(default_factory=dict, hash=False)
    choices: Mapping[Any, str] = field(default_factory=dict, hash=False)
    sortable: bool = True
    sub_label: str = ""  # of `sub`, where an export gives it a column and it is no field


@dataclass(frozen=True)
class Pick:
    """A filter of its own: values with their words, and how each narrows the rows."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]]
    narrow: Callable[[Any, str], Any]

    def words(self) -> list[tuple[str, str]]:
        return list(self.choices() if callable(self.choices) else self.choices)


@dataclass(frozen=True)
class Section:
    """What belongs to a record, on its page: rows of another page that point at it."""

    slug: str
    via: str  # the field of the other that points here
    columns: tuple[str, ...] = ()  # without: the other's own
    title: str = ""
    is_quiet: bool = False  # left out where there is none


def as_is(rows: QuerySet[Any], _: Any) -> QuerySet[Any]:
    return rows


def counted(**what: str) -> Any:
    """Return what adds, for each row, how many linked rows stand and may be seen."""

    def annotate(rows: QuerySet[Any], official: Any) -> QuerySet[Any]:
        counts = {
            name: Count(link, filter=seen(rows.model, link, official), distinct=True)
            for name, link in what.items()
        }
        found: QuerySet[Any] = rows.annotate(**counts)
        return found

    return annotate


def seen(model: Any, link: str, official: Any) -> Q:
    """Return the condition that a linked row stands, and is in the official's scope."""
    scope = getattr(model._meta.get_field(link).related_model, "scope", EVERYONE)
    stands = Q(**{f"{link}__version_of": None, f"{link}__retired_at": None})
    if scope == EVERYONE or official.sees_county:
        return stands
    if scope == COUNTY_ONLY:
        return Q(pk__in=[])
    return stands & Q(**{f"{link}__{scope}__in": official.unit_scope})


def no_lights(_: Any) -> list[tuple[str, str]]:
    return []


def no_tools(_: Any) -> list[Action]:
    return []


@dataclass(frozen=True, kw_only=True)
class Page:
    slug: str
    model: type[Any]
    ability: str  # who may create
    columns: tuple[Col | str, ...]
    form: tuple[tuple[str, tuple[str, ...]], ...] = ()
    filters: tuple[str | Pick, ...] = ()
    search: tuple[str, ...] = ()
    order_by: str = "-pk"
    group: str = ""  # of the menu; without: found below 全部台账 and on other records' pages
    icon: str = "file-text"
    order: int = 50
    label: str = ""
    annotate: Callable[[QuerySet[Any], Any], QuerySet[Any]] = as_is
    # Instead of `annotate`: all rows with what the list shows, and what one record's page does.
    ready: Callable[[], CountyRecords[Any]] | None = None
    ready_alone: Callable[[], CountyRecords[Any]] | None = None
    sections: tuple[Section, ...] = ()
    facts: tuple[Col | str, ...] = ()  # shown on the page besides the form's fields
    status: Callable[[Any], list[tuple[str, str]]] = no_lights
    empty: str = "点右上角“新建”登记，或从“导入”把台账整批读入。"
    parents: tuple[str, ...] = ()  # links by which a list may be narrowed: ?project=12
    money: str = ""  # the column whose sum is shown above the list
    editable: tuple[str, ...] | None = None  # fields of the form that may still change
    tools: Callable[[Any], list[Action]] = no_tools  # buttons above the list, by official
    tells: tuple[str, ...] = ()  # links whose records' trail belongs to this one's history

    @property
    def title(self) -> str:
        return self.label or str(self.model._meta.verbose_name)

    @property
    def keeping(self) -> Any:
        return kept.get(self.model)

    @property
    def form_fields(self) -> list[str]:
        return [name for _, names in self.form for name in names]

    def rows(self, official: Any, *, alone: bool = False) -> QuerySet[Any]:
        """Return the records this official may see, with what the list (or one's page) shows."""
        ready = (alone and self.ready_alone) or self.ready
        if ready:
            return ready().visible_to(official)
        found: QuerySet[Any] = self.annotate(self.model.objects.visible_to(official), official)
        return found

    def cols(self) -> list[Col]:
        return [c if isinstance(c, Col) else Col(c) for c in self.columns]


pages: dict[str, Page] = {}


def register(page: Page) -> Page:
    if page.slug in pages:
        raise ValueError(f"page {page.slug!r} is declared twice")
    pages[page.slug] = page
    return page


def page_of(model: type[models.Model]) -> Page | None:
    """Return the page of a kind of record; None where it has none."""
    return next((page for page in pages.values() if page.model is model), None)
