"""Components: they name the props they take, escape what they show, and keep the query string."""

from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import NoReverseMatch

from wutong.foundation.ui import menu
from wutong.foundation.ui.lists import Action, Cell, Column, Row, page_of, show_list

HOSTILE = '<img src=x onerror="alert(1)">'


def draw(source: str, path: str = "/", **context: Any) -> str:
    return Template(source).render(Context({"request": RequestFactory().get(path), **context}))


class ProjectForm(forms.Form):
    groups = [("基本情况", ["name"])]
    name = forms.CharField(label="项目名称", help_text="与合同一致")
    amount = forms.DecimalField(label="金额", widget=forms.NumberInput(attrs={"data-unit": "万元"}))
    signed_on = forms.DateField(label="签约日期")


@pytest.mark.parametrize(
    "tag",
    [
        '{% figure label="到位资金" value=1 colour="red" %}',
        '{% empty title="没有" text="x" %}',
        '{% pager page sort="x" %}',
        '{% chart "a" title="a" labels=x series=x style="b" %}',
    ],
)
def test_a_prop_that_is_not_declared_is_refused_with_those_that_are(tag: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=r"unexpected keyword argument.*takes: "):
        Template(tag)


def test_a_missing_prop_is_named() -> None:
    with pytest.raises(TemplateSyntaxError, match="'value'"):
        Template('{% figure label="到位资金" %}')


def test_a_figure_without_value_is_a_dash_without_unit() -> None:
    html = draw('{% figure label="外出招商" value=value unit="次" %}', value=None)
    assert "—" in html
    assert "tile-unit" not in html


def test_zero_is_a_value() -> None:
    html = draw('{% figure label="外出招商" value=0 unit="次" %}')
    assert '<p class="tile-value">0<span class="tile-unit">次</span></p>' in html


@pytest.mark.parametrize(
    "source",
    [
        "{% figure label=bad value=bad unit=bad note=bad change=bad %}",
        "{% light bad bad %}",
        "{% icon bad %}",
        "{% empty title=bad hint=bad action=bad action_url=bad %}",
        "{% tabs items %}",
        "{% timeline history %}",
        "{% actions deeds %}",
        "{% table columns=columns rows=rows caption=bad %}",
        '{% chart "a" title=bad labels=names series=series note=bad unit=bad %}',
        "{% sort_header bad bad %}",
    ],
)
def test_hostile_text_is_escaped(source: str) -> None:
    html = draw(
        source,
        bad=HOSTILE,
        items=[{"label": HOSTILE, "url": HOSTILE}],
        history=[{"at": None, "what": HOSTILE, "who": HOSTILE, "note": HOSTILE}],
        deeds=[
            Action(HOSTILE, HOSTILE, post=True, confirm=HOSTILE),
            Action(HOSTILE, HOSTILE, why_not=HOSTILE),
        ],
        columns=[Column("a", HOSTILE)],
        rows=[Row([Cell(HOSTILE, sub=HOSTILE, url=HOSTILE)])],
        names=[HOSTILE],
        series=[{"name": HOSTILE, "values": [1]}],
    )
    assert "<img" not in html


def test_a_light_of_unknown_colour_is_grey_and_keeps_its_words() -> None:
    assert draw('{% light "puce" "未设期限" %}') == (
        '<span class="light light-grey">未设期限</span>'
    )


def test_a_light_may_be_asked_for_in_chinese() -> None:
    assert "light-red" in draw('{% light "红" "超期18天" %}')


def test_the_pager_keeps_the_filters() -> None:
    page = Paginator(range(300), 50).page(2)
    html = draw("{% pager page %}", "/funds/?unit=3&q=&sort=-amount&page=2", page=page)
    assert 'href="?unit=3&amp;sort=-amount&amp;page=3"' in html
    assert "共 300 条，第 2 / 6 页" in html


