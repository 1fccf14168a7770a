"""A quarter to report on: two townships' projects and funds, and a short template."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import docx
import openpyxl
from django.test import Client
from django.utils.html import strip_tags
from pypdfium2 import PdfDocument

from tests.world import World
from wutong.attract.projects.operations import milestone_plans
from wutong.people.models import Unit
from wutong.steer.bulletins.models import Report, Template
from wutong.steer.bulletins.operations import templates

DRAFT = "/reports/quarterly/2023Q1/"
EDITOR_PERIOD = {"period": "2023Q1"}
TEXT = (
    "目前，新签约入库项目{{ projects_registered }}项，签约额{{ contracted_amount | wan }}万元，"
    "落实省外到位资金{{ funds_in_place | wan }}万元，同比增长{{ funds_in_place_growth }}%。\n"
    "加速推进{{ commencements_due_names }}等{{ commencements_due }}个项目动工建设。"
)
TITLE = "{{ county_name }}{{ report_year }}年{{ period_name }}报告"


class Quarter:
    """青石镇 has a signed project with funds and a due start, 白杨乡 another."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.template = Template.objects.get(code="quarterly")
        self.writes(TEXT)
        self.qingshi = self.a_project("储能装备制造项目", world.qingshi, 100_000_000)
        self.baiyang = self.a_project("白杨光伏组件项目", world.baiyang, 50_000_000)
        self.receipt = world.a_receipt(self.qingshi, 3_000_000)
        world.a_receipt(self.baiyang, 2_000_000, actor=world.stranger, voucher="银行回单0002")

    def a_project(self, name: str, unit: Unit, amount: int) -> Any:
        project = self.world.a_signed_project(name, unit=unit, amount=amount)
        milestone_plans.record(
            project_name=name, project=project, kind="commenced", lead_unit=unit,
            due_from=date(2023, 4, 1), due_on=date(2023, 6, 30), actor=self.world.machine,
        )  # fmt: skip
        return project

    def writes(self, text: str, title: str = TITLE) -> None:
        self.template.refresh_from_db()
        templates.amend(self.template, text=text, title=title, actor=self.world.machine)

    def editor(self) -> str:
        return f"/reports/templates/{self.template.pk}/edit/"

    def restoration(self) -> str:
        return f"/reports/templates/{self.template.pk}/restoration/"


def finalise(client: Client, reason: str = "", query: str = "") -> Report:
    """Finalise the first quarter on screen, and return the version that was made."""
    reply = client.post(f"{DRAFT}finalisation/{query}", {"reason": reason})
    assert reply.status_code == 302, reply.context["form"].errors
    return Report.objects.latest("pk")


def words(form: str, content: bytes) -> str:
    """Return what a file of a report says."""
    if form == "docx":
        return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)
    if form == "xlsx":
        book = openpyxl.load_workbook(BytesIO(content))
        rows = [row for sheet in book for row in sheet.iter_rows(values_only=True)]
        return "\n".join(str(cell) for row in rows for cell in row)
    if form == "pdf":
        pages = [page.get_textpage().get_text_range() for page in PdfDocument(content)]
        return "".join(pages).replace("\r", "").replace("\n", "")
    said = content.decode()
    return strip_tags(said) if form == "html" else said
