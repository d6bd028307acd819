"""HR's pages: everybody getting ready to start, the offer, one starter, the date and the first day."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.templatetags.ui import day, number
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.placements import shown
from peerwork.placements.queries import managers_for
from peerwork.recruitment.policy import applications
from peerwork.recruitment.starting import actions, forms, gate, queries, reports
from peerwork.recruitment.starting.checks.policy import checks, references
from peerwork.recruitment.starting.onboarding.policy import onboarding_tasks
from peerwork.recruitment.starting.policy import starters, updates
from peerwork.recruitment.starting.views.page import BOTH, buttons, page, to_board, to_starter
from peerwork.recruitment.starting.words import check_lines, task_lines


# Everybody ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def board(request) -> HttpResponse:
    """Who is stuck, on whose move, since when: the longest waiting first."""
    user = request.user
    if not queries.may_look(user):
        raise NotAllowed()
    form = forms.BoardForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.page_of(
        queries.board(user, move=asked.get("move", ""), words=asked.get("words", "")), request.GET.get("page")
    )
    lanes = queries.lanes(user)
    context = {
        "filter": form,
        "here": reverse("starting:board"),
        "lanes": [
            {
                "label": lane.label,
                "count": lane.count,
                "current": asked.get("move") == lane.move,
                "url": f"{reverse('starting:board')}?move={lane.move}",
            }
            for lane in lanes
        ],
        "rows": rows,
        "table": _board_table(rows, hr=bool(lanes)),
        "is_hr": starters.may_start(user, "offer"),
        "offers": len(queries.applications_to_offer(user)[:100]) if starters.may_start(user, "offer") else 0,
        "asked": bool(asked.get("move") or asked.get("words")),
    }
    return render(request, "recruitment/starting/board.html", context)


def _board_table(rows, *, hr: bool) -> dict:
    columns = [_("Name"), _("Post and team")]
    columns += [_("Waiting for"), _("Since"), _("Last update")] if hr else [_("Checks")]
    columns += [_("First day")]
    lines = []
    for row in rows:
        seen = starters.show(row)
        name = {"text": str(seen.person), "href": row.get_absolute_url()}
        line = [name, f"{seen.post}, {seen.team}"]
        if not hr:
            line.append(seen.ready)
        elif "move" in seen.readable:
            line += [_waiting(seen), day(seen.move_since), _told(seen)]
        else:
            line += [seen.ready if "ready" in seen.readable else shown.NOTHING, "", ""]
        lines.append([*line, _first_day(seen)])
    return {"columns": columns, "rows": lines}


def _waiting(seen) -> str:
    return _("%(who)s: %(what)s") % {"who": capfirst(str(seen.get_move_display())), "what": seen.waits_for}


def _told(seen):
    silent = (queries.timezone.localdate() - seen.updated_on).days
    words = day(seen.updated_on)
    return {"text": words, "kind": "due"} if silent >= queries.LATE.days else words


def _first_day(seen) -> str:
    if "starts_on" in seen.readable and seen.starts_on:
        return day(seen.starts_on)
    if "planned_on" in seen.readable and seen.planned_on:
        return _("planned: %(day)s") % {"day": day(seen.planned_on)}
    return shown.NOTHING


# The offer ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def offers(request) -> HttpResponse:
    """Whom the decision has chosen, and nobody has written to yet."""
    if not starters.may_start(request.user, "offer"):
        raise NotAllowed()
    lines = [
        [
            {"text": str(row.contact), "href": reverse("starting:offer", args=[row.pk])},
            str(row.vacancy),
            day(row.since),
        ]
        for row in queries.applications_to_offer(request.user)
    ]
    part = {
        "columns": [_("Name"), _("Vacancy"), _("Chosen on")],
        "rows": lines,
        "caption": _("Offers to write"),
        "empty": _("Nobody is waiting for an offer. Decisions put people here."),
    }
    text = _(
        "Somebody you recruited through another system starts from their record: open it under People, and make the "
        "offer there."
    )
    return page(request, _("Offers to write"), [part, {"text": text}], back=to_board())


def _offer_form(request, form_class, act, *, title, choices, initial, back) -> HttpResponse:
    return form_page(
        request,
        form_class,
        act,
        policy=starters,
        verb="offer",
        title=title,
        button=_("Send the offer"),
        back=back,
        lede=_("They get the letter and can say yes or no online. Checks begin once they have said yes."),
        done=_("The offer is sent."),
        form_kwargs={"choices": choices},
        initial=initial,
    )


@BOTH
@login_required
def offer(request, pk: int) -> HttpResponse:
    """The offer to an applicant whom the decision has chosen."""
    application = applications.find(request.user, pk=pk)
    vacancy = application.vacancy
    initial = {name: getattr(vacancy, name) for name in ("post", "wte", "contract") if getattr(vacancy, name, None)}
    return _offer_form(
        request,
        forms.OfferForm,
        lambda form: actions.offer(by=request.user, application=application, **form.answers),
        title=_("Make the offer"),
        choices=_choices(request.user),
        back=to_board(),
        initial=initial | {"contact": request.user.pk, "template": queries.letters_for(request.user).first()},
    )


@BOTH
@login_required
def offer_person(request, pk: int) -> HttpResponse:
    """The offer to somebody recruited elsewhere, whose record is here."""
    person = people.find(request.user, pk=pk)
    return _offer_form(
        request,
        forms.OfferElsewhereForm,
        lambda form: actions.offer(by=request.user, person=person, **form.answers),
        title=_("Make an offer to %(name)s") % {"name": person},
        choices=_choices(request.user),
        back={"text": str(person), "url": person.get_absolute_url()},
        initial={"contact": request.user.pk, "template": queries.letters_for(request.user).first()},
    )


def _choices(user) -> dict:
    accounts = managers_for(user)
    return {
        "template": queries.letters_for(user),
        "post": queries.posts_for(user),
        "line_manager": accounts,
        "contact": accounts,
    }


# One starter --------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def starter(request, pk: int) -> HttpResponse:
    """One starter: checks, what must be done before the first day, and whose move it is."""
    user = request.user
    row = starters.find(user, pk=pk)
    seen, found = starters.show(row), queries.starter_page(user, row)
    is_hr = "letter" in seen.readable and row.person.user_id != user.pk
    context = {
        "row": row,
        "seen": seen,
        "page": found,
        "is_hr": is_hr,
        "may_list": queries.may_look(user),
        "has_documents": queries.reads_documents(user, people.visible(user).filter(pk=row.person_id).first()),
        "checks": check_lines(found),
        "tasks": task_lines(found.tasks, dated=bool(getattr(seen, "starts_on", None))),
        "silent": found.silent_days >= queries.LATE.days,
        "facts": shown.facts(
            seen,
            "planned_on",
            "planned_for",
            "answer_by",
            "contact",
            "line_manager",
            "buddy",
            "employer",
            "host",
            "contract",
            "wte",
            "ends_on",
            "recruited_by",
            "reason",
        ),
        "may_add_check": is_hr and checks.may_start(user, "add") and row.status in ("offered", "accepted"),
        "may_name": is_hr and references.may_start(user, "name") and row.status in ("offered", "accepted"),
        "may_add_task": is_hr and onboarding_tasks.may_start(user, "add") and row.status in (*row.OPEN, "started"),
        "may_tell": is_hr and updates.may_start(user, "send") and row.status in row.OPEN,
        "buttons": buttons(
            row,
            {
                "clear": (_("The file is checked"), "clear"),
                "set_date": (
                    _("Agree the start date") if row.status == "cleared" else _("Change the start date"),
                    "set_date",
                ),
                "start": (_("They have started"), "start"),
            },
            posts=("clear",),
            primary={"cleared": "set_date", "dated": "start"}.get(row.status, ""),
        ),
        "more": buttons(
            row,
            {
                "plan": (_("Tell a planned date"), "plan"),
                "name_buddy": (_("Name a buddy"), "name_buddy"),
                "edit": (_("Change what was agreed"), "edit"),
                "reopen": (_("Look at the checks again"), "reopen"),
                "withdraw": (_("It is not going ahead"), "withdraw"),
            },
            posts=("reopen",),
        ),
        "missing": gate.not_settled(row) if is_hr and row.status == "accepted" else [],
    }
    return render(request, "recruitment/starting/starter.html", context)


@require_safe
@login_required
def letter(request, pk: int) -> HttpResponse:
    row = starters.find(request.user, pk=pk)
    if "letter" not in starters.readable(row):
        raise NotAllowed()
    return reports.letter(request.user, row)


@require_safe
@login_required
def planned_date(request, pk: int) -> HttpResponse:
    """The planned date in writing, which says itself that it is no start date."""
    row = starters.find(request.user, pk=pk)
    if "planned_for" not in starters.readable(row) or row.planned_on is None:
        raise NotHere()
    return reports.planned(request.user, row)


def _form(request, pk: int, form_class, verb: str, act, **context) -> HttpResponse:
    row = starters.find(request.user, pk=pk)
    return form_page(
        request,
        form_class,
        lambda form: act(row, form),
        policy=starters,
        verb=verb,
        row=row,
        back=to_starter(row),
        **context,
    )


@BOTH
@login_required
def edit(request, pk: int) -> HttpResponse:
    accounts = managers_for(request.user)
    return _form(
        request,
        pk,
        forms.EditForm,
        "edit",
        lambda row, form: actions.edit_starter(row, by=request.user, version=form.version, **form.answers),
        title=_("What was agreed"),
        done=_("Saved."),
        form_kwargs={"choices": {"line_manager": accounts, "contact": accounts}},
    )


@BOTH
@login_required
def plan(request, pk: int) -> HttpResponse:
    """A date to plan with, for payroll or the Jobcentre; it opens nothing."""
    return _form(
        request,
        pk,
        forms.PlanForm,
        "plan",
        lambda row, form: actions.plan(row, by=request.user, version=form.version, **form.answers),
        title=_("A planned date"),
        done=_("Saved. It is a plan, and no start date."),
        lede=_("Payroll or the Jobcentre can plan with it. The start date is agreed once all checks are settled."),
    )


@BOTH
@login_required
def name_buddy(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.BuddyForm,
        "name_buddy",
        lambda row, form: actions.name_buddy(row, by=request.user, version=form.version, **form.answers),
        title=_("Name a buddy"),
        done=_("Named, and told."),
        form_kwargs={"choices": {"buddy": managers_for(request.user)}},
    )


clear = posted(
    lambda request, pk: actions.clear(starters.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("The file is checked. The start date can be agreed."),
)
reopen = posted(
    lambda request, pk: actions.reopen(starters.find(request.user, pk=pk), by=request.user, version=version(request)),
    done=lazy("The checks are open again. There is no start date until they are settled."),
)


@BOTH
@login_required
def set_date(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.DateForm,
        "set_date",
        lambda row, form: actions.set_date(row, by=request.user, version=form.version, **form.answers),
        title=_("Agree the start date"),
        done=_("Agreed, and told to them."),
        button=_("Agree the date"),
    )


@BOTH
@login_required
def start(request, pk: int) -> HttpResponse:
    """They have started: the worker is registered, the placement opened, what they agreed to is carried over."""
    return _form(
        request,
        pk,
        forms.StartForm,
        "start",
        lambda row, form: actions.start(row, by=request.user, version=form.version, **form.answers),
        title=_("They have started"),
        button=_("They have started"),
        done=_("Their placement is open. Welcome to them."),
    )


@BOTH
@login_required
def withdraw(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.ReasonForm,
        "withdraw",
        lambda row, form: actions.withdraw_starter(row, by=request.user, version=form.version, **form.answers),
        title=_("It is not going ahead"),
        done=_("Kept. Please talk with them yourself: no mail is sent about it."),
        lede=_("Talk with them before you do this."),
    )


@BOTH
@login_required
def send_update(request, pk: int) -> HttpResponse:
    row = starters.find(request.user, pk=pk)
    if (
        "send" not in updates.verbs
        or not updates.may_start(request.user, "send")
        or "letter" not in starters.readable(row)
    ):
        raise NotAllowed()
    return form_page(
        request,
        forms.UpdateForm,
        lambda form: actions.send_update(by=request.user, starter=row, **form.answers),
        policy=updates,
        verb="send",
        title=_("Send %(name)s an update") % {"name": row.person},
        button=_("Send"),
        back=to_starter(row),
        done=_("Sent."),
        to=row.get_absolute_url(),
        lede=_("They find it on their page. The mail only says that it is there."),
        initial={"words": actions.how_it_stands(row)},
    )


# The file for payroll -----------------------------------------------------------------------------------------------
@BOTH
@login_required
def file(request) -> HttpResponse:
    """Starters with a date or a planned date, as a file for payroll or the staff system; logged with its reason."""
    if not starters.may_start(request.user, "offer"):
        raise NotAllowed()
    rows, form, status = queries.for_payroll(request.user), forms.FileForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            return reports.starter_file(request.user, rows, **form.answers)
    count = rows.count()
    lede = ngettext(
        "%(count)s starter has a date or a planned date.", "%(count)s starters have a date or a planned date.", count
    ) % {"count": number(count)}
    context = {
        "form": form,
        "title": _("Starters for payroll"),
        "button": _("Take the file"),
        "back": to_board(),
        "lede": lede,
    }
    return render(request, "kit/form_page.html", context, status=status)
