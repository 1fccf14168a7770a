"""The components and filters every page may use; each refuses props it does not know."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wutong.foundation.ui import controls, wording
from wutong.foundation.ui.components import Components
from wutong.foundation.ui.lists import PER_PAGES, Cell, Row
from wutong.foundation.ui.menu import menu_for

register = Components()

for write in (
    wording.wan,
    wording.yi,
    wording.yuan,
    wording.spoken,
    wording.day,
    wording.moment,
    wording.number,
):
    register.filter(write.__name__, write)

TONES = {"红": "red", "黄": "yellow", "绿": "green", "蓝": "blue", "灰": "grey"}
NEUTRAL = "grey"
LONG = 13  # characters; what is shorter is kept on one line


def tone_of(name: str) -> str:
    tone = TONES.get(name, name)
    return tone if tone in TONES.values() else NEUTRAL


def request_of(context: Context) -> Any:
    return context.get("request") or getattr(context, "request", None)


def query(context: Context, **changes: str | None) -> str:
    """Return the query string with these changes; None takes a parameter away."""
    request = request_of(context)
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for name, text in changes.items():
        params.pop(name, None)
        if text is not None:
            params[name] = text
    for name in [name for name, texts in params.lists() if not any(texts)]:
        del params[name]
    return f"?{params.urlencode()}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one of Tabler's icons; it stands beside words, so readers aloud skip it."""
    return format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def light(tone: str, text: Any) -> SafeString:
    """Draw a 红黄绿 light: a shape of its own for each colour, and always the words."""
    return format_html('<span class="light light-{}">{}</span>', tone_of(tone), text)


@register.simple_tag(takes_context=True)
def menu(context: Context) -> SafeString:
    """Draw the entries that this user may open; once, though wide windows and phones show it."""
    request = request_of(context)
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False):
        return SafeString("")
    if not hasattr(request, "drawn_menu"):
        groups = menu_for(user, request.path)
        request.drawn_menu = render_to_string("ui/menu.html", {"groups": groups})
    return request.drawn_menu  # type: ignore[no-any-return]


@register.component
def figure(
    context: Context,
    *,
    label: str,
    value: Any,
    unit: str = "",
    url: str = "",
    note: str = "",
    change: str = "",
    tone: str = "",
) -> dict[str, Any]:
    """A headline figure (指标卡). `change` is text such as "同比 +12.3%"; `tone` colours it."""
    return {
        "label": label,
        "value": wording.number(value),
        "unit": "" if value is None else unit,
        "url": url,
        "note": note,
        "change": change,
        "tone": tone_of(tone) if tone else "",
    }


@register.component
def empty(
    context: Context, *, title: str, hint: str = "", action_url: str = "", action: str = ""
) -> dict[str, Any]:
    return {"title": title, "hint": hint, "action_url": action_url, "action": action}


@register.component
def field(
    context: Context, bound: BoundField, *, unit: str = "", wide: bool = False
) -> dict[str, Any]:
    return controls.dress(bound, unit=unit, wide=wide)


@register.component
def form_fields(context: Context, form: forms.BaseForm) -> dict[str, Any]:
    return {"form": form, "sections": controls.sections(form)}