def test_a_single_page_has_a_count_and_no_links() -> None:
    html = draw("{% pager page %}", page=Paginator(range(3), 50).page(1))
    assert "共 3 条" in html
    assert "<a" not in html


def test_sorting_toggles_keeps_the_filters_and_goes_back_to_the_first_page() -> None:
    tag = '{% sort_header "金额" "amount" numeric=True %}'
    assert 'href="?unit=3&amp;sort=-amount"' in draw(tag, "/?unit=3&page=4")
    largest_first = draw(tag, "/?unit=3&sort=-amount")
    assert 'aria-sort="descending"' in largest_first
    assert 'href="?unit=3&amp;sort=amount"' in largest_first


def test_a_field_ties_its_help_and_errors_to_the_control() -> None:
    form = ProjectForm({})
    html = draw("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name-errors id_name-help"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-errors"' in html
    assert 'id="id_name-help"' in html


def test_dates_are_chosen_from_a_calendar_and_shown_in_its_format() -> None:
    html = draw("{% field form.signed_on %}", form=ProjectForm({"signed_on": "2023-03-02"}))
    assert 'type="date"' in html
    assert 'value="2023-03-02"' in html


def test_a_unit_stands_behind_its_control() -> None:
    assert '<span class="input-group-text">万元</span>' in draw(
        "{% field form.amount %}", form=ProjectForm()
    )


def test_fields_that_no_group_names_come_last() -> None:
    html = draw("{% form_fields form %}", form=ProjectForm())
    assert html.index("基本情况") < html.index("id_name") < html.index("其他")
    assert html.index("其他") < html.index("id_amount") < html.index("id_signed_on")


def test_the_error_summary_links_to_the_fields() -> None:
    html = draw("{% error_summary form %}", form=ProjectForm({}))
    assert "还有 3 处需要修改" in html
    assert 'href="#id_name"' in html


def test_a_list_answers_htmx_with_its_rows_alone() -> None:
    def ask(**headers: str) -> str:
        request = RequestFactory().get("/funds/?sort=-amount", headers=headers or None)
        page = page_of(request, ["甲公司"])
        rows = [Row([Cell(name, url="/x/")]) for name in page]
        columns = [Column("name", "企业", sortable=True)]
        answer = show_list(request, title="企业库", columns=columns, rows=rows, page=page)
        assert "HX-Target" in answer["Vary"]
        return str(answer.content.decode())

    assert "<html" in ask()
    rows = ask(**{"HX-Target": "rows"})
    assert rows.lstrip().startswith('<div id="rows"')
    assert "甲公司" in rows


class Anyone:
    is_authenticated = True


def test_the_menu_shows_what_exists_and_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def reverse(name: str) -> str:
        if name == "gone":
            raise NoReverseMatch(name)
        return f"/{name}/"

    monkeypatch.setattr(menu, "registry", {})
    monkeypatch.setattr(menu, "reverse", reverse)
    menu.register(menu.Entry("人员", "users", "users", "系统", 1, allowed=lambda user: False))
    menu.register(menu.Entry("到位资金", "funds", "coin", "招商", 2))
    menu.register(menu.Entry("项目库", "projects", "briefcase", "招商", 1))
    menu.register(menu.Entry("旧页", "gone", "history", "报告", 1))
    menu.register(menu.Entry("首页", "home", "home", "首页", 1))
    groups = menu.menu_for(Anyone(), "/funds/3/")
    assert [group.label for group in groups] == ["", "招商"]
    assert [(item.label, item.is_current) for item in groups[1].items] == [
        ("项目库", False),
        ("到位资金", True),
    ]


def test_the_nearest_entry_is_current() -> None:
    prefixes = [("/", "home"), ("/funds/", "funds"), ("/funds/imports/", "imports")]
    assert menu.nearest(prefixes, "/funds/imports/3/") == "imports"
    assert menu.nearest(prefixes, "/funds/12/") == "funds"
    assert menu.nearest(prefixes, "/people/") == ""
    assert menu.nearest(prefixes, "/") == "home"
