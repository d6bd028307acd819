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

from tests.parts import parts

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
EVERYBODY = f"{TRUST} {DOUBLES} charity_hr charity_worker visitor coming other_coming outsider other_outsider"
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
            "chosen": "organisation display_name brand_colour word_service_user words_service_users word_peer_worker "
            "support_email support_phone hide_up_to round_to fold_teams_under"
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
        sets={
            "account": "kind email name is_active home_organisation joined_at last_login",
            "reminders": "digest mail_from mail_until",
        },
        rows={
            f"{TRUST} charity_hr charity_worker visitor": {
                "SELF": "account reminders | name email reminders | rename change_email change_password end_sessions",
            },
            TRUST.replace(" administrator", "").replace(" visiting", ""): {
                "administrator": "account | name | rename end_sessions reset_second_step deactivate reactivate"
            },
            "administrator": {"administrator": "account | name | rename end_sessions reactivate"},
            "visiting": {"administrator": "account"},
        },
        label="name",
        hidden="password session_stamp hints_gone",
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
        sets={"hold": "person_id named_as reason held_on lifted_on"},
        rows={"worker": {"records_officer": "hold | hold -lifted_on | hold lift"}},
        hidden="about_model about_id",
    ),
    "kit.Purge": Model(
        sets={"purged": "record_class organisation_id rows by at"},
        rows={"organisation": {"records_officer": "purged | | purge", "administrator": "purged"}},
    ),
    # People --------------------------------------------------------------------------------------------------------
    "people.Person": Model(
        sets={
            "name": "organisation given_name family_name known_as pronouns work_email",
            "home": "home_email home_phone home_address date_of_birth",
            "record": "left_on died_on merged_into user",
        },
        rows={
            "worker colleague supervisor senior starter proposed leaver gone": {
                HR: "name home record | name home left_on died_on | register edit link_account record_death",
            },
            "hr_worker": {
                "hr": "name home record | name home left_on died_on | register edit link_account record_death",
                "hr_worker": "name home record | name home left_on died_on | register edit link_account",
                "next_team_lead lived_experience_lead training_lead": "name",
            },
            "worker colleague supervisor senior hr_worker starter proposed charity_worker": {
                "SELF": "name home left_on | name home -organisation | correct",
            },
            "charity_worker": {
                "charity_hr": "name home record | name home left_on died_on | register edit link_account record_death",
                HR: "name",
            },
            "worker senior charity_worker": {
                "supervisor team_lead lived_experience_lead training_lead visiting": "name",
            },
            "worker": {"senior": "name"},
            "worker colleague": {"oh_adviser": "name home"},
            "colleague supervisor starter": {"team_lead training_lead visiting": "name"},
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
            "charity_worker": {"charity_hr": "pair status | pair | propose merge keep_apart undo"},
            "hr_worker": {
                "hr": "pair status | pair | propose merge keep_apart undo",
                "hr_worker": "pair status | pair | propose",
            },
        },
        states={"proposed": "merge keep_apart", "merged": "undo", "apart": "merge"},
        hidden="carried",
    ),
    # Posts, placements, supervisors --------------------------------------------------------------------------------
    "placements.Stream": Model(
        sets={"stream": "organisation kind name required closed_on"},
        rows={"practice peer": {"TRUST": "stream", "administrator": "stream | stream | open edit close"}},
        label="name",
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
        sets={
            "fact": "person requirement source noted_on starts_on ends_on cancelled_on",
            "given": "person requirement source noted_on starts_on ends_on",
        },
        rows={
            "worker colleague supervisor senior starter proposed hr_worker": {"SELF": "fact", HR: "fact"},
            "worker colleague supervisor senior starter charity_worker": {
                "team_lead": "fact",
                "training_lead visiting": "fact | given | note withdraw",
            },
            "worker senior charity_worker": {"supervisor": "fact"},
            "worker": {"senior": "fact"},
            "hr_worker": {"next_team_lead": "fact", "training_lead": "fact | given | note withdraw"},
            "charity_worker": {"SELF charity_hr": "fact"},
        },
        label="requirement",
        system="settle",
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
        states={"suggested": "approve reject replace", "approved": "end replace", "rejected": "", "replaced": ""},
        hidden="key",
    ),
    "mix.Definition": Model(
        sets={"meaning": "number measure text effective_from"},
        rows={"everywhere": {EVERYBODY: "meaning"}},
        label="number",
        system="publish",
    ),
    "mix.Snapshot": Model(
        sets={
            "which": "unit organisation month basis source definition mapping_version counting_rule number frozen_at",
            "counts": "numerator denominator excluded not_attributed peers low high",
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
    # Care activity -------------------------------------------------------------------------------------------------
    "mix.ActivitySubmission": Model(
        sets={
            "file": "organisation profile file_name status dry_run started_at finished_at rows_read rows_accepted "
            "rows_refused progress message report",
            "given": "organisation profile file_name dry_run sha256",
        },
        rows={"activity": {"administrator": "file | given | hand_in check publish pass_over refuse"}},
        states={
            "staged": "check publish pass_over refuse",
            "checked": "",
            "published": "",
            "refused": "",
            "unchanged": "",
        },
        label="file_name",
    ),
    "mix.CareStaff": Model(
        rows={"care_number": {"administrator": "organisation source local_id"}}, label="local_id", hidden="key"
    ),
    "mix.StaffLink": Model(
        sets={"link": "organisation source local_id staff_id starts_on ends_on"},
        rows={"care_link": {"administrator": "link | link | link end"}},
        label="local_id staff_id",
    ),
    "mix.CareTeam": Model(
        rows={"care_team": {"administrator": "organisation source local_id team_type unit | unit | map"}},
        label="local_id",
        hidden="key",
        system="note",
    ),
    "mix.Profession": Model(
        sets={"named": "organisation value name registration"},
        rows={"profession": {"administrator": "named | named | name"}},
        label="name",
        hidden="key",
    ),
    "mix.CountedRule": Model(
        sets={
            "given": "organisation effective_from attended mechanisms leave_out text_providers text_mechanisms "
            "most_unattributed reason",
        },
        rows={
            "everywhere": {EVERYBODY: "given number"},
            "own_rule": {
                "administrator": "given number | given | set",
                f"director {HR} lived_experience_lead": "given number",
            },
        },
        label="number",
    ),
    "mix.Tally": Model(
        sets={"tally": "unit person held_on kind minutes contacts covering"},
        rows={
            "worker": {"SELF team_lead": "tally status | tally | log edit withdraw"},
            "others": {"team_lead": "tally status | tally | log edit withdraw"},
        },
        states={"logged": "edit withdraw", "withdrawn": ""},
        label="unit held_on",
    ),
}

# The roles a policy may name, in the words of access.md: what every "who can see this" line is made from.
ROLES = {
    "self", "worker", "leaver", "successor", "supervisor", "team lead", "hr", "hr of the host", "lived-experience lead",
    "training lead", "records officer", "administrator", "director", "anyone in the organisation", "anyone signed in",
    "system",
}  # fmt: skip


# Routes ---------------------------------------------------------------------------------------------------------------
# route: "METHODS | who [& who]... [| answer]"
#   public             everybody, signed in or not
#   signed in          everybody with an account
#   closed             nobody: what a library brings and this house does not use
#   only MEMBERS       these (and their doubles); everybody else is refused
#   row MODEL          who reads anything of the row in the address; for everybody else it is not there
#   verb MODEL VERB    who holds the verb on that row; who reads the row and does not hold it is refused
#   start MODEL VERB   who holds the verb on any row
# answer: what somebody let in gets on GET where it is not a page (302: first a proof of who they are, or on to another)
# Nobody signed in is sent to sign in; whoever comes by a link is confined to what the link is about.
FIGURES = "director hr hr_worker charity_hr lived_experience_lead team_lead next_team_lead"
LOGGERS = "worker colleague supervisor senior hr_worker charity_worker team_lead next_team_lead"
ROUTES: dict[str, str] = {
    "home:home": "GET | signed in",
    "home:more": "GET | signed in",
    "home:help": "GET | public",
    "home:who-can-see": "GET | public",
    "home:accessibility": "GET | public",
    "home:privacy": "GET | public",
    "home:gallery": "GET | signed in",
    "home:search": "GET | signed in",
    "home:messages": "GET | signed in",
    "home:messages-seen": "POST | signed in",
    "home:hint-away": "POST | signed in",
    "home:hints-again": "POST | signed in",
    "home:brand": "GET | public",
    "home:robots": "GET | public",
    "live": "GET | public",
    "ready": "GET | public",
    "metrics": "GET | closed",  # opened by a setting, with a key of its own: tests/system/test_health.py
    # Ways in and one's own account
    "account_login": "GET POST | public | 302",
    "account_logout": "GET POST | signed in",
    "account_inactive": "GET | public",
    "account_signup": "GET POST | closed",
    "account_reauthenticate": "GET POST | signed in | 302",
    "account_email": "GET POST | closed",
    "account_email_verification_sent": "GET | closed",
    "account_confirm_email": "GET POST | closed",
    "account_change_password": "GET POST | signed in | 302",
    "account_set_password": "GET POST | closed",
    "account_reset_password": "GET POST | public",
    "account_reset_password_done": "GET | public",
    "account_reset_password_from_key": "GET POST | public",
    "account_reset_password_from_key_done": "GET | public",
    "account_confirm_login_code": "GET POST | public | 302",
    "mfa_index": "GET | signed in",
    "mfa_authenticate": "GET POST | public | 302",
    "mfa_reauthenticate": "GET POST | signed in | 302",
    "mfa_activate_totp": "GET POST | signed in | 302",
    "mfa_deactivate_totp": "GET POST | signed in | 404",
    "mfa_view_recovery_codes": "GET | signed in | 404",
    "mfa_generate_recovery_codes": "GET POST | signed in | 302",
    "mfa_download_recovery_codes": "GET | signed in | 404",
    "mfa_list_webauthn": "GET | signed in | 302",
    "mfa_add_webauthn": "GET POST | signed in | 302",
    "mfa_reauthenticate_webauthn": "GET POST | signed in | 302",
    "mfa_remove_webauthn": "GET POST | signed in | 302",
    "mfa_edit_webauthn": "GET POST | signed in | 302",
    "mfa_login_webauthn": "GET POST | public | 302",
    "socialaccount_login_cancelled": "GET | public",
    "socialaccount_login_error": "GET | public | 401",
    "socialaccount_signup": "GET POST | closed",
    "socialaccount_connections": "GET POST | closed",
    "openid_connect_login": "GET POST | closed",  # no provider is set up in tests: tests/people
    "openid_connect_callback": "GET POST | closed",
    "usersessions_list": "GET POST | signed in",
    "people:accept": "GET POST | public",
    "people:link": "GET POST | public",
    "people:second_step": "GET | signed in",
    "people:keep": "GET | signed in | 204",
    "people:account": "GET | signed in",
    "people:edit_account": "GET POST | signed in",
    "people:change_email": "GET POST | signed in | 302",
    "people:confirm_email": "GET POST | signed in | 404",
    "people:sessions": "GET | signed in",
    "people:end_session": "POST | signed in",
    "people:end_other_sessions": "POST | signed in",
    "people:issue_token": "GET POST | signed in | 302",
    "people:revoke_token": "POST | verb people.ApiToken revoke",
    # Users, roles, invitations
    "people:users": "GET | only administrator",
    "people:user": "GET | only administrator & row people.User",
    "people:give_role": "GET POST | row people.User & start people.RoleAssignment give",
    "people:deactivate": "POST | verb people.User deactivate",
    "people:reactivate": "POST | verb people.User reactivate",
    "people:end_user_sessions": "POST | verb people.User end_sessions",
    "people:reset_second_step": "POST | verb people.User reset_second_step",
    "people:begin_handover": "GET POST | row people.User & start people.Handover begin",
    "people:end_role": "GET POST | verb people.RoleAssignment end",
    "people:invitations": "GET | only administrator",
    "people:invite": "GET POST | start people.Invitation invite",
    "people:invite_many": "GET POST | start people.Invitation invite",
    "people:resend": "POST | verb people.Invitation resend",
    "people:withdraw": "POST | verb people.Invitation withdraw",
    # The organisation
    "people:units": "GET | signed in",
    "people:open_unit": "GET POST | start people.Unit open",
    "people:unit": "GET | row people.Unit",
    "people:rename_unit": "GET POST | verb people.Unit rename",
    "people:move_unit": "GET POST | verb people.Unit move",
    "people:close_unit": "GET POST | verb people.Unit close",
    "people:settings": "GET POST | verb people.Settings edit",
    "people:propose_retention": "POST | only administrator & row people.Unit",
    "people:retention": "GET | signed in",
    "people:edit_retention": "GET POST | verb people.RetentionRule edit",
    "people:confirm_retention": "POST | verb people.RetentionRule confirm",
    "people:due": "GET POST | row people.RetentionRule & only records_officer",
    "people:purged": "GET | only records_officer administrator",
    "people:holds": "GET | only records_officer",
    "people:hold": "GET POST | start kit.Hold hold",
    "people:lift": "POST | verb kit.Hold lift",
    "people:setup": "GET | only administrator",
    "people:looked_at": "POST | only administrator",
    "people:handovers": "GET | signed in",
    "people:handover": "GET | row people.Handover",
    "people:edit_handover": "GET POST | verb people.Handover edit",
    "people:finish_handover": "POST | verb people.Handover finish",
    # People
    "people:people": f"GET | only {HR} charity_hr",
    "people:register_person": "GET POST | start people.Person register",
    "people:matches": f"GET | only {HR} charity_hr",
    "people:propose_matches": f"POST | only {HR} charity_hr",
    "people:merge": "POST | verb people.PersonMatch merge",
    "people:keep_apart": "POST | verb people.PersonMatch keep_apart",
    "people:undo_merge": "POST | verb people.PersonMatch undo",
    "people:person": "GET | row people.Person",
    "people:edit_person": "GET POST | verb people.Person edit",
    "people:correct_person": "GET POST | verb people.Person correct",
    "people:link_account": "GET POST | verb people.Person link_account",
    "people:note_identifier": "GET POST | row people.Person & start people.Identifier note",
    "people:begin_worker": "GET POST | row people.Person & start people.Worker begin",
    "people:propose_match": "GET POST | row people.Person & start people.PersonMatch propose",
    "people:end_identifier": "GET POST | verb people.Identifier end",
    "people:end_worker": "GET POST | verb people.Worker end",
    # Figures, who counts, staff files
    "mix:mix": f"GET | only {FIGURES}",
    "mix:download": f"GET | only {FIGURES}",
    "mix:set": "GET POST | row people.Unit & start mix.Target set",
    "mix:rules": f"GET | only administrator {HR} charity_hr",
    "mix:rule-classify": "GET POST | start mix.CountingRule classify",
    "mix:rule-approve": "POST | verb mix.CountingRule approve",
    "mix:rule-reject": "POST | verb mix.CountingRule reject",
    "mix:rule-end": "GET POST | verb mix.CountingRule end",
    "mix:submissions": "GET | only administrator",
    "mix:submission": "GET | row mix.StaffSubmission",
    "mix:submission-hand-in": "GET POST | start mix.StaffSubmission hand_in",
    # Care activity
    "mix:activity": "GET | only administrator",
    "mix:activity-hand-in": "GET POST | start mix.ActivitySubmission hand_in",
    "mix:activity-file": "GET | row mix.ActivitySubmission",
    "mix:activity-staff": "GET | only administrator",
    "mix:activity-link": "GET POST | start mix.StaffLink link",
    "mix:activity-link-end": "GET POST | verb mix.StaffLink end",
    "mix:activity-crosswalk": "GET POST | start mix.StaffLink link",
    "mix:activity-teams": "GET | only administrator",
    "mix:activity-team-map": "GET POST | verb mix.CareTeam map",
    "mix:activity-professions": "GET | only administrator",
    "mix:activity-profession": "GET POST | start mix.Profession name",
    "mix:counted-rules": "GET | signed in",
    "mix:counted-rule-set": "GET POST | start mix.CountedRule set",
    "mix:log": f"GET POST | only {LOGGERS}",
    "mix:log-template": f"GET | only {LOGGERS} administrator",
    "mix:log-edit": "GET POST | verb mix.Tally edit",
    "mix:log-withdraw": "POST | verb mix.Tally withdraw",
    # API
    "api:reference": "GET | signed in",
    "api:schema": "GET | signed in",
    "api:nothing": "GET POST | closed",
    "api:share": f"GET | only {FIGURES}",
}

# Endpoints: the list (everybody signed in; it holds what they reach), a row, and its verbs, under one name.
API: dict[str, str] = {
    "units": "people.Unit",
    "unit-links": "people.UnitLink",
    "settings": "people.Settings",
    "retention-rules": "people.RetentionRule",
    "users": "people.User",
    "assignments": "people.RoleAssignment",
    "invitations": "people.Invitation",
    "tokens": "people.ApiToken",
    "people": "people.Person",
    "identifiers": "people.Identifier",
    "workers": "people.Worker",
    "matches": "people.PersonMatch",
    "handovers": "people.Handover",
    "readings": "kit.ReadLine",
    "exports": "kit.ExportLine",
    "holds": "kit.Hold",
    "purges": "kit.Purge",
    "posts": "placements.Post",
    "placements": "placements.Placement",
    "streams": "placements.Stream",
    "supervisor-links": "placements.SupervisorLink",
    "away": "placements.Away",
    "qualified": "placements.Qualified",
    "readiness": "placements.Readiness",
    "staff-files": "mix.StaffSubmission",
    "counting-rules": "mix.CountingRule",
    "definitions": "mix.Definition",
    "figures": "mix.Snapshot",
    "staff-lines": "mix.StaffLine",
    "staff-sums": "mix.StaffFte",
    "targets": "mix.Target",
}
# What allauth serves again under an older address.
UNNAMED = {"social/login/cancelled/", "social/login/error/", "social/signup/", "social/connections/"}
# What a page tells of rows its reader cannot open: route -> member -> model -> fields.
TOLD_AT: dict[str, dict[str, dict[str, str]]] = {
    "mix:rules": {"administrator": {"mix.StaffLine": "role staff_group occupation_code post"}},  # codes to be mapped
    "mix:activity-professions": {"administrator": {"mix.StaffLine": "staff_group"}},  # codes to be named
}

# Each app keeps its own rows beside its tests, in tests/<app>/access.py; read last, because they use what stands above.
PARTS = parts("access")
for part in PARTS:
    MODELS |= part.MODELS  # not there while the part itself is being read: import the matrix first
    ROUTES |= getattr(part, "ROUTES", {})
    API |= getattr(part, "API", {})
    ROLES |= getattr(part, "ROLES", set())
    TOLD_AT |= getattr(part, "TOLD_AT", {})