@register.component
def error_summary(context: Context, form: forms.BaseForm) -> dict[str, Any]:
    faulty = [bound for bound in form.visible_fields() if bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    general = [*form.non_field_errors(), *hidden]
    return {"faulty": faulty, "general": general, "count": len(faulty) + len(general)}


@register.component
def pager(context: Context, page: Page[Any], *, target: str = "") -> dict[str, Any]:
    """Links to the other pages with the query string kept; `target` is what htmx replaces."""
    steps: dict[str, int] = {}
    if page.has_previous():
        steps |= {"first": 1, "previous": page.previous_page_number()}
    if page.has_next():
        steps |= {"next": page.next_page_number(), "last": page.paginator.num_pages}
    links = {name: query(context, page=str(number)) for name, number in steps.items()}
    lengths = {}
    if page.paginator.count > min(PER_PAGES):
        lengths = {n: query(context, per=str(n), page=None) for n in PER_PAGES}
    return {"page": page, "links": links, "lengths": lengths, "target": target}


@register.component
def sort_header(
    context: Context, label: str, key: str, *, numeric: bool = False, target: str = ""
) -> dict[str, Any]:
    """A column's heading that sorts by it; figures begin with the largest."""
    request = request_of(context)
    now = request.GET.get("sort", "") if request else ""
    order = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    first, second = (f"-{key}", key) if numeric else (key, f"-{key}")
    url = query(context, sort=second if now == first else first, page=None)
    return {"label": label, "url": url, "order": order, "numeric": numeric, "target": target}


@register.component
def table(
    context: Context,
    *,
    columns: Iterable[Any],
    rows: Iterable[Row],
    caption: str = "",
    target: str = "",
) -> dict[str, Any]:
    columns = list(columns)
    labels = [column.label for column in columns]
    return {
        "columns": columns,
        "rows": [(row, drawn_cells(row, labels)) for row in rows],
        "caption": caption,
        "target": target,
        "request": request_of(context),
    }


def drawn_cells(row: Row, labels: list[str]) -> list[SafeString]:
    """Draw the cells of a row here: a list has hundreds, and a template takes them one by one."""
    first = row.cells[0] if row.cells else None
    return [
        drawn_cell(c, label, row, c is first) for c, label in zip(row.cells, labels, strict=True)
    ]


def drawn_cell(cell: Cell, label: str, row: Row, is_first: bool) -> SafeString:
    """Draw one cell: its text, as a link or a light if it is one; its label stands by on phones."""
    text: Any = cell.text
    url = cell.url or (row.url if is_first else "")
    if url:
        text = format_html('<a href="{}">{}</a>', url, text)
    elif cell.tone:
        text = light(cell.tone, text)
    sub = format_html('<span class="sub">{}</span>', cell.sub) if cell.sub else ""
    is_short = not is_first and len(cell.text) < LONG
    kind = "num" if cell.numeric else "short" if is_short else ""
    return format_html(
        '<td class="{}" data-label="{}"><div class="cell">{}{}</div></td>', kind, label, text, sub
    )


@register.component
def filter_bar(
    context: Context,
    form: forms.BaseForm | None = None,
    *,
    search: str | None = None,
    placeholder: str = "搜索",
    sort: str = "",
    target: str = "",
) -> dict[str, Any]:
    """A GET form that narrows a list; `search` shows the box for `?q=`, holding that text."""
    fields = list(form.visible_fields()) if form else []
    for bound in fields:
        controls.prepare(bound.field.widget)
    names = {bound.html_name for bound in fields} | {"q"}
    request = request_of(context)
    given = request.GET if request else {}
    return {
        "fields": fields,
        "hidden": list(form.hidden_fields()) if form else [],
        "search": search,
        "placeholder": placeholder,
        "sort": sort,
        "target": target,
        "is_narrowed": any(given.get(name) for name in names),
        "path": request.path if request else "",
    }


@register.component
def timeline(context: Context, items: Iterable[Any]) -> dict[str, Any]:
    """What happened (经过): items with at, who, what and perhaps note, url, tone."""
    return {"items": items}


@register.component
def tabs(context: Context, items: Iterable[Any], *, label: str = "分页") -> dict[str, Any]:
    """Links side by side: items with label, url, is_current and perhaps count."""
    return {"items": items, "label": label}


@register.component
def actions(context: Context, items: Iterable[Any]) -> dict[str, Any]:
    """Buttons of a record: links, or forms of their own; see `lists.Action`."""
    return {"items": items}


@register.component
def chart(
    context: Context,
    key: str,
    *,
    title: str,
    labels: Iterable[str],
    series: Iterable[Mapping[str, Any]],
    kind: str = "bar",
    unit: str = "",
    note: str = "",
    head: str = "",
    option: Mapping[str, Any] | None = None,
    tall: bool = False,
) -> dict[str, Any]:
    """A chart (bar, rank, line, pie) and the table that says the same.

    `series` are mappings with name and values (one for each label); `option`, where
    given, is laid over what `kind` makes, in ECharts' own terms. `key` is the element's id.
    """
    labels, series = list(labels), [dict(each) for each in series]
    lines = [
        (label, [each["values"][index] for each in series]) for index, label in enumerate(labels)
    ]
    data = {"kind": kind, "labels": labels, "series": series, "unit": unit, "option": option or {}}
    return {
        "key": key,
        "title": title,
        "unit": unit,
        "note": note,
        "head": head,
        "tall": tall,
        "data": data,
        "data_key": f"{key}-data",
        "series": series,
        "lines": lines,
    }
