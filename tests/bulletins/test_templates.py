"""The editor of a report's template: what it takes, refuses and shows beside the text."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.bulletins.quarter import EDITOR_PERIOD, TEXT, TITLE, Quarter
from tests.desk.conftest import SignIn
from wutong.foundation.audit.models import Trail
from wutong.steer.bulletins.models import Template


def typed(client: Client, quarter: Quarter, **changes: str) -> dict[str, str]:
    """Return what the editor would send back, with some of it changed."""
    form = client.get(quarter.editor(), EDITOR_PERIOD).context["form"]
    given = {bound.html_name: str(bound.value() or "") for bound in form}
    return given | changes


def test_a_template_is_edited_on_screen(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    sent = typed(client, quarter, text="签约{{ projects_registered }}项。\r\n完。")

    reply = client.post(quarter.editor(), sent)

    assert reply.url == f"{quarter.editor()}?period=2023Q1"
    assert Template.objects.get().text == "签约{{ projects_registered }}项。\n完。"
    assert "签约2项。" in "".join(client.get("/reports/quarterly/2023Q1/").context["answer"].text)
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor) == ("bulletins.template_amended", quarter.world.clerk)
    assert list(trail.changes) == ["text"]
    assert "修改报告模板" in client.get(quarter.editor()).text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{{ projects_registered.__class__ }}", "不能用点号或方括号取数据的内部"),
        ("{{ projects_registered['x'] }}", "不能用点号或方括号取数据的内部"),
        ("{{ projects_registered() }}", "不能调用函数"),
        ("{% import 'os' as os %}", "不能引入别的文件"),
        ("{% include 'settings' %}", "不能引入别的文件"),
        ("{% for x in projects_registered %}{% endfor %}", "不能循环或赋值"),
        ("{{ projects_registered * 2 }}", "不能写算式或拼接"),
        ("{{ projects_registered | attr('x') }}", "没有“attr”这种换算"),
        ("{{ nothing_like_it }}", "没有名为“nothing_like_it”的数据"),
        ("{{ projects_registered", "写法有误"),
    ],
)
def test_what_a_template_may_not_say_is_refused_at_its_line(
    quarter: Quarter, signed_in: SignIn, line: str, says: str
) -> None:
    client = signed_in(quarter.world.clerk)
    sent = typed(client, quarter, text=f"第一行。\n第二行。\n第三行{line}项。")

    refused = client.post(quarter.editor(), sent)
    shown = client.post(quarter.editor().replace("/edit/", "/preview/"), sent)

    assert refused.status_code == 422
    for reply in (refused, shown):
        assert "正文第3行" in reply.text
        assert says in reply.context["wrong"]
    assert "第三行" in refused.text  # what was typed is still there
    assert Template.objects.get().text == TEXT


def test_a_title_is_held_to_the_same(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)

    refused = client.post(quarter.editor(), typed(client, quarter, title="{{ x.y }}报告"))

    assert refused.status_code == 422
    assert "标题第1行" in refused.text
    assert Template.objects.get().title == TITLE


def test_a_draft_is_shown_beside_the_text_and_not_saved(
    quarter: Quarter, signed_in: SignIn
) -> None:
    client = signed_in(quarter.world.clerk)
    sent = typed(client, quarter, text="共{{ projects_registered }}项，{{ trip_project_names }}。")

    live = client.post(quarter.editor().replace("/edit/", "/preview/"), sent)
    without_script = client.post(quarter.editor(), sent | {"preview": "1"})

    for reply in (live, without_script):
        assert reply.status_code == 200
        assert ">2</a>项" in reply.text
        assert "【待填：走出去签约项目名称】" in reply.text
        assert "还有 1 处待填" in reply.text
    assert "<html" not in live.text
    assert Template.objects.get().text == TEXT


def test_the_shipped_text_is_restored(quarter: Quarter, signed_in: SignIn) -> None:
    client = signed_in(quarter.world.clerk)
    shipped = Template.history.order_by("known_at").first()

    asked = client.get(quarter.restoration())
    restored = client.post(quarter.restoration())

    assert "已定稿的报告不受影响" in asked.text
    assert restored.url == quarter.editor()
    now = Template.objects.get()
    assert "抓三促" in now.text
    assert (now.text, now.title, now.slots) == (shipped.text, shipped.title, shipped.slots)
    assert Trail.objects.latest("pk").action == "bulletins.template_restored"
    page = client.get(quarter.editor())
    assert "恢复自带模板" in page.text  # as what was done
    assert quarter.restoration() not in page.text  # there is nothing to restore now


def test_what_another_wrote_meanwhile_is_not_lost_unseen(
    quarter: Quarter, signed_in: SignIn
) -> None:
    mine, theirs = signed_in(quarter.world.clerk), signed_in(quarter.world.verifier)
    stale = typed(mine, quarter, text="我的{{ projects_registered }}项")
    theirs.post(quarter.editor(), typed(theirs, quarter, text="他的{{ projects_registered }}项"))

    reply = mine.post(quarter.editor(), stale)

    assert reply.status_code == 409
    assert "li 在" in reply.text
    assert "我的" in reply.text
    again = stale | {"known_at": reply.context["form"]["known_at"].value()}
    assert mine.post(quarter.editor(), again).status_code == 302


def test_who_may_not_edit_is_told_so(quarter: Quarter, signed_in: SignIn) -> None:
    leader = quarter.world.an_official(
        "he", quarter.world.county, ["county.see"], quarter.world.county
    )
    before = Template.objects.get().known_at

    for official in (leader, quarter.world.recorder):
        client = signed_in(official)
        for reply in (
            client.get(quarter.editor()),
            client.post(quarter.editor(), {"title": "x", "text": "y"}),
            client.post(quarter.editor().replace("/edit/", "/preview/"), {"text": "y"}),
            client.post(quarter.restoration()),
        ):
            assert reply.status_code == 403
            assert "您的岗位不包含这项操作" in reply.text
    assert Template.objects.get().known_at == before
