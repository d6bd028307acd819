"""The crosswalk file: which number of a care system is whose staff number, from when to when."""

from django.utils.translation import gettext as _

from peerwork.kit.errors import Invalid, NotAllowed
from peerwork.kit.staging import rows, stage
from peerwork.mix import actions
from peerwork.mix.importers import BadCell, a_day
from peerwork.mix.policy import crosswalk
from peerwork.people.actions import FIRST_DAY

NEEDS = ("care_prof_local_id", "employee_number")


def take_in(file, *, by, organisation, source: str) -> int:
    """Take all links of a file in, or none; how many were new. Raises NotAllowed, Invalid with the row."""
    crosswalk_file = []
    if not crosswalk.may_start(by, "link"):
        raise NotAllowed()
    with stage(file) as staged:
        for row in rows(staged.path, needs=NEEDS):
            try:
                starts = a_day("valid_from", row.get("valid_from", ""), required=False) or FIRST_DAY
                ends = a_day("valid_to", row.get("valid_to", ""), required=False)
            except BadCell as bad:
                raise _bad(row.number, bad.args[2]) from None
            local_id, staff_id = row["care_prof_local_id"], row["employee_number"]
            if not (local_id and staff_id) or max(len(local_id), len(staff_id)) > 80:
                raise _bad(row.number, _("Give both numbers, each of at most 80 characters."))
            if ends and ends < starts:
                raise _bad(row.number, _("The end is before the start."))
            crosswalk_file.append({"local_id": local_id, "staff_id": staff_id, "starts_on": starts, "ends_on": ends})
    if not crosswalk_file:
        raise Invalid(_("This file has headings but no rows, so nothing was loaded."))
    ordered = sorted(crosswalk_file, key=lambda each: (each["local_id"], each["starts_on"]))
    return actions.link_many(by=by, organisation=organisation, source=source, links=ordered)


def _bad(number: int, advice) -> Invalid:
    return Invalid(fields={"file": [_("Row %(row)d: %(advice)s Nothing was loaded.") % {
        "row": number, "advice": advice}]})  # fmt: skip
