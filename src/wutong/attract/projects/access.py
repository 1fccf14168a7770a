"""Who may move projects, waive gates, merge entries, review fairs and set the stages."""

from __future__ import annotations

from wutong.people.access import county_wide, keeps

keeps_projects = keeps("projects.keep")
can_move = keeps("projects.move")
can_waive = keeps("projects.waive")
can_set_gates = county_wide("rules.set")
can_merge = county_wide("projects.merge")
keeps_entries = keeps("outreach.keep")
can_review_fairs = county_wide("fairs.review")
