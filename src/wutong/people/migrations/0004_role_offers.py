"""What earlier versions gave the shipped roles, so that a new one offers what it adds, and no more."""

from django.db import migrations, models

KEEPING = (
    "people.keep firms.keep chains.keep outreach.keep projects.keep policies.keep "
    "aftercare.keep targets.keep commendations.keep"
)
# As 0.1.0 shipped them. Version 0.2.0 added abilities and gave them to new installations alone.
GIVEN = {
    "招商局统计员": (
        f"{KEEPING} funds.record funds.verify compliance.review imports.apply imports.words "
        "reports.edit reports.finalise months.close rules.set county.see"
    ),
    "招商局负责人": (
        "funds.verify compliance.review reports.edit reports.finalise months.close county.see"
    ),
    "乡镇、部门填报员": "projects.keep funds.record outreach.keep aftercare.keep firms.keep",
    "县领导": "county.see",
    "系统管理员": "accounts.keep county.see",
    "安全管理员": "",
    "审计管理员": "trail.read",
}


def remember(apps, editor):
    for role in apps.get_model("people", "Role").objects.filter(name__in=GIVEN):
        role.offered = list(dict.fromkeys([*GIVEN[role.name].split(), *role.abilities]))
        role.save(update_fields=["offered"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_county_map")]

    operations = [
        migrations.AddField(
            model_name="role",
            name="offered",
            field=models.JSONField(default=list, editable=False, verbose_name="曾给予的事项"),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
