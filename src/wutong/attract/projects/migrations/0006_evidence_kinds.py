"""The kinds of evidence that a county begins with; what each asks for is changed on screen.

Site photos: 云南统计 2018 (name, place, start, shooting time, verifier); slips: domain note 1.16 (到位资金
evidence); 形象进度单 sealed by owner, contractor and supervisor.
"""

from datetime import UTC, datetime

from django.db import migrations

BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
PAPER = "number issuer issued_on"
SLIP = "number amount issued_on payer"

# code, name, what it needs, whether it is a voucher, hint
KINDS = (
    ("contract", "合同", PAPER, False, "没有编号的协议填“无”；出具单位填对方签约单位"),
    ("licence", "营业执照", PAPER, False, "编号填统一社会信用代码，出具单位填登记机关"),
    ("filing", "备案证", PAPER, False, "备案、核准或审批文件；编号填文号或投资项目代码"),
    ("construction_contract", "施工合同", PAPER, False, "出具单位填施工单位"),
    ("construction_permit", "施工许可", PAPER, False, "编号填施工许可证号，出具单位填发证机关"),
    (
        "site_photo", "现场照片", "place shot_at started_on verifier", False,
        "照片要看得出项目名称或标志物；核验人是到现场看过的人",
    ),
    ("bank_slip", "银行进账单", SLIP, True, "编号填回单流水号，付款方填汇款单位"),
    ("capital_report", "验资报告", "number amount issued_on issuer", True, "出具单位填会计师事务所"),
    ("invoice", "发票", SLIP, True, "编号填发票号码，金额填价税合计"),
    (
        "progress_sheet", "形象进度单", "issuer issued_on", False,
        "须建设、施工、监理三方盖章；出具单位填三方名称",
    ),
    ("acceptance", "竣工验收", PAPER, False, "竣工验收或试生产证明"),
    ("opinion", "审查意见", PAPER, False, "预审、联审或公平竞争审查意见"),
    ("other", "其他", "", False, "在备注里写明是什么材料"),
)  # fmt: skip


def lay_down(apps, schema_editor):
    kinds = apps.get_model("projects", "EvidenceKind")
    for order, (code, name, needs, is_voucher, hint) in enumerate(KINDS, start=1):
        kinds._base_manager.create(
            code=code,
            name=name,
            order=order * 10,
            is_voucher=is_voucher,
            hint=hint,
            known_at=BEGINNING,
            **{f"needs_{need}": True for need in needs.split()},
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_evidence")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
