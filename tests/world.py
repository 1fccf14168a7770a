"""The people and projects tests start from, made through the operations. Nothing surprises."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Any

from wutong.attract.agreements.operations import sign_agreement
from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import firms
from wutong.attract.funds.models import Receipt
from wutong.attract.funds.operations import record_receipt, verify_receipt
from wutong.attract.projects.models import Evidence, Project
from wutong.attract.projects.operations import projects, reach_milestone, record_evidence
from wutong.foundation.files.receiving import Received, workroom
from wutong.foundation.files.store import content_name, put
from wutong.people.models import Official, Role, Unit
from wutong.people.operations import (
    counties,
    county_unit,
    grant_role,
    machine_administrator,
    record_official,
    units,
)

BUREAU = [
    "county.see", "people.keep", "accounts.keep", "firms.keep", "chains.keep", "outreach.keep",
    "projects.keep", "funds.record", "funds.verify", "policies.keep", "compliance.review",
    "aftercare.keep", "targets.keep", "commendations.keep", "imports.apply", "imports.words",
    "reports.edit", "reports.finalise", "months.close", "rules.set", "trail.read",
    "projects.move", "projects.merge", "firms.people_see", "firms.merge", "leads.keep",
    "leads.decide",
]  # fmt: skip
HEAD = [*BUREAU, "projects.waive", "outreach.approve", "firms.people_export"]
TOWNSHIP = [
    "projects.keep", "funds.record", "outreach.keep", "aftercare.keep", "firms.keep", "leads.keep",
    "firms.people_see",
]  # fmt: skip
NAMED = {
    " ".join(BUREAU): "岗位（统计）",
    " ".join(HEAD): "岗位（负责人）",
    " ".join(TOWNSHIP): "岗位（填报）",
}


class World:
    """临水县: its bureau (clerk `liu`, verifier `li`, head `song`), 青石镇 `ma`, 白杨乡 `chen`."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.machine = machine_administrator()
        counties.record(
            name="临水县",
            short_name="临水",
            prefecture="陇西市",
            province="甘肃省",
            actor=self.machine,
        )
        self.county = county_unit(actor=self.machine)
        self.bureau = self.a_unit("临水县招商局", Unit.Kind.DEPARTMENT)
        self.qingshi = self.a_unit("临水县青石镇人民政府", Unit.Kind.TOWNSHIP, "青石镇")
        self.baiyang = self.a_unit("临水县白杨乡人民政府", Unit.Kind.TOWNSHIP, "白杨乡")
        self.clerk = self.an_official("liu", self.bureau, BUREAU, self.county)
        self.verifier = self.an_official("li", self.bureau, BUREAU, self.county)
        self.head = self.an_official("song", self.bureau, HEAD, self.county)
        self.recorder = self.an_official("ma", self.qingshi, TOWNSHIP, self.qingshi)
        self.stranger = self.an_official("chen", self.baiyang, TOWNSHIP, self.baiyang)

    def a_unit(self, name: str, kind: str, short_name: str = "") -> Unit:
        return units.record(
            name=name, short_name=short_name, kind=kind, parent=self.county, actor=self.machine
        )

    def an_official(self, username: str, unit: Unit, abilities: list[str], scope: Unit) -> Official:
        official = record_official(username=username, name=username, unit=unit, actor=self.machine)
        told = " ".join(abilities)
        name = NAMED.get(told, f"岗位{sha256(told.encode()).hexdigest()[:8]}")
        role, _ = Role.objects.get_or_create(name=name, defaults={"abilities": abilities})
        grant_role(official, role=role, unit=scope, actor=self.machine)
        return official

    def a_firm(self, name: str = "杭州某某储能科技有限公司", **facts: Any) -> Firm:
        found = Firm.objects.filter(name=name).first()
        return found or firms.record(name=name, actor=self.machine, **facts)

    def a_project(
        self, name: str = "储能装备制造项目", unit: Unit | None = None, **facts: Any
    ) -> Project:
        """Record a project of an investor from outside the province, led by 青石镇."""
        given = {"origin": "outside", "investor": self.a_firm(), **facts}
        return projects.record(
            name=name, lead_unit=unit or self.qingshi, actor=self.machine, **given
        )

    def a_signed_project(
        self,
        name: str = "储能装备制造项目",
        *,
        signed_on: date = date(2023, 1, 10),
        registered_on: date | None = date(2023, 1, 20),
        amount: Decimal | int = 100_000_000,
        unit: Unit | None = None,
        **facts: Any,
    ) -> Project:
        """Record a project with a contract over so many yuan, registered unless `None`."""
        project = self.a_project(name, unit, **facts)
        sign_agreement(
            project, kind="contract", amount=Decimal(amount), on=signed_on, actor=self.machine
        )
        if registered_on:
            reach_milestone(project, kind="registered", on=registered_on, actor=self.machine)
        return project

    def a_receipt(
        self,
        project: Project,
        amount: Decimal | int = 3_000_000,
        placed_on: date = date(2023, 3, 2),
        *,
        verified: bool = True,
        **facts: Any,
    ) -> Receipt:
        given = {"voucher": "银行回单0001", "actor": self.recorder, **facts}
        receipt = record_receipt(project, amount=Decimal(amount), placed_on=placed_on, **given)
        if verified:
            verify_receipt(receipt, on=placed_on, actor=self.verifier)
        return receipt

    def a_paper(self, words: str = "回单") -> Received:
        """Put content into the store without looking at it, as what an upload comes to."""
        content = f"%PDF-1.7 {words} %%EOF".encode()
        digest = sha256(content).hexdigest()
        with workroom() as folder:
            (folder / "content").write_bytes(content)
            put(content_name(digest), folder / "content")
        return Received(digest, len(content), "application/pdf", f"{words}.pdf", 1)

    def an_evidence(
        self, project: Project, kind: str = "bank_slip", *, words: str = "", **facts: Any
    ) -> Evidence:
        """Record a paper of a kind with all that the kinds ask for, its file of its own."""
        number = facts.get("number") or f"SN{next(self.numbers):06d}"
        given = {
            "number": number,
            "amount": Decimal(3_000_000),
            "issued_on": date(2023, 3, 2),
            "payer": "杭州某某储能科技有限公司",
            "issuer": "临水农商银行",
            "place": "青石镇工业园",
            "shot_at": datetime(2023, 3, 2, 9, 30, tzinfo=UTC),
            "started_on": date(2023, 3, 1),
            "verifier": "马某",
            "verifier_unit": "青石镇人民政府",
            "verifier_post": "副镇长",
            "verifier_phone": "13800000000",
            "actor": self.recorder,
            **facts,
        }
        files = [self.a_paper(words or number)]
        return record_evidence(project=project, kind=kind, files=files, **given)
