"""The pages that belong to no app: each person's home, help, and who can see what."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from peerwork.development.moments import actions as moment_actions
from peerwork.development.moments import queries as moments
from peerwork.development.moments.policy import moments as moment_rules
from peerwork.development.views.people import own_person
from peerwork.home import mine, navigation, parts, queries
from peerwork.home.hints import HINTS
from peerwork.kit import ics, outbox
from peerwork.kit import search as searching
from peerwork.kit.errors import NotAllowed, NotHere
from peerwork.kit.gallery import context as gallery_context
from peerwork.kit.views_base import posted
from peerwork.people import actions as people_actions


@require_safe
def home(request) -> HttpResponse:
    """What is waiting for you, what you wait for, and a short piece for each of your roles."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    waiting = queries.waiting(request.user, request.GET.get("part", ""), "all" in request.GET)
    navigation.note(request.session, waiting.counts)
    context = {
        "today": timezone.localdate(), "waiting": waiting, "roles": parts.homes(request.user),
        "unseen": outbox.unseen(request.user),
    }  # fmt: skip
    return render(request, "home/home.html", context)


@require_safe
@login_required
def more(request) -> HttpResponse:
    """Every page the menu has for this person, part by part."""
    return render(request, "home/more.html", {"parts": navigation.everything(request.user)})


@require_safe
@login_required
def messages(request) -> HttpResponse:
    """What was written to you in the last three months; the mail says the same."""
    page = Paginator(outbox.messages_of(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "home/messages.html", {"page": page, "told": outbox.told(page)})


def _seen(request):
    outbox.see(request.user)


def _hint_away(request):
    key = request.POST.get("key", "")
    if key not in HINTS:  # a hint of an older page: there is nothing to put away
        return "home:home"
    people_actions.put_hint_away(request.user, key)
    return key


messages_seen = posted(_seen, done=lazy("All of them are marked as read."), to="home:messages")
hint_away = posted(_hint_away, to=reverse)
hints_again = posted(lambda request: people_actions.show_hints_again(request.user),
                     done=lazy("Hints are shown again."), to="people:account")  # fmt: skip


# A worker's own -----------------------------------------------------------------------------------------------------
def _worker(request):
    """The peer worker who asks: for anybody else there is no such page."""
    person = own_person(request)
    if not moment_rules.may_start(request.user, "add"):
        raise NotAllowed()
    return person


@require_safe
@login_required
def my_development(request) -> HttpResponse:
    """My development: what is next, what you learn, agree, want and have done, on one page."""
    return render(request, "home/my_development.html", {"front": mine.front(request.user, _worker(request))})


@require_safe
@login_required
def dates(request) -> HttpResponse:
    """The days ahead as a calendar file: what kind of appointment, when and where, and nothing else."""
    person = _worker(request)
    coming = [line.event for line in moments.coming_up(moments.story_of(request.user))]
    events = [
        ics.Event(f"story-{person.pk}-{event.key}", event.calls, event.starts_at, event.minutes, event.place,
                  event.href)
        for event in coming if event.starts_at
    ]  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="my-dates.ics"'}
    return HttpResponse(ics.feed(events, name=_("Appointments")), content_type="text/calendar; charset=utf-8",
                        headers=headers)  # fmt: skip


@require_safe
@login_required
def story(request) -> HttpResponse:
    """My story so far: everything your record tells, with moments of your own."""
    _worker(request)
    lines = moments.story_of(request.user)
    left_out = request.GET.get("left-out") == "yes"
    shown = [line for line in lines if line.hidden] if left_out else moments.so_far(lines)
    page = Paginator(shown, 50).get_page(request.GET.get("page"))
    context = {"page": page, "coming": moments.coming_up(lines), "left_out": left_out}
    return render(request, "home/story.html", context)


def _mark(request):
    how = request.POST.get("how", "")
    if how not in ("pin", "hide", "show"):
        raise NotHere()
    person = _worker(request)
    event = moments.event_called(request.user, request.POST.get("key", ""))
    return moment_actions.mark(event, how, by=request.user, person=person)


mark = posted(_mark, done=lazy("Your story is as you want it. The record itself is as it was."), to="home:story")


@require_safe
def help_page(request) -> HttpResponse:
    return render(request, "home/help.html")


@require_safe
def who_can_see(request) -> HttpResponse:
    """Made from the policies themselves: what each role may see and do, for every kind of record."""
    return render(request, "home/who_can_see.html", {"records": queries.who_can_see()})


@require_safe
def accessibility(request) -> HttpResponse:
    return render(request, "home/accessibility.html")


@require_safe
def privacy(request) -> HttpResponse:
    return render(request, "home/privacy.html")


@require_safe
@login_required
def gallery(request) -> HttpResponse:
    """Every component and every state, for those who build and check pages."""
    return render(request, "home/gallery.html", gallery_context())


@require_safe
@login_required
def search(request) -> HttpResponse:
    """People, units and the rest, within reach only."""
    words = request.GET.get("q", "").strip()[:80]
    return render(
        request, "home/search.html", {"words": words, "found": searching.find(request.user, words) if words else []}
    )


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def brand(request, organisation: int, version: int) -> HttpResponse:
    """An organisation's own colour, as a style sheet: the strict content policy allows no inline style."""
    own = queries.brand_colour(organisation)
    if not own:
        raise Http404
    style = f":root{{--brand:{own};--brand-ink:{queries.ink_on(own)}}}\n"
    return HttpResponse(style, content_type="text/css; charset=utf-8")


@require_safe
def robots(request) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
