"""Who may see and do what, written by hand from docs/access.md: an independent statement that the policies must match.

    "people.Person": Model(sets, rows)

`sets` name groups of fields. `rows` map prepared rows of tests/world.py to `{cast members: "reads | writes | verbs"}`;
whoever is not named has nothing at all on that row, not even its existence. SELF is the cast member the row is named
after, TRUST is everybody in the trust, a leading `-` takes a field away. A row `other_x` needs no entry: the doubles
have on it what their originals have on `x`, and nobody else has anything.

verbs are those granted in some state; `states` says which of them each state allows.
`label` is what a link to the row shows of it; `hidden` are fields nobody is ever shown; `system` are verbs that only
jobs, imports and commands do.
"""

from dataclasses import dataclass, field

TRUST = (
    "director hr team_lead lived_experience_lead training_lead oh_adviser oh_lead panel_coordinator records_officer "
    "on_call_manager administrator next_team_lead worker colleague supervisor senior hr_worker starter proposed "
    "visiting"
)
HR = "hr hr_worker"
HOLDERS = (
    "director hr team_lead lived_experience_lead training_lead oh_adviser oh_lead panel_coordinator records_officer "
    "on_call_manager next_team_lead hr_worker visiting"
)
WITH_A_DOUBLE = (
    "director hr team_lead lived_experience_lead training_lead oh_adviser oh_lead panel_coordinator records_officer "
    "on_call_manager administrator next_team_lead worker colleague supervisor"
)
DOUBLES = " ".join(f"other_{name}" for name in WITH_A_DOUBLE.split())
EVERYBODY = f"{TRUST} {DOUBLES} charity_hr charity_worker visitor"
BASE_HIDDEN = {"id", "version"}


@dataclass(frozen=True)
class Model:
    rows: dict[str, dict[str, str]]
    sets: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    label: str = ""
    hidden: str = ""
    system: str = ""

    def table(self, row: str) -> dict[str, tuple[frozenset, frozenset, frozenset]]:
        """Cast member -> (reads, writes, verbs) on a prepared row."""
        double = row.startswith("other_")
        name = row.removeprefix("other_")
        found: dict[str, tuple[frozenset, frozenset, frozenset]] = {}
        for names, members in self.rows.items():
            if name not in names.split():
                continue
            for who, spec in members.items():
                reads, writes, verbs = (*spec.split("|"), "", "")[:3]
                for member in self._members(who, name):
                    held = found.get(member, (frozenset(),) * 3)
                    new = (self._fields(reads), self._fields(writes), frozenset(verbs.split()))
                    found[member] = tuple(a | b for a, b in zip(held, new, strict=True))
        return {f"other_{member}": spec for member, spec in found.items()} if double else found

    def names(self) -> set[str]:
        return {name for names in self.rows for name in names.split()}

    def fields(self) -> set[str]:
        """Every field the matrix says something about."""
        specs = (spec.split("|")[:2] for row in self.rows.values() for spec in row.values())
        words = " ".join([*self.sets.values(), *(part for parts in specs for part in parts)])
        named = set(words.split()) - set(self.sets)
        return {name.removeprefix("-") for name in named} | set(self.hidden.split())

    def verbs(self) -> set[str]:
        granted = {
            verb
            for row in self.rows.values()
            for spec in row.values()
            for verb in (*spec.split("|"), "", "")[2].split()
        }
        return granted | set(self.system.split())

    @staticmethod
    def _members(who: str, row: str) -> list[str]:
        return [row if name == "SELF" else name for name in who.replace("TRUST", TRUST).split()]

    def _fields(self, words: str) -> frozenset[str]:
        names: set[str] = set()
        for word in words.split():
            if word.startswith("-"):
                names -= set(self.sets.get(word[1:], word[1:]).split())
            else:
                names |= set(self.sets.get(word, word).split())
        return frozenset(names)


