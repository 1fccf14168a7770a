"""Every way firms and what is known of them can change."""

from wutong.attract.firms.models import ContactPerson, Firm, FirmGroup, Honour, Registration
from wutong.foundation.keeping import keep
from wutong.people.access import anywhere, keeps

groups = keep(FirmGroup, "firms.group", allowed=anywhere("firms.keep"))
firms = keep(Firm, "firms.firm", allowed=anywhere("firms.keep"))
honours = keep(Honour, "firms.honour", allowed=anywhere("firms.keep"))
registrations = keep(Registration, "firms.registration", allowed=anywhere("firms.keep"))
contact_persons = keep(ContactPerson, "firms.person", allowed=keeps("firms.keep"))
