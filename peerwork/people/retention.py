"""The schedule put before an organisation: the usual periods, for its records officer to check and confirm.

Periods marked "to be checked" could not be read at their source when this was written (quality.md, section 6).
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from peerwork.kit import retention as registered


@dataclass(frozen=True)
class Line:
    record_class: str
    label: str
    months: int
    trigger: str
    source: str

    def values(self) -> dict:
        return {
            "record_class": self.record_class,
            "months": self.months,
            "trigger": str(self.trigger),
            "source": str(self.source),
        }


LEFT = _("the day the person left")
CODE = _("NHS Records Management Code 2021; to be checked")
SCHEDULE = [
    Line("staff_record", _("Staff record, placements and supervision"), 72, LEFT, CODE),
    Line("oh_report", _("Occupational health reports"), 72, LEFT, CODE),
    Line("mandatory_training", _("Statutory and mandatory training"), 120, _("the day it was completed"), CODE),
    Line("other_training", _("Other training"), 72, _("the day it was completed"), CODE),
    Line(
        "applicant", _("Applicants not appointed, and panel notes"), 6, _("the decision"), _("ICO recruitment guidance")
    ),
    Line("dbs", _("Criminal-record certificate details"), 6, _("the recruitment decision"), _("DBS code of practice")),
    Line(
        "import_file", _("Files handed in for import"), 6, _("the day it was handed in"), _("Organisation's decision")
    ),
]


def schedule() -> list[Line]:
    """Every class some app can purge today, and the usual ones that later apps bring."""
    known = [
        Line(found.name, found.label, found.default_months, found.trigger, found.source)
        for found in registered.classes()
    ]
    names = {line.record_class for line in known}
    return known + [line for line in SCHEDULE if line.record_class not in names]


def is_registered(record_class: str) -> bool:
    """Whether some app can purge records of this class."""
    return any(each.name == record_class for each in registered.classes())


def label_of(record_class: str) -> str:
    """What a class of records is called, as people read it."""
    return next((line.label for line in schedule() if line.record_class == record_class), record_class)
