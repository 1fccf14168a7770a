"""The packaging pages: a project packaged, judged, published and pushed through the desk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.projects.packaged import DAY, FLOWS, WORDS, Packaged
from tests.world import World
from wutong.attract.projects.models import (
    Interest,
    Packaging,
    Proposal,
    PublishedProject,
    ReserveProject,
    Revision,
    Rubric,
)
from wutong.attract.projects.operations.packaging import (
    return_proposal,
    start_proposal,
    submit_proposal,
)
from wutong.foundation.documents.card import Card, qr_svg, shortened, to_card
from wutong.people.models import Official


@pytest.fixture
def packaged(world: World) -> Packaged:
    return Packaged(world)


def browser(official: Official) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(client: Client, proposal: Proposal, **changes: Any) -> dict[str, Any]:
    """Return what the edit page would send back, with some of it changed."""
    page = client.get(f"/proposals/{proposal.pk}/edit/")
    given: dict[str, Any] = {}
    for form in (page.context["form"], page.context["sheet"]):
        given |= {b.html_name: b.value() for b in form if b.value() not in (None, False)}
    return {**given, **changes}


def sheet() -> dict[str, str]:
    typed = {"investment-0": "10000", "years": "6", "discount_rate": "8"}
    for year in range(1, 6):
        typed |= {f"revenue-{year}": "8000", f"cost-{year}": "5000"}
    return typed


def picture() -> SimpleUploadedFile:
    stream = BytesIO()
    Image.new("RGB", (640, 400), "#12695a").save(stream, "JPEG")
    return SimpleUploadedFile("效果图.jpg", stream.getvalue(), content_type="image/jpeg")


# --- the whole way ---------------------------------------------------------------------------


def test_a_project_is_packaged_judged_published_and_pushed(packaged: Packaged) -> None:
    reserve, clerk = packaged.a_reserve(), browser(packaged.world.recorder)
    base = f"/reserves/{reserve.pk}"
    assert f"{base}/packaging/" in clerk.get(f"{base}/").text
    begun = clerk.post(f"{base}/proposals/new/")
    proposal = Proposal.objects.get()
    assert begun.url == f"/proposals/{proposal.pk}/edit/"
    one = f"/proposals/{proposal.pk}"
    assert "“基础工作”没有填" in clerk.get(f"{one}/").text

    given = typed(clerk, proposal, **WORDS, **sheet(), targets="甲公司\n乙公司\n")
    assert clerk.post(f"{one}/edit/", given).url == f"{one}/"
    assert [t.name for t in proposal.target_firms.all()] == ["甲公司", "乙公司"]
    assert proposal.years.get(year=0).investment == Decimal(100_000_000)
    clerk.post(f"{one}/picture/", {"picture": picture()})
    clerk.post(f"{one}/submission/")

    for reviewer in packaged.reviewers:
        page = browser(reviewer)
        form = page.get(f"{one}/appraisal/").context["form"]
        marks = {n: "85" for n in form.fields if n.startswith("score")}
        assert page.post(f"{one}/appraisal/", marks).url == f"{one}/"
    bureau = browser(packaged.publisher)
    assert bureau.post(f"{one}/conclusion/").status_code == 302
    assert bureau.post(f"{one}/publication/").status_code == 302
    pushed = {"channel": "商协会微信群", "group": "浙江商会", "on": "2026-11-30"}
    proposal.refresh_from_db()
    pushed["on"] = str(proposal.published_on)
    assert clerk.post(f"{one}/push/", pushed).url == f"{one}/card/"

    assert Packaging.objects.get().score == Decimal("85.0")
    assert PublishedProject.objects.get().proposal == proposal
    assert "商协会微信群：浙江商会" in clerk.get(f"{base}/packaging/").text


def test_the_arithmetic_follows_what_is_typed_and_saves_nothing(packaged: Packaged) -> None:
    proposal, clerk = packaged.a_draft(), browser(packaged.world.recorder)
    path = f"/proposals/{proposal.pk}"

    live = clerk.post(f"{path}/arithmetic/", sheet(), headers={"HX-Request": "true"})
    assert "累计净现金流到第 4 年不再为负" in live.text
    assert live.text.lstrip().startswith('<div id="arithmetic"')
    wrong = clerk.post(f"{path}/arithmetic/", {**sheet(), "revenue-1": "八千"})
    assert "请填写数字，单位万元" in wrong.text

    given = typed(clerk, proposal, **sheet())
    more = clerk.post(f"{path}/edit/", {**given, "work": "more"})
    fewer = clerk.post(f"{path}/edit/", {**given, "work": "fewer"})
    out = clerk.post(f"{path}/edit/", {**given, "work": "out"})
    assert (more.context["sheet"].count, fewer.context["sheet"].count) == (7, 5)
    assert out.status_code == 200
    assert "累计净现金流到第 4 年不再为负" in out.text
    assert proposal.years.count() == len(FLOWS)


def test_what_another_saved_meanwhile_is_shown(packaged: Packaged) -> None:
    proposal = packaged.a_draft()
    mine, theirs = browser(packaged.world.recorder), browser(packaged.world.clerk)
    stale = typed(mine, proposal, water="日供水六万吨。")
    theirs.post(f"/proposals/{proposal.pk}/edit/", typed(theirs, proposal, land="毛地"))

    reply = mine.post(f"/proposals/{proposal.pk}/edit/", stale)
    assert reply.status_code == 409
    assert reply.context["meanwhile"].who == "liu"
    assert "日供水六万吨。" in reply.text


def test_a_form_sent_back_as_it_came_changes_nothing(packaged: Packaged) -> None:
    proposal, clerk = packaged.a_draft(), browser(packaged.world.recorder)
    known_at = Proposal.objects.get().known_at
    clerk.post(f"/proposals/{proposal.pk}/edit/", typed(clerk, proposal))
    assert Proposal.objects.get().known_at == known_at


# --- who may see and do what -----------------------------------------------------------------


def test_a_stranger_finds_nothing(packaged: Packaged) -> None:
    proposal, stranger = packaged.published(), browser(packaged.world.stranger)
    reserve = proposal.reserve
    for below in (
        "",
        "edit/",
        "card/",
        "card.pdf",
        "push/",
        "comparison/",
        "appraisal/",
        "return/",
    ):
        assert stranger.get(f"/proposals/{proposal.pk}/{below}").status_code == 404
    for below in ("packaging/", "revision/", "dropping/", "interests/new/"):
        assert stranger.get(f"/reserves/{reserve.pk}/{below}").status_code == 404
    for page in ("/packaging/", "/packaging/revisions/", "/packaging/feedback/"):
        assert reserve.name not in stranger.get(page).text
    assert Client(headers={"host": "127.0.0.1"}).get("/packaging/").status_code == 302


def test_what_one_may_not_do_is_refused(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    clerk, reviewer = browser(packaged.world.recorder), browser(packaged.reviewers[0])
    one = f"/proposals/{proposal.pk}"
    for path in ("conclusion/", "publication/", "return/"):
        assert clerk.post(f"{one}/{path}", {"reason": "x"}).status_code == 403
        assert reviewer.post(f"{one}/{path}", {"reason": "x"}).status_code == 403
    assert clerk.get(f"{one}/appraisal/").status_code == 403
    assert reviewer.get(f"{one}/push/").status_code == 403
    assert browser(packaged.publisher).get("/packaging/rubrics/new/").status_code == 403
    own = browser(packaged.own)
    why = next(a.why_not for a in own.get(f"{one}/").context["actions"] if a.label == "评分")
    assert why == "本单位包装的项目，本单位人员不能评审（回避）"


def test_marks_stay_with_their_reviewer_until_the_conclusion(packaged: Packaged) -> None:
    proposal = packaged.submitted()
    packaged.appraise(proposal, 81, 82, 83)
    one, reviewer = f"/proposals/{proposal.pk}/", browser(packaged.reviewers[0])

    def shown() -> int:
        told = reviewer.get(one).context["sections"]
        return len(next(s["rows"] for s in told if s["title"] == "评审评分"))

    assert shown() == 1
    browser(packaged.publisher).post(f"{one}conclusion/")
    assert shown() == 3


def test_a_rubric_is_published_on_screen(packaged: Packaged) -> None:
    client = browser(packaged.world.clerk)
    form = client.get("/packaging/rubrics/new/").context["form"]
    given = {b.html_name: b.value() for b in form if b.value() not in (None, "")}
    given |= {"name": "县标准", "since": "2026-12-01", "source": "《办法》", "threshold": "75"}

    refused = client.post("/packaging/rubrics/new/", {**given, "weight-0": "30"})
    assert "各项权重之和须为 100，现为 110" in refused.text
    assert client.post("/packaging/rubrics/new/", given).status_code == 302
    assert Rubric.objects.get(name="县标准").criteria.count() == 5
    assert "县标准" in client.get("/packaging/rubrics/").text


# --- lists -----------------------------------------------------------------------------------


def test_the_library_shows_stage_score_and_what_is_owed(packaged: Packaged) -> None:
    packaged.published(packaged.a_reserve("甲"))
    packaged.a_reserve("乙")
    client = browser(packaged.world.clerk)
    rows = client.get("/reserves/").context["rows"]
    cells = {row.cells[0].text: [c.text for c in row.cells] for row in rows}
    assert "已发布" in cells["甲"]
    assert "85" in cells["甲"]
    assert "逾期未修订" in cells["乙"] or "待修订" in cells["乙"]
    assert len(client.get("/reserves/?packaging=published").context["rows"]) == 1
    assert "乙" in client.get("/packaging/revisions/").text
    assert "未修订的储备项目" in client.get("/").text


def test_a_list_asks_as_much_for_many_as_for_one(packaged: Packaged) -> None:
    client, asked = browser(packaged.publisher), []
    for name in ("甲", "乙", "丙"):
        packaged.submitted(packaged.a_reserve(name))
        client.get("/packaging/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/packaging/")
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2]


def test_the_revision_and_the_investors_are_recorded_on_screen(packaged: Packaged) -> None:
    reserve, client = packaged.a_reserve(), browser(packaged.world.recorder)
    base = f"/reserves/{reserve.pk}"
    assert client.post(f"{base}/revision/", {"note": "无"}).status_code == 422
    assert client.post(f"{base}/revision/", {"note": "核对了用地和电价"}).status_code == 302
    assert Revision.objects.get().reserve == reserve

    given = {"firm_name": "甲公司", "source": "visit", "on": "2026-03-02", "intended_amount": "500"}
    assert client.post(f"{base}/interests/new/", given).status_code == 302
    interest = Interest.objects.get()
    assert interest.intended_amount == 5_000_000
    end = {"result": "lost", "on": "2026-04-01", "why": "land", "reason": "无净地"}
    assert client.post(f"/interests/{interest.pk}/end/", end).status_code == 302
    told = client.get("/packaging/feedback/").text
    assert "用地厂房" in told

    client.post(f"{base}/dropping/", {"reason": "原料枯竭"})
    assert ReserveProject.objects.get().state == "dropped"


def test_two_versions_are_compared(packaged: Packaged) -> None:
    first = packaged.submitted()
    return_proposal(first, reason="论证不足", actor=packaged.publisher)
    second = start_proposal(first.reserve, actor=packaged.world.recorder)
    client = browser(packaged.world.recorder)
    client.post(f"/proposals/{second.pk}/edit/", typed(client, second, water="日供水八万吨。"))
    page = client.get(f"/proposals/{second.pk}/comparison/")
    assert [d.label for d in page.context["differences"]] == ["用水条件"]
    assert "日供水八万吨。" in page.text


# --- the card --------------------------------------------------------------------------------


def text_of(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(pdf)
    words = document[0].get_textpage().get_text_range()
    return len(document), words.replace(" ", "")


def test_the_card_is_one_page_with_its_figures(packaged: Packaged) -> None:
    proposal, clerk = packaged.published(), browser(packaged.world.recorder)
    reply = clerk.get(f"/proposals/{proposal.pk}/card.pdf?download")
    pages, words = text_of(reply.content)
    assert pages == 1
    for said in ("负极材料项目", "1亿元", "内部收益率", "扫码看最新一版"):
        assert said in words
    drawn = Image.open(BytesIO(clerk.get(f"/proposals/{proposal.pk}/card.png").content))
    assert drawn.width < drawn.height
    assert clerk.get(f"/proposals/{proposal.pk}/card.exe").status_code == 404


def test_a_card_that_has_much_to_say_stays_on_its_page() -> None:
    long = "项目依托本县资源与绿电条件，建设生产线。" * 60
    stream = BytesIO()
    Image.new("RGB", (64, 40), "red").save(stream, "JPEG")
    card = Card(
        title="很长的项目名称" * 12,
        figures=[("总投资", "5亿元")],
        facts=[(f"条件{n}", long[:60]) for n in range(8)],
        sections=[(f"第{n}段", long) for n in range(4)],
        url="https://example.cn/cards/abc/",
    )
    assert text_of(to_card(card, picture=stream.getvalue()))[0] == 1
    assert shortened(long).endswith("…")
    assert qr_svg(card.url).startswith("<svg")


def test_whoever_scans_a_published_card_sees_it_and_nothing_else(packaged: Packaged) -> None:
    proposal, anyone = packaged.published(), Client(headers={"host": "127.0.0.1"})
    public = f"/cards/{proposal.card_code}/"
    assert "负极材料项目" in anyone.get(public).text
    assert anyone.get(public)["X-Robots-Tag"] == "noindex"
    assert anyone.get(f"{public}card.pdf").status_code == 200
    assert anyone.get("/cards/guessed/").status_code == 404
    assert anyone.get(f"/proposals/{proposal.pk}/").status_code == 302

    return_proposal(proposal, reason="数据有误", actor=packaged.publisher)
    assert anyone.get(public).status_code == 404


def test_the_picture_is_frozen_and_goes_along_to_the_next_version(packaged: Packaged) -> None:
    proposal, clerk = packaged.a_draft(), browser(packaged.world.recorder)
    one = f"/proposals/{proposal.pk}"
    text = SimpleUploadedFile("说明.pdf", b"%PDF-1.4 nothing")
    assert clerk.post(f"{one}/picture/", {"picture": text}).status_code == 422
    clerk.post(f"{one}/picture/", {"picture": picture()})
    assert clerk.get(f"{one}/picture.jpg")["Content-Type"] == "image/jpeg"
    proposal = submit_proposal(
        Proposal.objects.get(), on=date(2026, 3, 2), actor=packaged.world.recorder
    )
    refused = clerk.post(f"{one}/picture/", {"picture": picture()})
    assert "内容已冻结" in refused.text
    return_proposal(proposal, reason="改", actor=packaged.publisher)
    second = start_proposal(proposal.reserve, actor=packaged.world.recorder)
    assert clerk.get(f"/proposals/{second.pk}/picture.jpg").status_code == 200
    assert proposal.submitted_on == DAY
