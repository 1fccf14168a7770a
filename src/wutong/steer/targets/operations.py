"""Every way targets can change."""

from wutong.foundation.keeping import keep
from wutong.people.access import county_wide
from wutong.steer.targets.models import Mandate, Target

mandates = keep(Mandate, "targets.mandate", allowed=county_wide("targets.keep"))
targets = keep(Target, "targets.target", allowed=county_wide("targets.keep"))
