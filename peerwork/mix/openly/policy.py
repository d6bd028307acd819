"""Who publishes by the open standard, and who loads what others published."""

from peerwork.kit.access import Grant, Policy, system
from peerwork.mix.openly.models import ShareFile
from peerwork.mix.policy import role_on
from peerwork.people.reach import within

LOADED = {"organisation"}
FILE = LOADED | {"status", "publisher", "code", "month", "signed_by", "loaded_by", "loaded_on"}
files = Policy(
    ShareFile,
    [
        *(
            Grant(name, within(role, "organisation"), FILE, LOADED, {"load", "withdraw"})
            for role, name in (("director", "director"), ("hr", "hr"))
        ),
        role_on("organisation", "lived_experience_lead", FILE),
        Grant("system", system, FILE, LOADED, {"load", "withdraw"}),
    ],
    internal={"content"},
)
