"""The two confidential pages. Each says who may open it; opening it is a step of its own, and leaves a line."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from peerwork.kit import readlog
from peerwork.kit.errors import NotAllowed
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.queries import who_reads
from peerwork.placements import shown
from peerwork.placements.queries import managers_for
from peerwork.recruitment.starting import forms, queries
from peerwork.recruitment.starting.checks import actions
from peerwork.recruitment.starting.checks.policy import checks, criminal_records, work_health
from peerwork.recruitment.starting.views.page import BOTH, buttons, page

ADVICE = _(
    "A record does not rule anyone out. Talk it through with them first: what it was, how long ago, what has changed, "
    "and what it has to do with this role."
)


def may_open(row) -> bool:
    """Only the two who are named, and the person themself."""
    return bool({"verifier", "decider", "starter"} & set(criminal_records.roles(row)))


def open_certificate(user, pk: int):
    """The certificate, opened; one line says who did (none for the person themself)."""
    found = criminal_records.find(user, pk=pk)
    if not may_open(found):
        raise NotAllowed()
    return readlog.opened(
        criminal_records, user, what=str(_("criminal record certificate")), person_id=found.person_id, pk=pk
    )


def open_outcome(user, pk: int):
    found = work_health.find(user, pk=pk)
    return readlog.opened(work_health, user, what=str(_("work health outcome")), person_id=found.person_id, pk=pk)


def record_facts(row) -> list[dict]:
    return shown.facts(
        criminal_records.show(row),
        "status",
        "level",
        "seen_on",
        "something",
        "outcome",
        "decided_on",
        "disputed_on",
        "dispute_ended_on",
    ) + [
        {"label": label, "value": words}
        for label, words in ((_("What it says"), row.details), (_("Why it was decided so"), row.grounds))
        if words
    ]


# The certificate ----------------------------------------------------------------------------------------------------
@require_safe
@login_required
def record(request, pk: int) -> HttpResponse:
    """Who is named for the certificate; its contents are opened with the button, and that is noted."""
    row = criminal_records.find(request.user, pk=pk)
    return _record_page(request, row, [])


@require_POST
@login_required
@never_cache
def open_record(request, pk: int) -> HttpResponse:
    row = open_certificate(request.user, pk)
    return _record_page(request, row, record_facts(row))


def _record_page(request, row, opened) -> HttpResponse:
    seen = criminal_records.show(row)
    inside = may_open(row)
    words = {
        "record": (_("Note the certificate"), "record_certificate"),
        "decide": (_("Decide"), "decide"),
        "end_dispute": (_("The dispute is settled"), "end_dispute"),
        "hand_over": (_("Name other people"), "hand_over"),
    }
    if row.disputed_on is None or row.dispute_ended_on:
        words.pop("end_dispute")
    acts = buttons(row, words, posts=("end_dispute",)) if row.pk else []
    if inside and not opened:
        acts = [
            shown.button(_("Open it; this is noted"), "starting:open_record", row.pk, post=True, kind="primary"),
            *acts,
        ]
    parts = [
        {"facts": opened or shown.facts(seen, "verifier", "decider"), "buttons": acts},
        {"heading": _("If a record comes back"), "text": ADVICE},
    ]
    return page(
        request,
        _("Criminal record certificate"),
        parts,
        caption=str(row.person) if inside else "",
        see=who_reads(criminal_records, "something"),
    )


@BOTH
@login_required
def name_for_record(request, pk: int) -> HttpResponse:
    row = checks.find(request.user, pk=pk)
    if "edit" not in checks.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.NamedForm,
        lambda form: actions.name_for_record(by=request.user, employment_check=row, **form.answers),
        policy=criminal_records,
        verb="name",
        title=_("Who sees the certificate"),
        back=_to(row),
        done=_("Named."),
        lede=_("Only these two and the person themself can ever open it."),
        caption=str(row.starter.person),
        form_kwargs={"choices": _two(request.user)},
        to=row.get_absolute_url(),
    )


def _two(user) -> dict:
    return {"verifier": managers_for(user), "decider": managers_for(user)}


def _to(row) -> dict:
    return {"text": str(row), "url": row.get_absolute_url()}


def _form(request, pk, form_class, verb, act, **context) -> HttpResponse:
    row = criminal_records.find(request.user, pk=pk)
    return form_page(
        request,
        form_class,
        lambda form: act(row, by=request.user, version=form.version, **form.answers),
        policy=criminal_records,
        verb=verb,
        row=row,
        back=_to(row),
        **context,
    )


@BOTH
@login_required
def hand_over(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.HandOverForm,
        "hand_over",
        actions.hand_over_record,
        title=_("Name other people"),
        done=_("Named. Whoever was named before can open it no more."),
        form_kwargs={"choices": _two(request.user)},
    )


@BOTH
@login_required
@never_cache
def record_certificate(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.CertificateForm,
        "record",
        actions.record_certificate,
        title=_("Note the certificate"),
        done=_("Noted."),
        see=who_reads(criminal_records, "something"),
    )


@BOTH
@login_required
@never_cache
def decide(request, pk: int) -> HttpResponse:
    return _form(
        request,
        pk,
        forms.OutcomeForm,
        "decide",
        actions.decide_record,
        title=_("Decide"),
        lede=ADVICE,
        button=_("Decide"),
        done=_("Decided. The details are gone six months from today."),
    )


end_dispute = posted(
    lambda request, pk: actions.end_dispute(
        criminal_records.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Noted. The details go on their day."),
)


# Work health --------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def health(request, pk: int) -> HttpResponse:
    """That an outcome was asked for, and given; the outcome itself is opened with the button, and that is noted."""
    row = work_health.find(request.user, pk=pk)
    return _health_page(request, row, opened=False)


@require_POST
@login_required
@never_cache
def open_health(request, pk: int) -> HttpResponse:
    return _health_page(request, open_outcome(request.user, pk), opened=True)


def _health_page(request, row, *, opened: bool) -> HttpResponse:
    seen = work_health.show(row)
    acts = buttons(row, {"give": (_("Give the outcome"), "give_health")})
    if row.status == "given" and not opened:
        acts = [shown.button(_("See the outcome; this is noted"), "starting:open_health", row.pk, post=True), *acts]
    facts = shown.facts(seen, "person", "status", "adviser", "asked_on", "outcome", "given_on", "given_by")
    return page(
        request, _("Work health outcome"), [{"facts": facts, "buttons": acts}], see=who_reads(work_health, "outcome")
    )


@BOTH
@login_required
def ask_health(request, pk: int) -> HttpResponse:
    row = checks.find(request.user, pk=pk)
    if "edit" not in checks.granted(row):
        raise NotAllowed()
    return form_page(
        request,
        forms.AskHealthForm,
        lambda form: actions.ask_health(by=request.user, employment_check=row, **form.answers),
        policy=work_health,
        verb="ask",
        title=_("Ask occupational health"),
        back=_to(row),
        done=_("Asked."),
        form_kwargs={"choices": {"adviser": queries.advisers(row)}},
        to=row.get_absolute_url(),
    )


@BOTH
@login_required
@never_cache
def give_health(request, pk: int) -> HttpResponse:
    row = work_health.find(request.user, pk=pk)
    return form_page(
        request,
        forms.GiveHealthForm,
        lambda form: actions.give_health(row, by=request.user, version=form.version, **form.answers),
        policy=work_health,
        verb="give",
        row=row,
        title=_("Give the outcome"),
        back={"text": _("Work health"), "url": row.get_absolute_url()},
        lede=_("The outcome and nothing else: the answers stay with occupational health."),
        done=_("Given."),
    )
