"""Every way payouts can change."""

from wutong.foundation.keeping import keep
from wutong.people.access import county_wide
from wutong.serve.policies.models import Payout

payouts = keep(Payout, "policies.payout", allowed=county_wide("policies.keep"))
