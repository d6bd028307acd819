"""Who may see and do what with competences, evidence, ratings and goals, by hand from docs/access.md.

Merged into tests/system/matrix.py, which says how to read it.
"""

from tests.system.matrix import HR, Model

REVIEWERS = "supervisor senior team_lead training_lead visiting"
OWN = "person competence title text happened_on"
PEOPLE = "worker senior charity_worker hr_worker"  # peer workers, whose goals and evidence these are
WATCHERS = "supervisor senior team_lead next_team_lead training_lead visiting"

MODELS: dict[str, Model] = {
    "development.Framework": Model(
        sets={"list": "organisation name source confirmed_by confirmed_on", "named": "organisation name source"},
        rows={
            "framework": {
                "TRUST": "list",
                "training_lead": "list | named | open edit",
                "lived_experience_lead": "list | | confirm",
            }
        },
        label="name",
    ),
    "development.Domain": Model(
        sets={"domain": "framework number name"},
        rows={"domain": {"TRUST": "domain", "training_lead": "domain | domain | add edit"}},
        label="number name",
    ),
    "development.Competence": Model(
        sets={"competence": "domain number position name whose optional families assessor_too closed_on"},
        rows={
            "lived plain organisation": {
                "TRUST": "competence",
                "training_lead": "competence | competence | add edit close",
            }
        },
        label="number name",
    ),
    "development.Assessor": Model(
        sets={"named": "organisation user starts_on ends_on"},
        rows={
            "assessor": {
                "training_lead": "named lived_experience | named | name end",
                "colleague": "named lived_experience | lived_experience | say",
            }
        },
        label="user",
    ),
    "development.Evidence": Model(
        sets={
            "piece": f"{OWN} status file_name asked_on confirmed_by confirmed_on assessed_by assessed_on review_words "
            "waits_for",
        },
        rows={
            "kept asked half confirmed": {"worker": f"piece | {OWN} | add edit attach ask take_back withdraw"},
            "asked": {REVIEWERS: "piece | review_words | confirm want_more"},
            "half confirmed": {REVIEWERS: "piece | review_words | want_more"},
            "asked half": {"colleague": "piece | review_words | assess want_more"},
            "confirmed": {"colleague": "piece | review_words | want_more"},
        },
        states={
            "kept": "edit attach ask withdraw",
            "asked": "take_back confirm assess want_more withdraw",
            "more_wanted": "edit attach ask withdraw",
            "confirmed": "withdraw",
            "withdrawn": "",
        },
        label="title",
        hidden="file",
    ),
    "development.OrganisationEvidence": Model(
        sets={
            "given": "organisation competence title text",
            "shown": "organisation competence title text status added_by added_on confirmed_by confirmed_on",
        },
        rows={
            "shown": {
                "TRUST": "shown",
                "hr hr_worker training_lead": "shown | given | add edit withdraw",
                "lived_experience_lead": "shown | | confirm",
            }
        },
        states={"shown": "edit confirm withdraw", "confirmed": "withdraw", "withdrawn": ""},
        label="title",
    ),
    "development.Rating": Model(
        sets={"said": "person competence on level words", "rating": "person competence on level words view by"},
        rows={
            "own other": {"worker": "rating", REVIEWERS: "rating | said | rate"},
            "own": {"worker": "rating | said | rate"},
        },
        label="level on",
    ),
    "development.Goal": Model(
        sets={
            "set": "person strengths title matters by_when from_step look_back",
            "goal": "person strengths title matters by_when from_step look_back status reached_on",
        },
        rows={
            "private shared": {"worker": "goal | set | set edit reach put_aside take_up"},
            "shared": {"supervisor": "goal"},
        },
        states={"open": "edit reach put_aside", "reached": "take_up", "aside": "take_up"},
        label="title",
    ),
    "development.GoalStep": Model(
        sets={"step": "goal what due_on done_on dropped_on"},
        rows={
            "shared": {
                "worker": "step | goal what due_on | add edit do reopen drop",
                "supervisor": "step",
            }
        },
        label="what",
    ),
    "development.GoalCompetence": Model(
        sets={"link": "goal competence ended_on"},
        rows={"shared": {"worker": "link | goal competence | link unlink", "supervisor": "link"}},
        label="competence",
    ),
    "development.GoalShare": Model(
        sets={"share": "goal stream shared_on ended_on"},
        rows={"shared": {"worker": "share | goal stream | share end"}},
        label="stream",
    ),
    "development.Appraisal": Model(
        sets={
            "that": "person status year_from signed_on countersigned_on",
            "frame": "person status year_from signed_on countersigned_on appraiser meet_on handed_in_on change_wanted "
            "halfway_due halfway_on halfway",
            "begun": "person appraiser year_from meet_on",
            "self": "proud learned hard ahead values_own",
            "voice": "voice_who voice_how voice_said",
            "theirs": "view values_view support agreed",
        },
        rows={
            "preparing signed": {
                "worker": "frame self voice | begun self voice change_wanted halfway | begin choose prepare plan_voice "
                "hand_in ask_change sign look_halfway withdraw",
            },
            "preparing": {
                "senior": "frame voice theirs | begun voice theirs halfway | begin plan_voice write propose "
                "countersign look_halfway withdraw",
            },
            "signed": {
                "worker": "theirs",
                "supervisor": "frame self voice theirs | begun voice theirs halfway | begin plan_voice write propose "
                "countersign look_halfway withdraw",
                f"team_lead {HR}": "that",
            },
        },
        states={
            "preparing": "choose prepare plan_voice hand_in withdraw",
            "talking": "choose plan_voice write propose withdraw",
            "to_sign": "choose ask_change sign countersign",
            "signed": "look_halfway",
            "withdrawn": "",
        },
        label="year_from",
    ),
    "development.CpdEntry": Model(
        sets={"told": "kind title provider on hours learned"},
        rows={"own": {"worker": "told person status | told person | note edit remove"}},
        states={"noted": "edit remove", "removed": ""},
        label="title",
    ),
    "development.Moment": Model(
        sets={"told": "on title words", "given": "person key on title words"},
        rows={"own marked": {"worker": "given status | given | add edit pin hide show remove"}},
        states={
            "shown": "edit pin hide remove",
            "pinned": "edit hide show remove",
            "hidden": "edit pin show remove",
            "removed": "",
        },
        label="title",
    ),
}

