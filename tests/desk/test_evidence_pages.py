"""Evidence through its pages: recorded without JavaScript, shown, flagged, vouched for."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.desk.conftest import SignIn
from tests.files.samples import TAKEN, a_package, a_pdf, a_picture
from tests.world import World
from wutong.attract.projects.models import Evidence, Project
from wutong.foundation.files.models import File

PDF = a_pdf()  # each one made is another file
SLIP = {
    "number": "SN001",
    "issued_on": "2023-03-02",
    "amount": "300",
    "payer": "杭州某某储能科技有限公司",
}
PHOTO = {
    "place": "青石镇工业园",
    "shot_at": "2023-03-02T09:10",
    "started_on": "2023-03-01",
    "verifier": "马某",
    "verifier_unit": "青石镇人民政府",
    "verifier_post": "副镇长",
    "verifier_phone": "13800000000",
}


def form_of(project: Project, kind: str) -> str:
    return f"/evidence/new/?project={project.pk}&kind={kind}"


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def record(client: Client, project: Project, kind: str = "bank_slip", **sent: Any) -> Any:
    typed = {"bank_slip": SLIP, "site_photo": PHOTO}.get(kind, {})
    given = {"files": [upload(PDF, "回单.pdf")], **typed, **sent}
    return client.post(form_of(project, kind), given)


def test_a_slip_is_recorded_in_two_steps(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    client = signed_in(world.recorder)

    kinds = client.get(f"/evidence/new/?project={project.pk}")
    reply = record(client, project)

    assert f"?project={project.pk}&amp;kind=bank_slip" in kinds.text
    evidence = Evidence.objects.get()
    assert reply.url == f"/evidence/{evidence.pk}/"
    assert (evidence.amount, evidence.number) == (3_000_000, "SN001")
    assert File.objects.of(evidence).get().name == "回单.pdf"


def test_a_photo_taken_on_the_spot_is_recorded(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    client = signed_in(world.recorder)
    form = client.get(form_of(project, "site_photo"))

    photo = upload(a_picture(taken=TAKEN), "IMG_1.jpg")
    record(client, project, "site_photo", files=[], photos=[photo])

    assert 'accept="image/*" capture="environment"' in form.text
    page = client.get(f"/evidence/{Evidence.objects.get().pk}/").text
    assert "照片自带拍摄时间：2023-03-02 09:10" in page
    assert "副镇长" in page


def test_each_kind_asks_for_its_own(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    client = signed_in(world.recorder)

    refused = client.post(form_of(project, "site_photo"), {"place": "工业园"})

    errors = refused.context["form"].errors
    assert refused.status_code == 422
    assert set(errors) == {*PHOTO, "files"} - {"place"}
    assert errors["files"] == ["请选择文件或拍照"]


def test_what_is_refused_is_said_and_the_rest_need_not_be_sent_again(
    world: World, signed_in: SignIn
) -> None:
    project = world.a_project()
    client = signed_in(world.recorder)
    sent = [upload(a_pdf(), "回单.pdf"), upload(b"MZ" + b"\0" * 99, "附件.pdf")]

    refused = record(client, project, files=sent)
    kept = [ticket for _, ticket in refused.context["form"].kept]
    record(client, project, files=[], kept=kept)

    assert refused.status_code == 422
    assert refused.context["form"].errors["files"] == [
        "文件“附件.pdf”其实是程序，程序不能作为材料。"
    ]
    assert [file.name for file in File.objects.all()] == ["回单.pdf"]


def test_a_ticket_is_good_for_its_owner_alone(world: World, signed_in: SignIn) -> None:
    project, other = world.a_project(), world.a_project("乙", world.baiyang)
    refused = record(signed_in(world.recorder), project, number="")
    ((_, ticket),) = refused.context["form"].kept

    stolen = record(signed_in(world.stranger), other, files=[], kept=[ticket])
    forged = record(signed_in(world.recorder), project, files=[], kept=["x" + ticket])

    assert stolen.context["form"].errors["files"] == ["已传的文件不是您上传的，请重新选择文件"]
    assert forged.context["form"].errors["files"] == ["已传的文件已过期，请重新选择文件"]


def test_a_paper_used_before_is_shown_and_needs_a_reason(world: World, signed_in: SignIn) -> None:
    first, second = world.a_project("甲项目"), world.a_project("乙项目")
    client = signed_in(world.recorder)
    record(client, first)

    warned = record(client, second)
    kept = [ticket for _, ticket in warned.context["form"].kept]
    record(client, second, files=[], kept=kept, repeat_reason="同一回单分摊两期")

    assert warned.status_code == 422
    (where,) = warned.context["repeats"]
    assert where.words == ("甲项目：银行进账单 SN001（同一文件“回单.pdf”；编号、金额、日期相同）")
    page = client.get(f"/evidence/{second.evidence.get().pk}/").text
    assert "登记人说明：同一回单分摊两期" in page
    before = client.get(f"/evidence/{first.evidence.get().pk}/").text
    assert "那一份的说明：同一回单分摊两期" in before
    listed = client.get("/evidence/?repeat=any").context["rows"]
    assert len(listed) == 2
    assert "文件、凭证重复" in client.get("/evidence/?repeat=any").text


def test_of_another_units_repeat_no_more_is_told_than_whose(
    world: World, signed_in: SignIn
) -> None:
    record(signed_in(world.clerk), world.a_project("保密项目", world.baiyang))

    warned = record(signed_in(world.recorder), world.a_project("乙项目"))

    (where,) = warned.context["repeats"]
    assert where.url == ""
    assert where.words.startswith("临水县白杨乡人民政府的项目（")
    assert "保密项目" not in warned.text


def test_evidence_is_on_its_projects_page(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    evidence = world.an_evidence(project)
    file = File.objects.of(evidence).get()

    own = signed_in(world.recorder).get(f"/projects/{project.pk}/").text
    leader = world.an_official("he", world.county, ["county.see"], world.county)
    read = signed_in(leader).get(f"/projects/{project.pk}/").text

    assert f"/evidence/{evidence.pk}/" in own
    assert f"/files/{file.pk}/thumbnail/" in own
    assert f"/evidence/new/?project={project.pk}" in own
    assert f"/evidence/new/?project={project.pk}" not in read


def test_another_certifies_and_it_is_locked(world: World, signed_in: SignIn) -> None:
    evidence = world.an_evidence(world.a_project(), actor=world.verifier)
    own = signed_in(world.verifier).get(f"/evidence/{evidence.pk}/").context["actions"]
    client = signed_in(world.clerk)

    client.post(f"/evidence/{evidence.pk}/certification/", {"on": "2023-04-03"})
    refused = client.post(f"/evidence/{evidence.pk}/withdrawal/", {"reason": "x"})

    assert own[0].why_not == "本人登记的材料，须由他人认定"
    assert refused.status_code == 422
    assert "请先撤销认定" in refused.text
    told = client.get(f"/evidence/{evidence.pk}/").context["history"]
    assert [each.what for each in told][:2] == ["认定佐证材料", "登记佐证材料"]
    assert told[2].note.endswith(".pdf")


def test_a_file_is_added_and_one_taken_away(world: World, signed_in: SignIn) -> None:
    evidence = world.an_evidence(world.a_project(), **{"number": "SN001"})
    first = File.objects.of(evidence).get()
    client = signed_in(world.recorder)
    form = client.get(f"/evidence/{evidence.pk}/edit/").context["form"]
    values = {b.html_name: b.value() for b in form if b.html_name != "files"}

    client.post(f"/evidence/{evidence.pk}/edit/", {**values, "files": [upload(a_pdf(1), "附.pdf")]})
    client.post(f"/evidence/{evidence.pk}/files/{first.pk}/withdrawal/", {"reason": "模糊"})

    assert [file.name for file in File.objects.of(evidence)] == ["附.pdf"]
    evidence.refresh_from_db()
    assert evidence.amount == 3_000_000


def test_evidence_is_withdrawn_with_a_reason(world: World, signed_in: SignIn) -> None:
    evidence = world.an_evidence(world.a_project())
    client = signed_in(world.recorder)

    refused = client.post(f"/evidence/{evidence.pk}/withdrawal/", {"reason": ""})
    done = client.post(f"/evidence/{evidence.pk}/withdrawal/", {"reason": "登记错项目"})

    assert (refused.status_code, done.url) == (422, f"/projects/{evidence.project_id}/")
    assert not Evidence.objects.exists()


def test_the_wrong_person_is_refused(world: World, signed_in: SignIn) -> None:
    project = world.a_project()
    evidence = world.an_evidence(project)
    leader = signed_in(world.an_official("he", world.county, ["county.see"], world.county))

    for below in ("edit/", "withdrawal/", "certification/", "certification-withdrawal/"):
        assert leader.post(f"/evidence/{evidence.pk}/{below}", {}).status_code == 403
    assert record(leader, project).status_code == 403
    assert record(signed_in(world.stranger), project).status_code == 200  # asked for a project
    assert Evidence.objects.count() == 1


def stored(world: World, signed_in: SignIn, content: bytes, name: str) -> File:
    record(signed_in(world.recorder), world.a_project(), files=[upload(content, name)])
    found: File = File.objects.get()
    return found


def test_a_pdf_is_framed_and_may_do_nothing(world: World, signed_in: SignIn) -> None:
    content = a_pdf()
    file = stored(world, signed_in, content, "回单.pdf")
    client = signed_in(world.recorder)

    page = client.get(f"/evidence/{Evidence.objects.get().pk}/")
    reply = client.get(f"/files/{file.pk}/inline/")

    assert b"".join(reply.streaming_content) == content
    assert reply["Content-Type"] == "application/pdf"
    assert reply["Content-Disposition"].startswith("inline; ")
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["X-Frame-Options"] == "SAMEORIGIN"
    policy = reply["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert f'src="/files/{file.pk}/inline/"' in page.text


def test_a_picture_is_shown_as_we_drew_it(world: World, signed_in: SignIn) -> None:
    hidden = b"<script>alert(1)</script>"
    file = stored(world, signed_in, a_picture(tail=hidden), "现场.jpg")
    client = signed_in(world.recorder)

    shown = client.get(f"/files/{file.pk}/picture/")
    content = b"".join(shown.streaming_content)
    original = client.get(f"/files/{file.pk}/")

    assert hidden not in content
    assert dict(Image.open(BytesIO(content)).getexif()) == {}
    assert "sandbox" in shown["Content-Security-Policy"]
    assert original["Content-Disposition"].startswith("attachment; ")
    assert client.get(f"/files/{file.pk}/inline/").status_code == 404


def test_what_cannot_be_shown_is_only_saved(world: World, signed_in: SignIn) -> None:
    file = stored(world, signed_in, a_package("docx"), "合同.html")
    client = signed_in(world.recorder)

    reply = client.get(f"/files/{file.pk}/")

    assert "attachment" in reply["Content-Disposition"]
    assert "%E5%90%88%E5%90%8C.html.docx" in reply["Content-Disposition"]
    assert "sandbox" in reply["Content-Security-Policy"]
    for below in ("inline/", "picture/", "thumbnail/"):
        assert client.get(f"/files/{file.pk}/{below}").status_code == 404
    assert "请下载后查看" in client.get(f"/evidence/{Evidence.objects.get().pk}/").text


def test_a_file_is_handed_to_those_who_see_its_record(world: World, signed_in: SignIn) -> None:
    file = stored(world, signed_in, a_pdf(), "回单.pdf")

    for below in ("", "inline/", "picture/", "thumbnail/"):
        address = f"/files/{file.pk}/{below}"
        assert signed_in(world.clerk).get(address).status_code == 200
        assert signed_in(world.stranger).get(address).status_code == 404
        assert Client(headers={"host": "127.0.0.1"}).get(address).status_code == 302


def test_a_withdrawn_file_is_handed_to_nobody(world: World, signed_in: SignIn) -> None:
    file = stored(world, signed_in, a_pdf(), "回单.pdf")
    client = signed_in(world.recorder)

    client.post(f"/evidence/{Evidence.objects.get().pk}/withdrawal/", {"reason": "登记错项目"})

    assert client.get(f"/files/{file.pk}/").status_code == 404
