"""Which of the gates a county begins with ask for a new paper; what earlier moves rest on.

A site photo shows one moment, so that of the opening (开工) does not show production (投产); an
acceptance (竣工验收) shows that a plant was built, not that it runs at capacity (达产). Gates that a
county set itself stay as it set them.
"""

from datetime import UTC, date, datetime

from django.db import migrations
from django.db.models import Q
from django.utils import timezone

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
FRESH = (("in_production", "site_photo"), ("at_capacity", "acceptance"))


def ask_for_new_papers(apps, editor):
    gates = untouched(apps)
    for stage, subject in FRESH:
        gates.filter(stage=stage, subject=subject).update(needs_unused=True, needs_later=True)


def ask_as_before(apps, editor):
    untouched(apps).update(needs_unused=False, needs_later=False)


def untouched(apps):
    """Return the gates on evidence that nobody has changed since they were laid down."""
    gates = apps.get_model("projects", "Gate")._base_manager
    return gates.filter(
        kind="evidence", since=ALWAYS, until=None, known_at=BEGINNING, retired_at=None
    )


def find_papers(apps, editor):
    """Write down what each move that passed the gates had on file then."""
    milestones = apps.get_model("projects", "Milestone")._base_manager
    for move in milestones.filter(basis="gates", version_of=None, retired_at=None).iterator():
        move.rests_on = sorted(papers_of(move, apps))
        if move.rests_on:
            move.save(update_fields=["rests_on"])


def papers_of(move, apps):
    """Return the evidence that a move's gates asked for: up to its day, else the earliest after."""
    gates = apps.get_model("projects", "Gate")._base_manager
    evidence = apps.get_model("projects", "Evidence")._base_manager
    asked = gates.filter(stage=move.kind, kind="evidence", version_of=None, retired_at=None)
    asked = asked.filter(
        Q(until=None) | Q(until__gte=move.happened_on), since__lte=move.happened_on
    )
    found = set()
    for kind in set(asked.values_list("subject", flat=True)):
        rows = evidence.filter(project=move.project_id, kind=kind, version_of=None, retired_at=None)
        old = Q(known_at__lte=move.known_at) | Q(versions__known_at__lte=move.known_at)
        dated = [(day_of(row), row.pk) for row in rows.filter(old).distinct()]
        found |= {key for day, key in dated if day <= move.happened_on}
        found |= {key for _, key in sorted(dated)[:1]}
    return found


def day_of(row):
    days = (row.shot_at and timezone.localdate(row.shot_at), row.issued_on)
    return min((day for day in days if day), default=date.min)


class Migration(migrations.Migration):
    dependencies = [("projects", "0009_fresh_papers")]

    operations = [
        migrations.RunPython(ask_for_new_papers, ask_as_before),
        migrations.RunPython(find_papers, migrations.RunPython.noop),
    ]