ROUTES: dict[str, str] = {
    "development:mine": "GET | signed in",
    "development:ten_steps": "GET | signed in",
    "development:ladder": f"GET | only {PEOPLE}",
    "development:coverage": f"GET | only {WATCHERS}",
    "development:person": f"GET | row people.Person & only {WATCHERS}",
    "development:rate": f"GET POST | row people.Person & only {WATCHERS}",
    "development:my_competences": f"GET | only {PEOPLE}",
    "development:rate_mine": f"GET POST | only {PEOPLE} | 404",  # the competence in the address is the trust's
    "development:add": f"GET POST | only {PEOPLE}",
    "development:piece": "GET | row development.Evidence",
    "development:file": "GET | row development.Evidence | 404",
    "development:edit": "GET POST | verb development.Evidence edit",
    "development:attach": "GET POST | verb development.Evidence attach",
    "development:ask": "POST | verb development.Evidence ask",
    "development:take_back": "POST | verb development.Evidence take_back",
    "development:confirm": "GET POST | verb development.Evidence confirm",
    "development:assess": "GET POST | verb development.Evidence assess",
    "development:want_more": "GET POST | verb development.Evidence want_more",
    "development:withdraw": "POST | verb development.Evidence withdraw",
    "development:add_goal": f"GET POST | only {PEOPLE}",
    "development:goal": "GET | row development.Goal",
    "development:edit_goal": "GET POST | verb development.Goal edit",
    "development:reach_goal": "GET POST | verb development.Goal reach",
    "development:put_aside": "POST | verb development.Goal put_aside",
    "development:take_up": "POST | verb development.Goal take_up",
    "development:add_step": "GET POST | verb development.Goal edit",
    "development:link": "GET POST | verb development.Goal edit",
    "development:share_goal": "GET POST | verb development.Goal edit",
    "development:edit_step": "GET POST | verb development.GoalStep edit",
    "development:do_step": "POST | verb development.GoalStep do",
    "development:reopen_step": "POST | verb development.GoalStep reopen",
    "development:drop_step": "POST | verb development.GoalStep drop",
    "development:unlink": "POST | verb development.GoalCompetence unlink",
    "development:end_share": "POST | verb development.GoalShare end",
    "development:cpd": f"GET | only {PEOPLE}",
    "development:note_cpd": f"GET POST | only {PEOPLE}",
    "development:edit_cpd": "GET POST | verb development.CpdEntry edit",
    "development:remove_cpd": "POST | verb development.CpdEntry remove",
    "development:add_moment": f"GET POST | only {PEOPLE}",
    "development:edit_moment": "GET POST | verb development.Moment edit",
    "development:pin_moment": "POST | verb development.Moment pin",
    "development:hide_moment": "POST | verb development.Moment hide",
    "development:show_moment": "POST | verb development.Moment show",
    "development:remove_moment": "POST | verb development.Moment remove",
    "development:appraisals": "GET | signed in",
    "development:begin_appraisal": f"GET POST | only {PEOPLE}",
    "development:begin_appraisal_of": "GET POST | row people.Person & only supervisor senior",
    "development:appraisal": "GET | row development.Appraisal",
    "development:choose_appraiser": "GET POST | verb development.Appraisal choose",
    "development:prepare": "GET POST | verb development.Appraisal prepare",
    "development:plan_voice": "GET POST | verb development.Appraisal plan_voice",
    "development:hand_in": "POST | verb development.Appraisal hand_in",
    "development:write_appraisal": "GET POST | verb development.Appraisal write",
    "development:propose_appraisal": "POST | verb development.Appraisal propose",
    "development:ask_change": "GET POST | verb development.Appraisal ask_change",
    "development:sign_appraisal": "POST | verb development.Appraisal sign",
    "development:countersign": "POST | verb development.Appraisal countersign",
    "development:look_halfway": "GET POST | verb development.Appraisal look_halfway",
    "development:withdraw_appraisal": "POST | verb development.Appraisal withdraw",
    "home:my_development": f"GET | only {PEOPLE}",
    "home:story": f"GET | only {PEOPLE}",
    "home:dates": f"GET | only {PEOPLE}",
    "home:mark": f"POST | only {PEOPLE} | 404",  # nothing of the story is named
    "development:framework": "GET | signed in",
    "development:start": "POST | only training_lead",
    "development:load": "GET POST | start development.Framework open",
    "development:confirm_framework": "POST | verb development.Framework confirm",
    "development:edit_competence": "GET POST | verb development.Competence edit",
    "development:close_competence": "POST | verb development.Competence close",
    "development:show_organisation": "GET POST | start development.OrganisationEvidence add",
    "development:edit_organisation": "GET POST | verb development.OrganisationEvidence edit",
    "development:confirm_organisation": "POST | verb development.OrganisationEvidence confirm",
    "development:withdraw_organisation": "POST | verb development.OrganisationEvidence withdraw",
    "development:assessors": "GET | start development.Assessor name",
    "development:name_assessor": "GET POST | start development.Assessor name",
    "development:say": "GET POST | verb development.Assessor say",
    "development:end_assessor": "POST | verb development.Assessor end",
}

API: dict[str, str] = {
    "competence-frameworks": "development.Framework",
    "competence-domains": "development.Domain",
    "competences": "development.Competence",
    "assessors": "development.Assessor",
    "evidence": "development.Evidence",
    "organisation-evidence": "development.OrganisationEvidence",
    "competence-ratings": "development.Rating",
    "goals": "development.Goal",
    "goal-steps": "development.GoalStep",
    "goal-competences": "development.GoalCompetence",
    "goal-shares": "development.GoalShare",
    "moments": "development.Moment",
    "cpd-entries": "development.CpdEntry",
    "appraisals": "development.Appraisal",
}
ROLES = {"assessor"}


def _lived(world, row):
    other = row.pk == world.row("people.Person/other_worker").pk
    return world.row(f"development.Competence/{'other_' if other else ''}lived").pk


ADDRESSED = {
    "development:rate": lambda world, row: {"pk": row.pk, "competence": _lived(world, row)},
    "development:rate_mine": lambda world, row: {"competence": world.row("development.Competence/lived").pk},
}
