"""The roles a county begins with."""

from django.db import migrations

from wutong.people.operations import DEFAULT_ROLES


def make_roles(apps, schema_editor):
    role = apps.get_model("people", "Role")
    for name, (abilities, administrator) in DEFAULT_ROLES.items():
        given = {"abilities": abilities.split(), "administrator": administrator}
        role.objects.get_or_create(name=name, defaults=given)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
