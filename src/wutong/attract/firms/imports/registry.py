"""Extracts of the registry of firms (企业登记信息), as it or a tool like 企查查 exports them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from stdnum.cn import uscc

from wutong.attract.firms.imports.shelves import firm_shelf
from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import firms
from wutong.foundation.imports.amounts import read_amount
from wutong.foundation.imports.book import HOLD, REPORT, Book, Draft
from wutong.foundation.imports.kinds import FIRMS, Field, LedgerKind, register, register_words, said
from wutong.foundation.imports.texts import fold
from wutong.foundation.imports.writing import Writer
from wutong.foundation.money import spoken
from wutong.foundation.regions import province_in

# Registries write the state in many ways: 存续（在营、开业、在册）. Whatever is not here stays as it is.
STATES = (
    ("吊销", ("吊销",)),
    ("注销", ("注销",)),
    ("撤销", ("撤销",)),
    ("迁出", ("迁出",)),
    ("停业", ("停业", "歇业")),
    ("清算", ("清算",)),
    ("存续", ("存续",)),
    ("在业", ("在业", "开业", "在营", "正常")),
)
register_words("registry_state", list(STATES))

# fact of the firm → field of the ledger that says it
FACTS = {
    "credit_code": "credit_code",
    "legal_representative": "legal_representative",
    "registered_on": "registered_on",
    "registered_capital": "capital",
    "registered_address": "address",
    "business_scope": "scope",
    "registry_state": "state",
    "province": "province",
    "city": "city",
    "website": "website",
}
FOREIGN = re.compile(
    r"美元|港元|港币|欧元|日元|英镑|澳元|加元|新加坡元|新台币|台币|USD|HKD|EUR|JPY"
)
RMB = re.compile(r"人民币|（元）|RMB|CNY", re.IGNORECASE)
NOTHING = {"-", "--", "—", "——", "－", "无", "暂无", "未公示"}
LIMITS = {
    f.name: f.max_length for f in Firm._meta.concrete_fields if getattr(f, "max_length", None)
}


def code_shelf(book: Book) -> dict[str, Firm]:
    def load() -> dict[str, Firm]:
        return {firm.credit_code: firm for firm in Firm.objects.exclude(credit_code="")}

    return book.shelf("firm codes", load)


def check(draft: Draft, book: Book) -> None:
    code = draft.text("credit_code").upper()
    name = fold(draft.text("firm"))
    draft.values["credit_code"] = "" if code in NOTHING else code
    draft.key = code or name
    if not name:
        draft.say("no_name", HOLD, "没有企业名称，请补填", "firm")
    if draft.values["credit_code"] and not uscc.is_valid(code):
        words = f"统一社会信用代码“{code}”有误：应为18位，且校验位相符，请对照营业执照更正"
        draft.say("wrong_credit_code", HOLD, words, "credit_code")
    _read_capital(draft)
    _read_texts(draft, book)
    seen: dict[str, tuple[int, int]] = book.shelf("registry rows", dict)
    place = (draft.sheet_id, draft.number)
    if draft.key and seen.setdefault(draft.key, place) != place:
        words = f"与第 {seen[draft.key][1]} 行是同一企业，只能留一行"
        draft.say("firm_twice", HOLD, words, "credit_code", "firm")
    if not draft.is_held:
        _compare(draft, book)


def _read_capital(draft: Draft) -> None:
    """Read 5000万元人民币 and the like; what is in another currency is not converted."""
    written = fold(draft.text("capital_written"))
    if not written or written in NOTHING:
        return
    if FOREIGN.search(written):
        words = f"注册资本“{written}”不是人民币，没有折算，请需要时在企业页填人民币数"
        draft.say("foreign_currency", REPORT, words, "capital_written")
        return
    unit = draft.context["units"].get("capital_written")
    try:
        amount = read_amount(RMB.sub("", written), Decimal(unit) if unit else None)
    except ValueError as reason:
        draft.say("unreadable_amount", REPORT, str(reason), "capital_written")
        return
    if amount > 0:
        draft.values["capital"] = amount


def _read_texts(draft: Draft, book: Book) -> None:
    """Tidy what is said in words: 存续（在营） is 存续, 甘肃 is 甘肃省, a dash is nothing."""
    for field in FACTS.values():
        if draft.text(field) in NOTHING:
            draft.values[field] = ""
    state = fold(draft.text("state"))
    draft.values["state"] = book.words.meaning("registry_state", state) or state if state else ""
    province = draft.text("province") or draft.text("address")
    draft.values["province"] = province_in(province) or fold(draft.text("province"))
    for fact, field in FACTS.items():
        text, limit = draft.values.get(field), LIMITS.get(fact)
        if limit and isinstance(text, str) and len(text) > limit:
            draft.values[field] = text[:limit]
            draft.say("too_long", REPORT, f"超过 {limit} 字，只取前 {limit} 字", field)


def _found(draft: Draft, book: Book) -> Firm | None:
    """Return the firm of the row: of that code, else of that name."""
    code = draft.text("credit_code")
    found = code_shelf(book).get(code) if code else None
    return found or firm_shelf(book).get(fold(draft.text("firm")))


def _compare(draft: Draft, book: Book) -> None:
    """Say where the row and the register differ; hold it where they may be two firms."""
    code, name = draft.text("credit_code"), fold(draft.text("firm"))
    by_code = code_shelf(book).get(code) if code else None
    by_name = firm_shelf(book).get(name)
    if by_code is None and by_name is not None and code and by_name.credit_code not in ("", code):
        words = (
            f"“{by_name}”已登记的统一社会信用代码是 {by_name.credit_code}，本行是 {code}；"
            "请核对：本行错了就更正本行，登记错了就先改企业，确是另一家企业就改名称"
        )
        draft.say("credit_code_differs", HOLD, words, "credit_code")
        return
    if by_code is not None and by_name is not None and by_code.pk != by_name.pk:
        words = (
            f"代码 {code} 登记在“{by_code}”名下，名称却是另一条企业“{by_name}”；"
            "请先在“疑似同一企业”里合并，或更正其中一条"
        )
        draft.say("two_firms", HOLD, words, "credit_code")
        return
    firm = by_code or by_name
    if firm is None:
        return
    if fold(firm.name) != name:
        words = f"代码相同，按已登记的“{firm}”更新，名称不改；企业已更名的，请在企业页改名"
        draft.say("other_name", REPORT, words, "firm")
    for fact, value in facts_of(draft).items():
        before = getattr(firm, fact)
        if before not in ("", None) and before != value:
            label = Firm._meta.get_field(fact).verbose_name  # type: ignore[union-attr]
            words = f"{label}原为“{in_words(before)}”，导入后改为“{in_words(value)}”"
            draft.say("replaces", REPORT, words, _column(FACTS[fact], draft))


def _column(field: str, draft: Draft) -> str:
    """Return the field whose cell says the fact: a province may be told by the address."""
    if field == "province" and field not in draft.cells:
        return "address"
    return "capital_written" if field == "capital" else field


def in_words(value: Any) -> str:
    text = spoken(value) if isinstance(value, Decimal) else str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def facts_of(draft: Draft) -> dict[str, Any]:
    """Return what the row says of the firm; what it leaves blank is not said."""
    told = {fact: draft.get(field) for fact, field in FACTS.items()}
    told["registered_on"] = draft.day("registered_on")
    capital = draft.get("capital")
    told["registered_capital"] = Decimal(str(capital)) if capital is not None else None
    return {fact: value for fact, value in told.items() if value not in ("", None)}


def write(draft: Draft, book: Book, writer: Writer) -> None:
    writer.untouched.pop("firm", None)  # a firm that a later extract leaves out stays
    firm, facts = _found(draft, book), facts_of(draft)
    if firm is None:
        name = fold(draft.text("firm"))
        firm = firms.record(actor=book.actor, constraints=False, name=name, **facts)
        writer.shared(firm)
    else:
        differs = {fact: v for fact, v in facts.items() if getattr(firm, fact) != v}
        if differs:
            firm = firms.amend(firm, actor=book.actor, **differs)
        writer.note("firm", firm, True)
    firm_shelf(book)[fold(firm.name)] = firm
    if firm.credit_code:
        code_shelf(book)[firm.credit_code] = firm


register(
    LedgerKind(
        code="registry",
        label="企业登记信息",
        order=11,
        hints=("企业登记信息", "登记信息", "工商信息", "企业信息", "企查查", "天眼查", "爱企查",
               "工商登记", "企业基本信息", "信用信息公示"),
        fields=(
            Field("firm", "企业名称", "name",
                  ("企业名称", "公司名称", "市场主体名称", "主体名称", "企业（机构）名称", "单位名称",
                   "经营主体名称", "企业全称", "公司全称"),
                  needed=True, looks=FIRMS),
            Field("credit_code", "统一社会信用代码", "name",
                  ("统一社会信用代码", "社会信用代码", "信用代码", "统一代码", "统一社会信用代码/注册号"),
                  needed=True, looks=r"^[0-9A-HJ-NP-RT-UW-Ya-y]{18}$"),
            Field("legal_representative", "法定代表人", "name",
                  ("法定代表人", "法人代表", "法人", "法定代表人（负责人）", "法定代表人姓名", "负责人",
                   "法定代表人/负责人")),
            Field("capital_written", "注册资本", "text",
                  ("注册资本", "注册资金", "注册资本（金）", "认缴注册资本", "注册资本（万元）",
                   "注册资本（万元人民币）")),
            Field("registered_on", "成立日期", "day",
                  (*said("成立 注册 登记 设立 核准", "日期 时间"),)),
            Field("address", "注册地址", "text",
                  ("注册地址", "企业注册地址", "登记住所", "住所", "企业住所", "住所（经营场所）",
                   "登记地址", "企业地址", "经营场所")),
            Field("scope", "经营范围", "text", ("经营范围", "经营（业务）范围", "业务范围")),
            Field("state", "登记状态", "text",
                  ("登记状态", "经营状态", "企业状态", "存续状态", "登记（经营）状态")),
            Field("province", "所属省份", "name", ("所属省份", "所属省", "省份", "注册省份")),
            Field("city", "所属城市", "name", ("所属城市", "所属市", "城市", "注册城市")),
            Field("website", "网址", "text", ("网址", "官网", "企业网址", "官方网站")),
        ),
        asks=(
            ("firm",),
            ("credit_code",),
            ("legal_representative", "state"),
            ("scope", "state", "address"),
        ),
        check=check,
        write=write,
    )
)  # fmt: skip
