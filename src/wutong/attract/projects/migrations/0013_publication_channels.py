"""The channels of publication that a county begins with: those that pushes could name before."""

from datetime import UTC, date, datetime

from django.db import migrations

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
CHANNELS = (
    ("商协会微信群", "group", ""),
    ("企业家微信群", "group", ""),
    ("微信朋友圈", "moments", "朋友圈"),
    ("政府门户网站", "portal", "县政府门户网站、县政府网站、政府网站"),
    ("投资指南、项目册", "guide", "投资指南、项目册"),
    ("新闻媒体", "media", "媒体"),
    ("其他渠道", "other", ""),
)


def lay_down(apps, editor):
    channel = apps.get_model("projects", "PublicationChannel")
    for order, (name, kind, others) in enumerate(CHANNELS, 1):
        channel._base_manager.create(
            name=name,
            kind=kind,
            other_names=others,
            order=order * 10,
            since=ALWAYS,
            known_at=BEGINNING,
        )


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_fair_projects_and_channels")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
