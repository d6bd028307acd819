"""Who may carry applicants in: HR of the employer."""

from peerwork.kit.access import Grant, Policy, system
from peerwork.people.reach import within
from peerwork.recruitment.carrying.models import ApplicantFile, ApplicantMapping

MAPPING = {"organisation", "name", "columns", "statuses"}
mappings = Policy(
    ApplicantMapping,
    [Grant("hr", within("hr", "organisation"), MAPPING, MAPPING, {"save"})],
)

GIVEN = {"organisation", "profile", "columns", "statuses", "file_name", "sha256", "dry_run"}
FILE = GIVEN | {
    *("status", "started_at", "finished_at", "rows_read", "rows_accepted", "rows_refused", "progress", "message"),
    *("report", "handed_in_by"),
}
files = Policy(
    ApplicantFile,
    [
        Grant("hr", within("hr", "organisation"), FILE, GIVEN, {"hand_in", "check", "publish", "pass_over", "refuse"}),
        Grant("system", system, FILE, GIVEN, {"hand_in"}),
    ],
)
