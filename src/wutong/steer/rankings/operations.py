"""Every way commendations can change."""

from wutong.foundation.keeping import keep
from wutong.people.access import county_wide
from wutong.steer.rankings.models import Commendation

commendations = keep(
    Commendation, "rankings.commendation", allowed=county_wide("commendations.keep")
)
