"""What the trail says of a record, in an official's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from wutong.attract.firms.queries import SEEN
from wutong.foundation.audit.models import Trail
from wutong.foundation.keeping import kept
from wutong.foundation.money import MoneyField
from wutong.foundation.personal import is_personal, masked
from wutong.foundation.ui import wording

LATEST = 40
WORDS = {
    "projects.proposal_recorded": "新建包装方案",
    "projects.proposal_amended": "修改包装方案",
    "projects.proposal_illustrated": "更换项目图片",
    "projects.proposal_submitted": "提交包装方案评审",
    "projects.proposal_appraised": "给包装方案评分",
    "projects.proposal_concluded": "作出包装评审结论",
    "projects.proposal_published": "发布包装方案",
    "projects.proposal_superseded": "包装方案被新版替代",
    "projects.proposal_returned": "退回包装方案",
    "projects.card_pushed": "推送项目卡",
    "projects.published": "登记信息发布",
    "projects.publication_proven": "上传发布截图",
    "projects.entry_admitted": "节会项目审核通过",
    "projects.entry_rejected": "节会项目审核不通过",
    "projects.entry_handed_in_again": "节会项目重新报送",
    "projects.entry_taken_off": "节会项目退出名单",
    "projects.entry_signed": "登记节会签约",
    "projects.entry_signing_undone": "撤销节会签约登记",
    "agreements.signed_at_fair": "登记节会签约和协议",
    "outreach.fair_task_done": "完成筹备任务",
    "projects.rubric_published": "发布评审标准",
    "projects.reserve_revised": "登记年度修订",
    "projects.reserve_dropped": "淘汰储备项目",
    "projects.interest_recorded": "登记客商意向",
    "projects.interest_ended": "登记客商意向结果",
    "leads.lead_stepped": "线索状态变更",
    "leads.judged": "研判线索",
    "leads.followed": "登记跟进",
    "leads.lost": "登记线索流失",
    "leads.became_project": "线索转为项目",
    "leads.reopened": "重新跟进线索",
    "leads.offered": "流转线索",
    "leads.transfer_accepted": "接收流转",
    "leads.transfer_declined": "退回流转",
    "leads.transfer_taken_back": "收回流转",
    "leads.handed_over": "线索改由其他单位承办",
    "leads.first_contact_decided": "首谈裁定",
    "leads.inquiry_turned": "咨询转成线索",
    "leads.inquiry_answered": "答复咨询",
    "leads.inquirer_opened": "查看咨询人联系方式",
    "projects.started_from_lead": "由线索转成项目",
    "funds.verified": "核验到位资金",
    "funds.verified_from_ledger": "台账核入到位资金",
    "funds.verification_withdrawn": "撤回核验",
    "funds.excluded": "剔除到位资金",
    "funds.exclusion_withdrawn": "撤销剔除",
    "funds.rejected": "退回到位资金",
    "funds.rejection_answered": "补正后重新报送",
    "funds.rechecked": "超额复核",
    "funds.verification_voided": "核验失效（内容已改）",
    "funds.receipt_carried": "顺延计入",
    "funds.receipt_reconverted": "按更正的汇率折算",
    "funds.voucher_attached": "附凭证材料",
    "funds.voucher_detached": "撤下凭证材料",
    "funds.return_filled": "填资金月报",
    "funds.return_submitted": "报送资金月报",
    "funds.return_handed_in": "填报资金月报",
    "outreach.plan_drafted": "拟定外出计划",
    "outreach.plan_submitted": "提交外出计划",
    "outreach.plan_approved": "批准外出计划",
    "outreach.plan_returned": "退回外出计划",
    "outreach.plan_cancelled": "取消外出计划",
    "outreach.trip_set_out": "按计划成行",
    "outreach.plan_carried_out": "外出计划成行",
    "outreach.debriefed": "写总结",
    "outreach.station_report_handed_in": "报送驻点周报",
    "outreach.station_report_returned": "退回驻点周报",
    "outreach.quota_succeeded": "设定任务下限",
    "outreach.quota_ended": "废止任务下限",
    "firms.person_opened": "查看联系方式",
    "firms.person_exported": "导出联系方式",
    "firms.people_exported": "导出联系人",
    "firms.person_erased": "删除联系方式",
    "firms.merged": "合并企业",
    "firms.merger_split": "拆分企业",
    "firms.distinguished": "判断为不是同一企业",
    "projects.moved": "转入阶段",
    "projects.left": "退出",
    "projects.move_undone": "撤销转入",
    "projects.gate_waived": "豁免门槛",
    "projects.waiver_withdrawn": "撤回豁免",
    "projects.merged": "合并项目",
    "projects.merger_split": "拆分项目",
    "projects.distinguished": "判断为不是同一项目",
    "projects.credit_shared": "业绩分成",
    "projects.tagged_major": "列入重大项目",
    "projects.untagged_major": "移出重大项目",
    "projects.stage_set": "设定阶段",
    "projects.gate_set": "设定门槛",
    "projects.gate_ended": "废止门槛",
    "files.stored": "上传附件",
    "files.withdrawn": "撤回附件",
    "projects.evidence_certified": "认定佐证材料",
    "projects.evidence_certification_withdrawn": "撤销认定",
    "projects.evidence_file_withdrawn": "撤回佐证材料的附件",
    "outreach.visit_logged": "手机记一笔",
    "outreach.step_done": "办完下一步",
    "aftercare.ticket_closed": "办结诉求",
    "compliance.review_concluded": "作出审查结论",
    "metrics.closed": "关账",
    "metrics.rule_set": "设定口径规则",
    "people.official_recorded": "登记干部",
    "people.official_amended": "修改干部",
    "people.password_set": "设置初始密码",
    "people.password_changed": "修改密码",
    "people.role_granted": "授予岗位",
    "people.role_revoked": "收回岗位",
    "people.roles_ensured": "建立默认岗位",
    "people.role_grown": "升级后岗位增加事项",
    "bulletins.finalised": "报告定稿",
    "bulletins.template_restored": "恢复自带模板",
    "imports.staged": "上传台账",
    "imports.judged": "核对台账",
    "imports.applied": "导入台账",
    "imports.sheet_mapped": "指定列的含义",
    "imports.row_corrected": "更正台账行",
    "imports.row_decided": "处理疑似重复",
    "imports.row_dismissed": "不采用台账行",
    "imports.undone": "撤销导入",
    "imports.synonym_set": "设定同义词",
}
BEGINNINGS = (
    "_recorded",
    "leads.judged",
    "leads.followed",
    "leads.offered",
    "leads.transfer_accepted",
    "leads.transfer_declined",
    "leads.transfer_taken_back",
    "leads.first_contact_decided",
    ".verified",
    ".verified_from_ledger",
    ".excluded",
    ".rejected",
    ".rejection_answered",
    ".rechecked",
    ".voucher_attached",
    "files.stored",
    "outreach.visit_logged",
    "projects.moved",
    "projects.left",
    "projects.gate_waived",
    "projects.merged",
    "firms.merged",
    "projects.tagged_major",
    "outreach.plan_drafted",
)
ENDINGS = {"_recorded": "登记", "_amended": "修改", "_withdrawn": "撤回"}


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    what: str
    note: str = ""
    url: str = ""
    tone: str = ""


@cache
def kept_actions() -> dict[str, str]:
    """Return the three ordinary actions of every kept kind: `projects.project_recorded`."""
    return {
        str(getattr(operation, "action", "")): f"{verb}{kind._meta.verbose_name}"
        for kind, keeping in kept.items()
        for operation, verb in ((keeping.amend, "修改"), (keeping.withdraw, "撤回"))
    }


def in_words(action: str) -> str:
    """Return a trail action as an official would say it: `登记项目`."""
    if action in WORDS:
        return WORDS[action]
    if action in kept_actions():
        return kept_actions()[action]
    for ending, verb in ENDINGS.items():
        if action.endswith(ending):
            other = kept_actions().get(action.removesuffix(ending) + "_amended", "")
            return f"{verb}{other.removeprefix('修改')}" if other else verb
    return action


def history_of(record: models.Model, tells: tuple[str, ...] = ()) -> list[Told]:
    """Return what was done to a record, and to what it `tells` of, newest first.

    Who looked at it is no part of it: that is for those who keep a person's data.
    """
    kind = ContentType.objects.get_for_model(record)
    about = Q(kind=kind, key=record.pk)
    for name in tells:
        relation: Any = record._meta.get_field(name)
        other = relation.related_model
        keys = other.history.filter(**{relation.field.name: record}, version_of=None)
        linked = ContentType.objects.get_for_model(other)
        about |= Q(kind=linked, key__in=keys.values("pk"))
    trail = Trail.objects.filter(about).exclude(action__in=SEEN).select_related("actor", "kind")
    return told(trail.order_by("-pk")[:LATEST], type(record))


def told(trail: Iterable[Trail], model: type[models.Model]) -> list[Told]:
    rows = list(trail)
    names = linked_names(model, [row.changes for row in rows])
    return [
        Told(
            row.at,
            str(row.actor),
            in_words(row.action),
            "；".join(filter(None, [row.note, changes_in_words(model, row, names)])),
        )
        for row in rows
    ]


def changes_in_words(model: type[models.Model], row: Trail, names: dict[str, Any]) -> str:
    """Return which fields changed; what a record began with is on its page already."""
    if row.action.endswith(BEGINNINGS):
        return ""
    about = row.kind.model_class() if row.kind else None
    fields = {f.attname: f for f in (about or model)._meta.concrete_fields}
    said = []
    for name, (before, after) in row.changes.items():
        field = fields.get(name)
        if name == "retired_at":
            continue
        label = str(field.verbose_name) if field is not None else name
        said.append(f"{label}：{value(field, before, names)} → {value(field, after, names)}")
    return "；".join(said)


def value(field: Any, written: Any, names: dict[str, Any]) -> str:
    if written in (None, ""):
        return "空"
    if is_personal(field):
        return masked(written)
    if isinstance(written, bool):
        return "是" if written else "否"
    if isinstance(field, MoneyField):
        try:
            return f"{wording.wan(Decimal(str(written)))}万元"
        except InvalidOperation:
            return str(written)
    if isinstance(field, models.ForeignKey):
        return str(names.get(field.attname, {}).get(written, f"#{written}"))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(written, written))
    return str(written)


def linked_names(model: type[models.Model], changes: list[Any]) -> dict[str, dict[int, str]]:
    """Return the names behind the keys in these changes, one query for each link."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        for name, pair in change.items():
            wanted.setdefault(name, set()).update(k for k in pair if isinstance(k, int))
    found: dict[str, dict[int, str]] = {}
    for field in model._meta.concrete_fields:
        keys = wanted.get(field.attname)
        if isinstance(field, models.ForeignKey) and keys:
            rows = field.related_model._base_manager.filter(pk__in=keys)
            found[field.attname] = {row.pk: str(row) for row in rows}
    return found
