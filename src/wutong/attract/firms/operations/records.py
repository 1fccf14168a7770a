"""Recording and amending firms, their groups, honours and registrations."""

from wutong.attract.firms.models import Firm, FirmGroup, Honour, Registration
from wutong.foundation.keeping import keep
from wutong.people.access import anywhere

groups = keep(FirmGroup, "firms.group", allowed=anywhere("firms.keep"))
firms = keep(Firm, "firms.firm", allowed=anywhere("firms.keep"))
honours = keep(Honour, "firms.honour", allowed=anywhere("firms.keep"))
registrations = keep(Registration, "firms.registration", allowed=anywhere("firms.keep"))
