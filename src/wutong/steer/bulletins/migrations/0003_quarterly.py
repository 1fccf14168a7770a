"""Lay down the quarter's report, as counties in Gansu write it."""

from pathlib import Path

from django.db import migrations

from wutong.metrics.defaults import BEGINNING

TEXT = Path(__file__).parents[1] / "templates" / "bulletins" / "quarterly.txt"
QUARTERLY = {
    "code": "quarterly",
    "name": "季度工作报告",
    "title": "{{ county_name }}{{ report_year }}年{{ period_name }}招商引资工作情况报告",
    "slots": [
        slot.split(" ")
        for slot in """
R0 period_name|B01 projects_registered|B02 contracted_amount|F01 commencement_rate
B03 funds_in_place|B04 funds_in_place_growth|R8 report_year|B05 projects_in_reserve
B06 reserve_investment|R5 fair_edition|B07 fair_projects_planned|B08 fair_contracted_amount
B09 county_short_name|B10 items_published|B11 projects_shared|R1 trips_quota|R2 packaging_quota
R9 trip_provinces|B12 outbound_trips_principal|B13 outbound_trips_leaders
B14 projects_talked_names|F02 projects_talked|B15 trip_project_names|F03 trip_projects
B16 trip_amount|B17 top500_names|F04 top500_landed|B18 headquarters_name|B19 focus_field_1
B20 focus_field_2|B21 focus_field_3|B22 top_visitors_names|B23 receptions
B24 reception_project_names|B25 reception_projects|B26 reception_amount|F05 station_tours
B27 station_firms_names|B28 station_firms|B29 station_visits_names|F06 station_visits
B30 county_short_name|R6 award_year|B31 units_commended|B32 persons_commended|B33 awards_paid
B34 firms_rewarded|B35 rewards_paid|B36 projects_helped_names|R3 county_listed_amount
B37 next_month|B38 funds_target_next_month|B39 funds_target_growth|B40 key_chain_1
B41 key_chain_2|B42 key_chains|R5b fair_edition|B43 county_short_name|R7 next_month
R9b planned_provinces|B44 trips_planned|B45 projects_target_next_month
B46 continuing_due_names|B47 continuing_due|B48 signings_due_names|F07 signings_due
B49 commencements_due_names|F08 commencements_due
""".replace("\n", "|")
        .strip("|")
        .split("|")
    ],
}


def lay_down(apps, editor):
    Template = apps.get_model("bulletins", "Template")
    text = TEXT.read_text(encoding="utf-8").strip()
    Template._base_manager.create(text=text, known_at=BEGINNING, **QUARTERLY)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0002_initial"), ("metrics", "0003_default_rules")]

    operations = [migrations.RunPython(lay_down, migrations.RunPython.noop)]