MODELS: dict[str, Model] = {
    # Accounts, roles and the organisation --------------------------------------------------------------------------
    "people.Unit": Model(
        sets={"unit": "kind name code organisation team_type opened_on closed_on"},
        rows={
            "organisation service team next_team": {
                "TRUST": "unit",
                "administrator": "unit | unit -organisation | open rename move close",
            },
            "charity": {"charity_hr charity_worker visiting": "unit"},
        },
        label="name",
    ),
    "people.UnitLink": Model(
        sets={"link": "unit parent starts_on ends_on"},
        rows={"service team next_team": {"TRUST": "link", "administrator": "link | link | open move close"}},
    ),
    "people.Settings": Model(
        sets={
            "chosen": "organisation display_name brand_colour word_service_user word_peer_worker support_email "
            "support_phone hide_up_to round_to fold_teams_under"
        },
        rows={
            "organisation": {
                "TRUST": "chosen",
                "administrator": "chosen steps_done | chosen -organisation steps_done | edit",
            },
            "charity": {"charity_hr charity_worker visiting": "chosen"},
        },
        system="open",
    ),
    "people.RetentionRule": Model(
        sets={"rule": "organisation record_class months trigger source confirmed_by confirmed_on"},
        rows={
            "rule": {
                "administrator": "rule | months trigger source | edit",
                "records_officer": "rule | months source | edit confirm",
                HR: "rule",
            }
        },
        label="record_class",
        system="propose",
    ),
    "people.User": Model(
        sets={"account": "kind email name is_active home_organisation joined_at last_login"},
        rows={
            f"{TRUST} charity_hr charity_worker visitor": {
                "SELF": "account digest | name digest email | rename change_email change_password end_sessions",
            },
            TRUST.replace(" administrator", "").replace(" visiting", ""): {
                "administrator": "account | name | rename end_sessions deactivate reactivate"
            },
            "administrator": {"administrator": "account | name | rename end_sessions reactivate"},
            "visiting": {"administrator": "account"},
        },
        label="name",
        hidden="password session_stamp",
        system="invite join",
    ),
    "people.RoleAssignment": Model(
        sets={"held": "user role unit starts_on ends_on reason"},
        rows={
            HOLDERS: {"SELF": "held", "administrator": "held | held | give end"},
            "administrator": {"administrator": "held | held | end"},
            "charity_hr": {"charity_hr": "held"},
        },
        label="role",
    ),
    "people.Invitation": Model(
        sets={"given": "email name role unit starts_on ends_on"},
        rows={
            "invited": {
                "administrator": "given status sent_at accepted_by | given | invite resend withdraw",
            }
        },
        states={"sent": "resend withdraw accept", "accepted": "", "withdrawn": ""},
        label="name",
        system="accept",
    ),
    "people.ApiToken": Model(
        sets={"token": "user name scope expires_on revoked_at last_used_on"},
        rows={
            "worker": {
                "SELF": "token prefix | user name scope expires_on | issue revoke",
                "administrator": "token | | revoke",
            },
            "charity_worker": {"SELF": "token prefix | user name scope expires_on | issue revoke"},
        },
        label="name",
        hidden="secret_hash",
    ),
    "people.Handover": Model(
        sets={"handover": "leaver organisation successor last_day note"},
        rows={
            "handover": {
                "administrator": "handover status | handover | begin edit finish",
                "director": "handover status | note | edit",
                "training_lead": "handover status",
            }
        },
        states={"open": "edit finish", "done": ""},
    ),
    "kit.ExportLine": Model(
        sets={"export": "by what format rows named reason at"},
        rows={"hr": {"SELF administrator": "export"}, "charity_hr": {"SELF": "export"}},
        hidden="about_model about_id request_id",
    ),
    "kit.ReadLine": Model(
        sets={"reading": "reader role what reason at"},
        rows={
            "worker": {"SELF": "reading"},
            "charity_worker": {"SELF": "reading"},
            "delayed": {},
        },
        hidden="person_id about_model about_id request_id shown_from",
    ),
    "kit.Hold": Model(
        sets={"hold": "reason held_on lifted_on"},
        rows={"worker": {}},
        hidden="person_id about_model about_id reason held_on lifted_on",
        system="hold lift",
    ),
    # People --------------------------------------------------------------------------------------------------------
    "people.Person": Model(
        sets={
            "name": "organisation given_name family_name known_as pronouns work_email",
            "home": "home_email home_phone home_address date_of_birth",
            "record": "left_on died_on merged_into user",
        },
        rows={
            "worker colleague supervisor senior hr_worker starter proposed leaver gone": {
                HR: "name home record | name home left_on | register edit link_account",
            },
            "worker colleague supervisor senior hr_worker starter proposed charity_worker": {
                "SELF": "name home left_on | name home -organisation | correct",
            },
            "charity_worker": {
                "charity_hr": "name home record | name home left_on | register edit link_account",
                HR: "name",
            },
            "worker senior charity_worker": {
                "supervisor team_lead lived_experience_lead training_lead visiting": "name",
            },
            "worker": {"senior": "name"},
            "colleague supervisor starter": {"team_lead training_lead visiting": "name"},
            "hr_worker": {"next_team_lead lived_experience_lead training_lead": "name"},
        },
        label="known_as given_name family_name",
        hidden="uuid",
    ),
    "people.Identifier": Model(
        sets={"number": "person organisation system value ended_on"},
        rows={
            "worker colleague supervisor senior hr_worker starter proposed": {
                "SELF": "number",
                HR: "number | number | note end",
            },
            "charity_worker": {"SELF": "number", "charity_hr": "number | number | note end"},
        },
        label="system value",
        system="carry",
    ),
    "people.Worker": Model(
        sets={"peer": "person peer_since peer_until"},
        rows={
            "worker senior hr_worker charity_worker": {
                "SELF": "peer scope confidant | scope confidant | edit",
                "lived_experience_lead": "peer",
            },
            "worker senior hr_worker": {HR: "peer scope | peer scope | begin edit end"},
            "charity_worker": {"charity_hr": "peer scope | peer scope | begin edit end"},
            "worker senior charity_worker": {"supervisor team_lead": "person"},
            "worker": {"senior": "person"},
            "hr_worker": {"next_team_lead": "person"},
        },
        label="person",
    ),
    "people.PersonMatch": Model(
        sets={"pair": "kept duplicate grounds"},
        rows={
            "worker": {HR: "pair status | pair | propose merge keep_apart undo"},
            "hr_worker": {
                "hr": "pair status | pair | propose merge keep_apart undo",
                "hr_worker": "pair status | pair | propose",
            },
        },
        states={"proposed": "merge keep_apart", "merged": "undo", "apart": "merge"},
        hidden="carried",
    ),
    # Posts, placements, supervisors --------------------------------------------------------------------------------
    "placements.Post": Model(
        sets={
            "post": "team title code family band wte lived_experience_essential scope starts_on ends_on",
        },
        rows={
            "peer nurse next": {
                HR: "post | post | open edit close",
                "lived_experience_lead training_lead": "post",
            },
            "peer nurse": {"team_lead visiting": "post"},
            "next": {"next_team_lead": "post"},
            "peer": {"worker senior starter proposed charity_worker": "post"},
            "nurse": {"colleague supervisor": "post"},
        },
        label="title",
    ),
    "placements.Placement": Model(
        sets={
            "dates": "person team status starts_on ends_on",
            "where": "person team status starts_on ends_on post employer host wte contract",
            "given": "person team starts_on ends_on post employer host wte contract",
        },
        rows={
            "worker colleague supervisor senior starter proposed lately long_ago": {
                HR: "where | given | propose agree start change end withdraw",
            },
            "worker colleague supervisor senior starter proposed hr_worker charity_worker": {"SELF": "where | | agree"},
            "worker colleague supervisor senior starter charity_worker": {
                "team_lead training_lead visiting": "where",
            },
            "worker senior charity_worker": {"supervisor lived_experience_lead": "where"},
            "worker": {"senior": "where"},
            "proposed": {"team_lead": "where | given | propose"},
            "lately": {"team_lead": "dates"},
            "hr_worker": {
                "hr": "where | given | propose agree start change end withdraw",
                "hr_worker": "where | given | agree",
                "next_team_lead lived_experience_lead training_lead": "where",
            },
            "charity_worker": {
                "charity_hr": "where | given | propose agree start change end withdraw",
                HR: "where",
            },
        },
        states={
            "proposed": "agree withdraw",
            "agreed": "start withdraw",
            "started": "change end",
            "ended": "",
            "withdrawn": "",
        },
        label="person post",
    ),
    "placements.Stream": Model(
        sets={"stream": "organisation kind name required closed_on"},
        rows={"practice peer": {"TRUST": "stream", "administrator": "stream | stream | open edit close"}},
        label="name",
    ),
    "placements.SupervisorLink": Model(
        sets={"link": "person supervisor stream cover starts_on ends_on"},
        rows={
            "worker worker_peer senior colleague_past": {
                HR: "link | link | propose link end",
                "team_lead": "link | link | propose",
            },
            "worker worker_peer": {"worker": "link | | ask_change"},
            "worker worker_peer senior charity_worker": {"lived_experience_lead": "link"},
            "worker senior charity_worker": {"supervisor": "link"},
            "worker_peer colleague_past": {"senior": "link"},
            "senior charity_worker": {"SELF": "link | | ask_change"},
            "colleague_past": {"colleague": "link | | ask_change"},
            "charity_worker": {"charity_hr": "link | link | propose link end", "team_lead": "link | link | propose"},
        },
        label="supervisor stream",
    ),
    "placements.Away": Model(
        sets={"away": "person starts_on ends_on cancelled_on", "absence": "person starts_on ends_on cancelled_on kind"},
        rows={
            "worker colleague supervisor senior starter proposed": {
                "SELF": "absence",
                HR: "absence | absence | note edit cancel",
            },
            "worker colleague supervisor senior starter charity_worker": {"team_lead": "away"},
            "worker senior charity_worker": {"supervisor": "away"},
            "worker": {"senior": "away"},
            "hr_worker": {
                "hr_worker": "absence | absence",
                "hr": "absence | absence | note edit cancel",
                "next_team_lead": "away",
            },
            "charity_worker": {"SELF": "absence", "charity_hr": "absence | absence | note edit cancel"},
        },
        label="person",
    ),
    "placements.Qualified": Model(
        sets={"fact": "person requirement source noted_on starts_on ends_on"},
        rows={
            "worker colleague supervisor senior starter proposed hr_worker": {"SELF": "fact", HR: "fact"},
            "worker colleague supervisor senior starter charity_worker": {
                "team_lead": "fact",
                "training_lead visiting": "fact | fact | note withdraw",
            },
            "worker senior charity_worker": {"supervisor": "fact"},
            "worker": {"senior": "fact"},
            "hr_worker": {"next_team_lead": "fact", "training_lead": "fact | fact | note withdraw"},
            "charity_worker": {"SELF charity_hr": "fact"},
        },
        label="requirement",
    ),
    "placements.Readiness": Model(
        sets={"ready": "team answer reason decided_by decided_on expires_on"},
        rows={
            "team": {
                f"team_lead {HR}": "ready | ready -decided_by | decide",
                "supervisor senior lived_experience_lead training_lead visiting": "ready",
            }
        },
        label="answer",
    ),
    # Files, counting, figures ---------------------------------------------------------------------------------------
    "mix.StaffSubmission": Model(
        sets={
            "file": "organisation profile file_name status dry_run started_at finished_at rows_read rows_accepted "
            "rows_refused progress message report as_at created_organisations created_teams",
            "given": "organisation profile file_name as_at dry_run sha256",
        },
        rows={"list sums": {"administrator": "file | given | hand_in check publish pass_over refuse"}},
        states={
            "staged": "check publish pass_over refuse",
            "checked": "",
            "published": "",
            "refused": "",
            "unchanged": "",
        },
        hidden="fingerprint",
    ),
    "mix.StaffLine": Model(
        sets={
            "line": "organisation unit staff_id name role staff_group occupation_code post wte starts_on ends_on",
        },
        rows={"line": {HR: "line"}},
        hidden="submission",
    ),
    "mix.StaffFte": Model(
        sets={"sum": "organisation unit month staff_group fte"},
        rows={"sum": {f"{HR} lived_experience_lead administrator": "sum"}},
        hidden="submission",
    ),
    "mix.CountingRule": Model(
        sets={
            "rule": "status organisation told_by value counts_as starts_on ends_on reason proposed_by decided_by",
            "given": "organisation told_by value counts_as starts_on ends_on reason",
        },
        rows={
            "code": {"administrator": "rule | given | suggest classify reject end replace"},
            "suggested": {"administrator": "rule | given | suggest classify approve reject end replace"},
            "named": {
                "hr": "rule | given | suggest reject end replace",
                "hr_worker": "rule | given | suggest approve reject end replace",
            },
            "everywhere": {"administrator other_administrator": "rule"},
        },
        states={"suggested": "approve reject", "approved": "end replace", "rejected": "", "replaced": ""},
        hidden="key",
    ),
    "mix.Definition": Model(
        sets={"meaning": "number text effective_from"},
        rows={"everywhere": {EVERYBODY: "meaning"}},
        label="number",
        system="publish",
    ),
    "mix.Snapshot": Model(
        sets={
            "which": "unit organisation month basis source definition mapping_version number frozen_at",
            "counts": "numerator denominator excluded not_attributed peers",
        },
        rows={
            "organisation team next_team": {
                "director": "which",
                f"{HR} lived_experience_lead": "which counts",
            },
            "team": {"team_lead": "which counts"},
            "next_team": {"next_team_lead": "which counts"},
        },
        label="unit month",
        hidden="current",
    ),
    "mix.Target": Model(
        sets={
            "aim": "status unit basis value due_on starts_value starts_on milestones trajectory reason set_by set_on",
            "given": "unit basis value due_on starts_value starts_on milestones trajectory reason",
        },
        rows={
            "organisation team": {
                "director": "aim | given | set replace withdraw",
                f"{HR} lived_experience_lead": "aim",
            },
            "team": {"team_lead": "aim"},
        },
        states={"set": "replace withdraw", "replaced": "", "withdrawn": ""},
        label="unit value",
    ),
}

# The roles a policy may name, in the words of access.md: what every "who can see this" line is made from.
ROLES = {
    "self", "worker", "leaver", "successor", "supervisor", "team lead", "hr", "hr of the host", "lived-experience lead",
    "training lead", "records officer", "administrator", "director", "anyone in the organisation", "anyone signed in",
    "system",
}  # fmt: skip
