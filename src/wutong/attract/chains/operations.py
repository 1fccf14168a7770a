"""Every way chains, their yearly order, their firms, gaps and target firms can change."""

from wutong.attract.chains.models import (
    Chain,
    ChainFirm,
    ChainGap,
    ChainYear,
    FocusField,
    TargetFirm,
)
from wutong.foundation.keeping import keep
from wutong.people.access import county_wide, keeps

chains = keep(Chain, "chains.chain", allowed=county_wide("chains.keep"))
chain_years = keep(ChainYear, "chains.year", allowed=county_wide("chains.keep"))
focus_fields = keep(FocusField, "chains.focus", allowed=county_wide("chains.keep"))
chain_firms = keep(ChainFirm, "chains.firm", allowed=county_wide("chains.keep"))
chain_gaps = keep(ChainGap, "chains.gap", allowed=county_wide("chains.keep"))
# Whoever goes out after firms keeps the list of them: task forces and townships, not the bureau.
target_firms = keep(TargetFirm, "chains.target_firm", allowed=keeps("outreach.keep"))
