"""Lists (列表): filter, sort, page and export, with their state in the query string.

def entries(request):
    form = EntryFilter(request.GET)
    found = sort_rows(request, form.narrow(Entry.objects.visible_to(request.user)),
                      {"date": "placed_on", "amount": "amount"}, default="-date")
    page = page_of(request, found)
    return show_list(request, title="到位资金", columns=COLUMNS, page=page,
                     rows=[row_of(entry) for entry in page], filter_form=form)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

PER_PAGE = 50
PER_PAGES = (25, 50, 100)  # what a reader may choose

Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    numeric: bool = False
    sortable: bool = False


@dataclass(frozen=True)
class Cell:
    text: str
    numeric: bool = False
    tone: str = ""  # red, yellow, green, blue or grey: the text is shown as a light
    sub: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    cells: list[Cell]
    url: str = ""
    mark: str = ""  # red, yellow or green: a stripe at the row's start; say why in a cell


@dataclass(frozen=True)
class Empty:
    title: str = "没有符合条件的记录"
    hint: str = "换一个筛选条件，或清除全部条件再看。"
    action: str = ""
    action_url: str = ""


@dataclass(frozen=True)
class Fact:
    label: str
    text: str
    sub: str = ""
    url: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Action:
    """A button: a link when it is a GET, a form of its own when `post`."""

    label: str
    url: str
    icon: str = ""
    post: bool = False
    primary: bool = False
    confirm: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)  # posted along
    why_not: str = ""  # closed: says why and who can


def sort_rows(
    request: HttpRequest,
    found: QuerySet[Found],
    fields: Mapping[str, str],
    default: str,
) -> QuerySet[Found]:
    """Order by `?sort=` as far as `fields` knows the key; what has no value comes last."""
    asked = request.GET.get("sort", "")
    asked = asked if asked.removeprefix("-") in fields else default
    falls = asked.startswith("-")
    return found.order_by(*in_order(found, fields[asked.removeprefix("-")], falls=falls))


def in_order(found: QuerySet[Any], path: str, *, falls: bool) -> list[Any]:
    """Return what to order by, so that what has no value comes last and every row has its place."""
    tie = "-pk" if falls else "pk"
    if path == "pk":
        return [tie]
    # An index serves an order only if nothing is said of what has no value, where all have one.
    last = None if always_there(found, path) else True
    return [F(path).desc(nulls_last=last) if falls else F(path).asc(nulls_last=last), tie]


def always_there(found: QuerySet[Any], path: str) -> bool:
    """Return whether every row has a value there: a field of its own that cannot be null."""
    own = {field.name: field for field in found.model._meta.concrete_fields}
    return path in own and not own[path].null


def page_of(
    request: HttpRequest, found: Any, per_page: int = PER_PAGE, *, count: int | None = None
) -> Page[Any]:
    """Return the page asked for, or the nearest there is; `?per=` may ask for another length.

    `count` spares counting where it is known.
    """
    asked = request.GET.get("per", "")
    per_page = int(asked) if asked in map(str, PER_PAGES) else per_page
    paginator = Paginator(found, per_page)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def show_list(
    request: HttpRequest,
    template: str = "ui/list.html",
    *,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[Row],
    page: Page[Any],
    **context: Any,
) -> HttpResponse:
    """Draw the list: its rows alone when htmx asks for them, else the page around them."""
    context |= {"title": title, "columns": list(columns), "rows": list(rows), "page": page}
    context.setdefault("search", request.GET.get("q", ""))
    context.setdefault("sort", request.GET.get("sort", ""))
    context.setdefault("empty", Empty())
    asks_rows = request.headers.get("HX-Target") == "rows"
    part = "ui/list.html#rows" if asks_rows else template
    reply = render(request, part, context)
    patch_vary_headers(reply, ["HX-Target"])
    return reply
