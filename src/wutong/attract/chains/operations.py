"""Every way chains, their yearly order and their firms can change."""

from wutong.attract.chains.models import Chain, ChainFirm, ChainYear, FocusField
from wutong.foundation.keeping import keep
from wutong.people.access import county_wide

chains = keep(Chain, "chains.chain", allowed=county_wide("chains.keep"))
chain_years = keep(ChainYear, "chains.year", allowed=county_wide("chains.keep"))
focus_fields = keep(FocusField, "chains.focus", allowed=county_wide("chains.keep"))
chain_firms = keep(ChainFirm, "chains.firm", allowed=county_wide("chains.keep"))
