"""One person at work: posts, supervisors, time away, private wishes; and the page nobody hopes to need."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET

from peerwork.kit.errors import Conflict, Invalid, NotAllowed, NotHere
from peerwork.kit.forms import Form
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.people.queries import who_reads
from peerwork.placements import actions, queries, shown
from peerwork.placements.forms import (
    AwayForm,
    DeathForm,
    LinkForm,
    ProposeSupervisorForm,
    StepBackForm,
    SupervisingForm,
    WishForm,
)
from peerwork.placements.policy import away, exclusions, placements, proposals, supervising, supervisor_links
from peerwork.placements.views.page import BOTH, page


def back_to(person) -> dict:
    return {"text": str(person), "url": reverse("placements:person", args=[person.pk])}


@require_GET
@login_required
def person_page(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    own = person.user_id == request.user.pk
    links = list(queries.links_of(request.user, person))
    now = [link for link in links if link.is_live]
    asked = [link for link in now if "ask_change" in supervisor_links.offers(link)]
    proposed = [row for row in queries.proposals_for(request.user) if row.person_id == person.pk]
    may_link = supervisor_links.may_start(request.user, "link") and not own
    periods = list(queries.away_for(request.user, person)[:20])
    may_note = away.may_start(request.user, "note") and not own
    parts = [
        {"text": _("They died on %(day)s.") % {"day": shown.told(people.show(person), "died_on")}}
        if person.died_on and "died_on" in people.readable(person)
        else {},
        {"heading": _("Posts")}
        | shown.placements_table(
            queries.placements_for(request.user, person=person),
            caption=_("Posts, newest first"),
            people=False,
            empty=_("Not placed yet."),
        ),
        {
            "heading": _("Supervisors"),
            "see": who_reads(supervisor_links, "supervisor"),
            "buttons": [
                *([shown.button(_("Name a supervisor"), "placements:link", person.pk)] if may_link else []),
                *(
                    [shown.button(_("Propose a supervisor"), "placements:propose_supervisor", person.pk)]
                    if proposals.may_start(request.user, "propose") and not own
                    else []
                ),
                *(
                    shown.button(
                        _("Ask for another supervisor: %(kind)s") % {"kind": link.stream.name},
                        "placements:ask_change",
                        link.pk,
                        post=True,
                        version=link.version,
                    )
                    for link in asked
                    if not link.change_asked_on
                ),
            ],
        }
        | shown.links_table(links, caption=_("Supervisors, newest first"), empty=_("Nobody yet. HR does this.")),
        _proposed(proposed),
        {
            "heading": _("Away from work"),
            "see": who_reads(away, "kind"),
            "columns": [_("When"), _("Kind"), {"label": _("What you can do"), "hidden": True}],
            "rows": [
                [
                    shown.span(away.show(row)),
                    shown.told(away.show(row), "kind"),
                    shown.link(_("Change"), "placements:edit_away", row.pk, hidden=shown.span(away.show(row)))
                    if "edit" in away.offers(row)
                    else "",
                ]
                for row in periods
            ],
            "caption": _("Time away, newest first"),
            "empty": _("None noted."),
            "buttons": [shown.button(_("Note time away"), "placements:note_away", person.pk)] if may_note else [],
        },
        _wishes(request, person, own),
    ]
    buttons = []
    if placements.may_start(request.user, "propose") and not own and not person.died_on:
        made = shown.button(_("Propose a placement"), "placements:propose", kind="primary")
        buttons.append(made | {"url": f"{made['url']}?person={person.pk}"})
    if "record_death" in people.offers(person) and person.died_on is None:
        parts.append({"buttons": [shown.button(_("They have died"), "placements:record_death", person.pk)]})
    if person.user_id and not own and supervising.may_start(request.user, "note"):
        known = queries.supervising_of(request.user, person.user_id)
        words = _("What they can give as a supervisor") if known else _("They can supervise: note places and training")
        target = ("placements:supervisor", person.user_id) if known else ("placements:can_supervise", person.pk)
        parts.insert(-1, {"buttons": [shown.button(words, *target)]})
    return page(
        request,
        str(person),
        parts,
        buttons=buttons,
        caption=_("Posts and supervisors"),
        back={"text": _("Record of %(name)s") % {"name": person}, "url": person.get_absolute_url()},
    )


def _proposed(rows) -> dict:
    if not rows:
        return {}
    return {
        "heading": _("Proposed supervisors"),
        "columns": [_("Kind"), _("Supervisor"), _("From")],
        "rows": [[str(row.stream), str(row.supervisor), shown.told(proposals.show(row), "starts_on")] for row in rows],
        "caption": _("Proposed by the team lead"),
        "buttons": [
            made
            for row in rows
            for made in shown.verbs(
                row, {"agree": _("Take it up"), "decline": _("Not this time")}, "proposal_", posts=("agree", "decline")
            )
        ],
    }


def _wishes(request, person, own: bool) -> dict:
    rows = list(queries.wishes_of(request.user, person))
    if not own and not rows:
        return {}
    return {
        "heading": _("Private wishes"),
        "columns": [_("Not with, or not in"), _("Since"), {"label": _("What you can do"), "hidden": True}],
        "rows": [
            [
                str(row),
                shown.told(exclusions.show(row), "named_on"),
                shown.link(_("Take back"), "placements:withdraw_wish", row.pk, hidden=str(row))
                if "withdraw" in exclusions.offers(row)
                else "",
            ]
            for row in rows
        ],
        "caption": _("People and teams named"),
        "empty": _("You have named nobody."),
        "text": _(
            "You can name people who should not manage, supervise, assess or interview you, and teams you would "
            "rather not be in. No reason is asked or kept. One HR contact sees it; everyone else sees only "
            "“not available”."
        )
        if own
        else "",
        "buttons": [shown.button(_("Name somebody, or a team"), "placements:name_wish", person.pk)] if own else [],
    }


# Supervisors of a person --------------------------------------------------------------------------------------------
def _supervisor_form(request, pk: int, form_class, act, **context) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    place = queries.organisation_where(request.user, person)
    rows, words = queries.supervisor_words(request.user, place, person)
    kwargs = {
        "choices": {"supervisor": rows, "stream": queries.streams_of(request.user, place)},
        "words": {"supervisor": words},
    }
    return form_page(
        request,
        form_class,
        lambda form: act(by=request.user, person=person, **form.answers),
        form_kwargs=kwargs,
        to=back_to(person)["url"],
        back=back_to(person),
        **context,
    )


@BOTH
@login_required
def link_supervisor(request, pk: int) -> HttpResponse:
    return _supervisor_form(
        request,
        pk,
        LinkForm,
        actions.link_supervisor,
        policy=supervisor_links,
        verb="link",
        title=_("Name a supervisor"),
        done=_("They can see each other from that day."),
    )


@BOTH
@login_required
def propose_supervisor(request, pk: int) -> HttpResponse:
    return _supervisor_form(
        request,
        pk,
        ProposeSupervisorForm,
        actions.propose_supervisor,
        policy=proposals,
        verb="propose",
        title=_("Propose a supervisor"),
        done=_("Proposed. HR decides."),
    )


@BOTH
@login_required
def can_supervise(request, pk: int) -> HttpResponse:
    """HR notes that somebody can supervise: from then on forms offer them."""
    person = people.find(request.user, pk=pk)
    if not supervising.may_start(request.user, "note"):
        raise NotAllowed()
    if person.user is None:
        raise Conflict(_("They have no account yet. Invite them first."))
    return form_page(
        request,
        SupervisingForm,
        lambda form: actions.note_supervising(
            by=request.user, user=person.user, organisation=person.organisation, **form.answers
        ),
        policy=supervising,
        verb="note",
        title=_("What %(name)s can give as a supervisor") % {"name": person},
        done=_("Noted. They can be named as a supervisor now."),
        to=back_to(person)["url"],
        back=back_to(person),
    )


def _of_person(row) -> str:
    return reverse("placements:person", args=[row.person_id])


ask_change = posted(
    lambda request, pk: actions.ask_change(
        supervisor_links.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("HR will talk with you about it. You need not say why."),
    to=_of_person,
)
proposal_agree = posted(
    lambda request, pk: actions.agree_supervisor(
        proposals.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("They are the supervisor from that day."),
    to=_of_person,
)
proposal_decline = posted(
    lambda request, pk: actions.decline_supervisor(
        proposals.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Not taken up."),
    to=_of_person,
)


# Absence ------------------------------------------------------------------------------------------------------------
@BOTH
@login_required
def note_away(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        AwayForm,
        lambda form: actions.note_away(by=request.user, person=person, **form.answers),
        policy=away,
        verb="note",
        title=_("%(name)s is away") % {"name": person},
        see=who_reads(away, "kind"),
        initial={"starts_on": timezone.localdate()},
        done=_("Noted. Supervision and reminders pause."),
        to=back_to(person)["url"],
        back=back_to(person),
    )


@BOTH
@login_required
def edit_away(request, pk: int) -> HttpResponse:
    row = away.find(request.user, pk=pk)
    return form_page(
        request,
        AwayForm,
        lambda form: actions.edit_away(row, by=request.user, version=form.version, **form.answers),
        policy=away,
        verb="edit",
        row=row,
        title=_("Time away of %(name)s") % {"name": row.person},
        done=_("Saved."),
        to=_of_person(row),
        back=back_to(row.person),
        template="placements/away.html",
        row_pk=row.pk,
    )


cancel_away = posted(
    lambda request, pk: actions.cancel_away(away.find(request.user, pk=pk), by=request.user),
    done=lazy("Cancelled."),
    to=_of_person,
)


# Private wishes -----------------------------------------------------------------------------------------------------
@BOTH
@login_required
def name_wish(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)
    if not exclusions.may_start(request.user, "name") or person.user_id != request.user.pk:
        raise NotHere()
    place = person.organisation
    choices = {
        "user": queries.who_reach(person),
        "team": queries.teams_in(request.user, place),
        "holder": queries.hr_contacts(place),
    }

    def act(form):
        values = {name: value for name, value in form.answers.items() if value not in (None, "")}
        if email := values.pop("email", ""):
            values["user"] = queries.account_called(place, email)
            if values["user"] is None:
                words = _("We can’t find anybody with this address. Ask your HR contact to add the name for you.")
                raise Invalid(fields={"email": [words]})
        return actions.name_exclusion(by=request.user, person=person, **values)

    return form_page(
        request,
        WishForm,
        act,
        policy=exclusions,
        verb="name",
        title=_("A private wish"),
        button=_("Keep it"),
        form_kwargs={"choices": choices},
        lede=_("No reason is asked. One HR contact sees it, nobody else."),
        done=_("Kept. You can take it back at any time."),
        to=back_to(person)["url"],
        back=back_to(person),
    )


@BOTH
@login_required
def withdraw_wish(request, pk: int) -> HttpResponse:
    row = exclusions.find(request.user, pk=pk)
    return form_page(
        request,
        Form,
        lambda form: actions.withdraw_exclusion(row, by=request.user, version=form.version),
        policy=exclusions,
        verb="withdraw",
        row=row,
        title=_("Take back the wish about %(name)s") % {"name": row},
        button=_("Take it back"),
        done=_("Taken back."),
        to=_of_person(row),
        back=back_to(row.person),
    )


@BOTH
@login_required
def step_back(request, pk: int) -> HttpResponse:
    """A colleague steps back from somebody's matters: from then on that person's records are shut to them."""
    person = people.find(request.user, pk=pk)
    return form_page(
        request,
        StepBackForm,
        lambda form: actions.step_back(by=request.user, person=person, **form.answers),
        policy=exclusions,
        verb="step_back",
        title=_("Step back from matters of %(name)s") % {"name": person},
        lede=_("From now on you can no longer see their records. No reason is asked, and they are not told."),
        form_kwargs={"choices": {"holder": queries.hr_contacts(person.organisation).exclude(pk=request.user.pk)}},
        button=_("Step back"),
        done=_("You have stepped back."),
        to=reverse("home:home"),
        back=back_to(person),
    )


@BOTH
@login_required
def record_death(request, pk: int) -> HttpResponse:
    person = people.find(request.user, pk=pk)

    def act(form):
        return actions.record_death(person, by=request.user, version=form.version, died_on=form.cleaned_data["died_on"])

    return form_page(
        request,
        DeathForm,
        act,
        policy=people,
        verb="record_death",
        row=person,
        title=_("%(name)s has died") % {"name": person},
        button=_("Record it"),
        lede=_("We are sorry. Nothing more is asked of you here; the words you choose for others are yours."),
        done=_("Recorded. Messages have stopped, and the account is closed."),
        to=back_to(person)["url"],
        back=back_to(person),
    )
