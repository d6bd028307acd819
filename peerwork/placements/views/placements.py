"""Placements: proposed, agreed, started, changed, ended; and what a person leaves behind in words."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from peerwork.kit.errors import NotHere
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.people.queries import page_of, who_reads
from peerwork.people.reach import roles_of
from peerwork.placements import actions, queries, shown, warnings
from peerwork.placements.forms import (
    ChangeForm,
    EndPlacementForm,
    ExitForm,
    ExtendForm,
    PlacementFilter,
    ProposeForm,
    ReleaseForm,
    ResumeForm,
    StartForm,
)
from peerwork.placements.models import Placement
from peerwork.placements.policy import exits, overrides, placements, posts
from peerwork.placements.views.page import BOTH, asked, back_to, page

LIST_ROLES = {"hr", "team_lead", "lived_experience_lead", "training_lead"}
FACTS = (
    "person",
    "post",
    "team",
    "status",
    "wte",
    "contract",
    "starts_on",
    "ends_on",
    "line_manager",
    "employer",
    "host",
    "returns_to",
    "end_reason",
    "destination",
)


def find(request, pk: int) -> Placement:
    return placements.find(request.user, pk=pk)


@require_GET
@login_required
def placements_page(request) -> HttpResponse:
    if not LIST_ROLES & roles_of(request.user):
        raise NotHere()
    form, said = asked(PlacementFilter, request, choices={"team": queries.teams_of(request.user)})
    found = queries.placements_for(
        request.user, q=said.get("q", ""), team=said.get("team"), status=said.get("status", "")
    )
    rows = page_of(found, request.GET.get("page"))
    part = shown.placements_table(rows, caption=_("Placements"), empty=_("Nobody matches. Clear the filters."))
    buttons = []
    if placements.may_start(request.user, "propose"):
        buttons.append(shown.button(_("Propose a placement"), "placements:propose", kind="primary"))
    return page(
        request, _("Placements"), [part], filter=form, here=reverse("placements:placements"), page=rows, buttons=buttons
    )


@require_GET
@login_required
def placement_page(request, pk: int) -> HttpResponse:
    """One placement: what it is, its hours over time, what to look at, and what can be done now."""
    row = placements.find(request.user, pk=pk)
    seen, offers = placements.show(row), placements.offers(row)
    looks = []
    if row.status in ("proposed", "agreed") and "post" in seen.readable:
        looks = [
            *warnings.before_placing(row.post, row.team, row.starts_on, row.person),
            *warnings.before_starting(row),
        ]
        looks += warnings.about_hours(row, row.starts_on, row.ends_on)
    words = {
        "agree": _("Agree"),
        "start": _("They have started"),
        "change": _("Change hours, team or line manager"),
        "extend": _("Change the last day"),
        "end": _("End it"),
        "resume": _("It goes on after all"),
        "withdraw": _("Withdraw"),
    }
    buttons = shown.verbs(row, words, "", posts=("agree", "withdraw"))
    if "change" in offers and row.status == "started":
        buttons.append(shown.button(_("Second, or act up"), "placements:release", row.pk))
    links = {}
    if posts.visible(request.user).filter(pk=row.post_id).exists():
        links["post"] = reverse("placements:post", args=[row.post_id])
    if people.visible(request.user).filter(pk=row.person_id).exists():
        links["person"] = reverse("placements:person", args=[row.person_id])
    gone_past = queries.overrides_of(request.user, row)
    parts = [
        {"heading": _("To look at"), "warnings": looks} if looks else {},
        {"facts": shown.facts(seen, *FACTS, links=links), "see": who_reads(placements, "post", "wte")},
        {"heading": _("Hours and team over time")}
        | shown.terms_table(queries.terms_of(request.user, row), caption=_("Hours and team over time, newest first"))
        if "post" in seen.readable
        else {},
        _exit_part(request, row),
        {
            "heading": _("Gone past, and why"),
            "columns": [_("Rule"), _("Why"), _("By"), _("On")],
            "rows": [
                [shown.told(line, name) for name in ("rule", "reason", "decided_by", "decided_on")]
                for line in map(overrides.show, gone_past)
            ],
            "caption": _("Rules gone past for this placement"),
        }
        if gone_past
        else {},
    ]
    return page(
        request,
        str(seen.person),
        parts,
        caption=_("Placement"),
        lede=row.post.title if "post" in seen.readable else "",
        buttons=buttons,
    )


def _exit_part(request, row) -> dict:
    talk = queries.conversation_of(request.user, row)
    if talk is not None:
        seen = exits.show(talk)
        names = ("status", "held_on", "held_with", "went_well", "could_change", "support")
        words = {"write": _("Write"), "decline": _("I’d rather not")}
        return {
            "heading": _("Exit conversation"),
            "facts": [f for f in shown.facts(seen, *names) if f["value"] != shown.NOTHING],
            "see": _("The person who leaves chooses, part by part, what HR can read. Nobody else reads any of it."),
            "buttons": shown.verbs(talk, words, "exit_", posts=("decline",)),
        }
    leaving = row.status == "ended" or (row.status == "started" and row.ends_on)
    if not leaving or not exits.may_start(request.user, "offer") or "end_reason" not in placements.readable(row):
        return {}
    return {
        "heading": _("Exit conversation"),
        "text": _("Offer a conversation about leaving: what they write is theirs to share or not."),
        "buttons": [shown.button(_("Offer it"), "placements:offer_exit", row.pk, post=True)],
    }


@BOTH
@login_required
def propose(request) -> HttpResponse:
    given = {name: request.GET.get(name) for name in ("person", "post") if request.GET.get(name, "").isdecimal()}
    post = queries.open_posts(request.user).filter(pk=given["post"]).first() if "post" in given else None
    choices = {
        "person": queries.people_to_place(request.user),
        "post": queries.open_posts(request.user),
        "line_manager": queries.managers_for(request.user),
        "employer": queries.organisations(request.user),
    }
    looks = warnings.before_placing(post, post.team, timezone.localdate()) if post else []

    def act(form):
        values = {name: value for name, value in form.answers.items() if value not in (None, "") or name == "ends_on"}
        return actions.propose_placement(by=request.user, **values)

    return form_page(
        request,
        ProposeForm,
        act,
        policy=placements,
        verb="propose",
        title=_("Propose a placement"),
        button=_("Propose it"),
        form_kwargs={"choices": choices},
        initial=given | {"starts_on": timezone.localdate()},
        template="placements/form.html",
        looks=looks,
        done=_("Proposed. It waits to be agreed."),
        back={"text": _("Placements"), "url": reverse("placements:placements")},
    )


agree = posted(
    lambda request, pk: actions.agree_placement(find(request, pk), by=request.user, version=version(request)),
    done=lazy("Agreed. The receiving team can see that somebody starts soon."),
)
withdraw = posted(
    lambda request, pk: actions.withdraw_placement(find(request, pk), by=request.user, version=version(request)),
    done=lazy("Withdrawn."),
)


def verb_page(verb: str, form_class, act, *, title, initial=None, choices=None, done, **context):
    """A page for one verb of a placement: its form, its warnings, and back to the placement."""

    @BOTH
    @login_required
    def view(request, pk: int) -> HttpResponse:
        row = find(request, pk)
        more = context.get("looks")
        return form_page(
            request,
            form_class,
            lambda form: act(row, by=request.user, version=form.version, **form.answers),
            policy=placements,
            verb=verb,
            row=row,
            title=title % {"name": row.person},
            initial=initial(row) if initial else None,
            template="placements/form.html",
            form_kwargs={"choices": choices(request, row)} if choices else None,
            done=done,
            back=back_to(row),
            looks=more(row) if more else [],
            to=row.get_absolute_url(),
        )

    return view


def _filled(answers: dict) -> dict:
    return {name: value for name, value in answers.items() if value not in (None, "")}


start = verb_page(
    "start",
    StartForm,
    actions.start_placement,
    title=lazy("%(name)s has started"),
    done=lazy("Started."),
    initial=lambda row: {"began_on": row.starts_on},
    looks=warnings.before_starting,
)
change = verb_page(
    "change",
    ChangeForm,
    lambda row, **answers: actions.change_placement(row, **_filled(answers)),
    title=lazy("Change hours, team or line manager of %(name)s"),
    done=lazy("Changed from that day."),
    initial=lambda row: {
        "starts_on": timezone.localdate(),
        "kind": "usual",
        "wte": row.wte,
        "team": row.team_id,
        "line_manager": row.line_manager_id,
    },
    choices=lambda request, row: {
        "team": queries.teams_of(request.user),
        "line_manager": queries.managers(request.user, row.host),
    },
)
extend = verb_page(
    "extend",
    ExtendForm,
    actions.extend_placement,
    title=lazy("The last day of %(name)s’s placement"),
    done=lazy("Changed."),
    initial=lambda row: {"ends_on": row.ends_on},
)
end = verb_page(
    "end",
    EndPlacementForm,
    actions.end_placement,
    title=lazy("%(name)s’s placement ends"),
    done=lazy("It has ended."),
    initial=lambda row: {"ends_on": row.ends_on or timezone.localdate()},
)
resume = verb_page(
    "resume",
    ResumeForm,
    actions.resume_placement,
    title=lazy("%(name)s’s placement goes on"),
    done=lazy("It goes on."),
)


@BOTH
@login_required
def release(request, pk: int) -> HttpResponse:
    row = find(request, pk)
    return form_page(
        request,
        ReleaseForm,
        lambda form: actions.release(row, by=request.user, **form.answers),
        policy=placements,
        verb="change",
        row=row,
        title=_("%(name)s works in another post for a time") % {"name": row.person},
        initial={"wte": row.wte, "starts_on": timezone.localdate()},
        template="placements/form.html",
        form_kwargs={"choices": {"post": queries.open_posts(request.user).exclude(pk=row.post_id)}},
        done=_("Proposed. Their own post is kept for them."),
        back=back_to(row),
    )


offer_exit = posted(
    lambda request, pk: actions.offer_exit(by=request.user, placement=find(request, pk)).placement,
    done=lazy("Offered. They find it on their own page."),
)
exit_decline = posted(
    lambda request, pk: (
        actions.decline_exit(exits.find(request.user, pk=pk), by=request.user, version=version(request)).placement
    ),
    done=lazy("That is fine. Nobody will ask again."),
)


@BOTH
@login_required
def exit_write(request, pk: int) -> HttpResponse:
    talk = exits.find(request.user, pk=pk)
    return form_page(
        request,
        ExitForm,
        lambda form: actions.write_exit(talk, by=request.user, version=form.version, **form.answers),
        policy=exits,
        verb="write",
        row=talk,
        title=_("What you want to say about leaving"),
        lede=_("Every part is yours. HR reads only the parts you tick."),
        done=_("Saved."),
        to=talk.placement.get_absolute_url(),
        back=back_to(talk.placement),
    )


@require_GET
@login_required
def overrides_page(request) -> HttpResponse:
    if not {"hr", "lived_experience_lead"} & roles_of(request.user):
        raise NotHere()
    rows = page_of(queries.overrides_for(request.user), request.GET.get("page"))
    names = dict(warnings.Rule.choices)
    parts = [
        {
            "heading": _("How often"),
            "columns": [_("Rule"), {"label": _("Times"), "num": True}],
            "rows": [[str(names[rule]), str(count)] for rule, count in queries.override_counts(request.user)],
            "caption": _("Rules gone past, by how often"),
            "empty": _("No rule was gone past."),
        },
        {
            "heading": _("Each time"),
            "columns": [_("Person"), _("Rule"), _("Team"), _("Why"), _("By"), _("On")],
            "rows": [
                [shown.told(seen, name) for name in ("person", "rule", "team", "reason", "decided_by", "decided_on")]
                for seen in map(overrides.show, rows)
            ],
            "caption": _("Rules gone past, newest first"),
            "empty": _("None."),
        },
    ]
    return page(
        request,
        _("Gone past, and why"),
        parts,
        page=rows,
        back={"text": _("Placements"), "url": reverse("placements:placements")},
    )
