"""The library: things to read, watch and use, and recovery stories with their tellers' consent."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from peerwork.kit.errors import NotAllowed
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.views_base import form_page, posted, version
from peerwork.people.policy import people
from peerwork.placements.views.page import BOTH
from peerwork.training import forms, shown
from peerwork.training.library import actions, queries
from peerwork.training.library import policy as policies
from peerwork.training.reach import leads_training
from peerwork.training.views.curricula import organisation_of


@require_safe
@login_required
def library(request) -> HttpResponse:
    """What there is to read, watch and use, and stories people chose to share."""
    found = queries.library(request.user)
    context = {
        "resources": [(row, policies.resources.show(row), shown.domains(row)) for row in found["resources"]],
        "stories": [(row, policies.stories.show(row)) for row in found["stories"]],
        "may_add": policies.resources.may_start(request.user, "add"),
        "may_tell": leads_training(request.user) or queries.own_person(request.user) is not None,
        "title": _("Library"),
    }
    return render(request, "training/library.html", context)


@BOTH
@login_required
def add_resource(request) -> HttpResponse:
    return form_page(
        request,
        forms.ResourceForm,
        lambda form: actions.add_resource(by=request.user, organisation=organisation_of(request), **form.answers),
        policy=policies.resources,
        verb="add",
        title=_("Add to the library"),
        back=shown.back(_("Library"), "library"),
        done=_("Added."),
        to=shown.back("", "library")["url"],
    )


@BOTH
@login_required
def edit_resource(request, pk: int) -> HttpResponse:
    row = policies.resources.find(request.user, pk=pk)
    return form_page(
        request,
        forms.ResourceForm,
        lambda form: actions.edit_resource(row, by=request.user, version=form.version, **form.answers),
        policy=policies.resources,
        verb="edit",
        row=row,
        title=_("Change what the library says"),
        template="training/edit_resource.html",
        resource=row,
        back=shown.back(_("Library"), "library"),
        done=_("Saved."),
        to=shown.back("", "library")["url"],
    )


drop_resource = posted(
    lambda request, pk: actions.drop_resource(
        policies.resources.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("Taken out of the library."),
    to=lambda row: shown.back("", "library")["url"],
)


# Stories ----------------------------------------------------------------------------------------------------------
@require_safe
@login_required
def story(request, pk: int) -> HttpResponse:
    """One story; for its teller, what they agreed to, and a way to take it back at once."""
    found = queries.story_page(request.user, pk)
    row, seen = found["story"], found["seen"]
    mine = "self" in policies.stories.roles(row)
    offers = seen.offers
    lines = []
    for each in found["consents"]:
        where = [
            str(each._meta.get_field(name).verbose_name)
            for name in ("in_library", "in_training", "outside")
            if getattr(each, name)
        ]
        state = _("Taken back on %(day)s") % {"day": day_words(each.ended_on)} if each.ended_on else _("Holds")
        lines.append(
            [str(each.number), ", ".join(where), day_words(each.given_on), day_words(each.until) or "–", state]
        )
    theirs = mine or not (row.teller_id and row.teller.user_id)
    held = next((each for each in found["consents"] if each.ended_on is None), None)
    buttons = []
    if "edit" in offers:
        buttons.append(shown.button(_("Change the story"), "training:edit_story", pk))
    if (
        theirs
        and row.status != "withdrawn"
        and policies.consents.may_start(request.user, "give")
        and "tell" in policies.stories.granted(row)
    ):
        buttons.append(shown.button(_("Agree to where it is shown"), "training:give_consent", pk, kind="primary"))
    if held is not None and "end" in policies.consents.granted(held):
        buttons.append(
            shown.button(_("Show it no longer"), "training:end_consent", held.pk, post=True, version=held.version)
        )
    if theirs and "withdraw" in offers:
        buttons.append(shown.button(_("Take it back for good"), "training:withdraw_story", pk, kind="warning"))
    context = {"story": seen, "lines": lines, "buttons": buttons, "mine": mine, "row": row}
    return render(request, "training/story.html", context)


@BOTH
@login_required
def tell(request) -> HttpResponse:
    """Put your own story into the library; the training lead can put in somebody else's with their consent."""
    lead = leads_training(request.user)
    person = queries.own_person(request.user)
    if not lead and person is None:
        raise NotAllowed()
    organisation = organisation_of(request) if lead else person.organisation

    def act(form):
        given = form.answers if lead else form.answers | {"teller": person}
        return actions.tell(by=request.user, organisation=organisation, **given)

    return form_page(
        request,
        forms.StoryForm if lead else forms.OwnStoryForm,
        act,
        policy=policies.stories,
        verb="tell",
        title=_("A recovery story"),
        lede=_("Told in the teller’s own words, and shown only while they agree."),
        back=shown.back(_("Library"), "library"),
        form_kwargs={"choices": {"teller": people.visible(request.user).filter(merged_into__isnull=True)}}
        if lead
        else {},
        done=_("Kept. Nobody else reads it before its teller agrees."),
    )


@BOTH
@login_required
def edit_story(request, pk: int) -> HttpResponse:
    row = policies.stories.find(request.user, pk=pk)
    return form_page(
        request,
        forms.OwnStoryForm,
        lambda form: actions.edit_story(row, by=request.user, version=form.version, **form.answers),
        policy=policies.stories,
        verb="edit",
        row=row,
        title=_("Change the story"),
        back=shown.back(row, "story", pk),
        done=_("Kept."),
    )


@BOTH
@login_required
def give_consent(request, pk: int) -> HttpResponse:
    row = policies.stories.find(request.user, pk=pk)
    policies.stories.require(request.user, "tell", row)
    mine = "self" in policies.stories.roles(row)
    return form_page(
        request,
        forms.ConsentForm,
        lambda form: actions.give_consent(row, by=request.user, **form.answers),
        policy=policies.consents,
        verb="give",
        title=_("Where may it be shown?"),
        lede=_("You can take this back at any moment, and it is gone at once."),
        back=shown.back(row, "story", pk),
        form_kwargs={"own": mine},
        done=_("Kept, as a new version of the consent."),
        to=row.get_absolute_url(),
    )


end_consent = posted(
    lambda request, pk: actions.end_consent(
        policies.consents.find(request.user, pk=pk), by=request.user, version=version(request)
    ),
    done=lazy("It is no longer shown to anybody."),
    to=lambda row: row.story.get_absolute_url(),
)


@BOTH
@login_required
def withdraw_story(request, pk: int) -> HttpResponse:
    row = policies.stories.find(request.user, pk=pk)
    return form_page(
        request,
        forms.Form,
        lambda form: actions.withdraw_story(row, by=request.user, version=form.version),
        policy=policies.stories,
        verb="withdraw",
        row=row,
        title=_("Take the story back for good"),
        lede=_("It leaves the library for good, and every consent ends."),
        button=_("Take it back"),
        back=shown.back(row, "story", pk),
        done=_("The story is taken back."),
    )
