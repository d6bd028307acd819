"""Posts and teams: the establishment, one post, one team, and who stays how long."""

from datetime import timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peerwork.kit.errors import NotHere
from peerwork.kit.templatetags.ui import day as day_words
from peerwork.kit.templatetags.ui import number
from peerwork.kit.views_base import form_page
from peerwork.people.policy import units
from peerwork.people.queries import page_of, who_reads
from peerwork.people.reach import units_of
from peerwork.placements import actions, queries, shown, warnings
from peerwork.placements.forms import (
    ChangePostForm,
    EditPostForm,
    EndForm,
    EstablishmentFilter,
    NetworkForm,
    NextPostForm,
    PostFilter,
    PostForm,
    ReadinessForm,
)
from peerwork.placements.models import Contract, Leaving
from peerwork.placements.policy import next_posts, peer_networks, placements, post_terms, posts, readiness
from peerwork.placements.views.page import BOTH, asked, back_to, page

MONTHS = 13


def insiders_only(request) -> None:
    if not queries.may_see_establishment(request.user):
        raise NotHere()


@require_GET
@login_required
def establishment_page(request) -> HttpResponse:
    insiders_only(request)
    form, said = asked(EstablishmentFilter, request)
    on = said.get("on") or timezone.localdate()
    lines = queries.establishment(request.user, on, peers=bool(said.get("peers")))
    tops = [line for line in lines if line.depth == 0]
    vacant, budget = sum(line.vacant for line in tops), sum(line.budget for line in tops)
    finding = _("On %(day)s, %(vacant)s of %(budget)s budgeted WTE were vacant.") % {
        "day": day_words(on),
        "vacant": number(vacant, 1),
        "budget": number(budget, 1),
    }
    here = units_of(request.user, *queries.ESTABLISHMENT_ROLES)
    months = queries.in_post(here, queries.month_ends(on, MONTHS))
    part = {"heading": _("People in post at each month end")} | shown.months_table(
        months, caption=_("People and WTE in post at each month end")
    )
    buttons = [
        shown.button(_("Posts"), "placements:posts"),
        shown.button(_("Placements"), "placements:placements"),
    ]
    if queries.may_see_staying(request.user):
        buttons.append(shown.button(_("Supervisors"), "placements:supervisors"))
        buttons.append(shown.button(_("Who stays, who moves on"), "placements:staying"))
    if posts.may_start(request.user, "open"):
        buttons.append(shown.button(_("Open a post"), "placements:open_post", kind="primary"))
    return render(
        request,
        "placements/establishment.html",
        {"filter": form, "lines": lines, "finding": finding, "parts": [part], "buttons": buttons},
    )


# Posts --------------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def posts_page(request) -> HttpResponse:
    insiders_only(request)
    form, said = asked(PostFilter, request, choices={"team": queries.teams_of(request.user)})
    rows = page_of(
        queries.posts_for(request.user, q=said.get("q", ""), team=said.get("team"), peers=bool(said.get("peers"))),
        request.GET.get("page"),
    )
    table = {
        "columns": [_("Post"), _("Team"), _("Role family"), _("Band"), {"label": _("WTE"), "num": True}],
        "rows": [
            [
                shown.link(post.title, "placements:post", post.pk),
                *(shown.told(posts.show(post), name) for name in ("team", "family", "band", "wte")),
            ]
            for post in rows
        ],
        "caption": _("Posts"),
        "empty": _("No post matches. Clear the filters to see them all."),
    }
    buttons = (
        [shown.button(_("Open a post"), "placements:open_post", kind="primary")]
        if posts.may_start(request.user, "open")
        else []
    )
    return page(
        request,
        _("Posts"),
        [table],
        filter=form,
        here=reverse("placements:posts"),
        page=rows,
        buttons=buttons,
        back={"text": _("Establishment"), "url": reverse("placements:establishment")},
    )


@require_GET
@login_required
def post_page(request, pk: int) -> HttpResponse:
    post = posts.find(request.user, pk=pk)
    seen = posts.show(post)
    team = (
        {"team": reverse("placements:team", args=[post.team_id])} if queries.may_see_establishment(request.user) else {}
    )
    words = {"edit": _("Correct the words"), "change": _("Change team, band or hours"), "close": _("Close the post")}
    vacant = queries.vacancy_of(post)
    table, points = queries.pay_of(post)
    facts = shown.facts(
        seen,
        "team",
        "code",
        "family",
        "band",
        "wte",
        "lived_experience_essential",
        "scope",
        "step",
        "contracts",
        "starts_on",
        "ends_on",
        links=team,
    )
    for line in facts:
        if line["label"] == shown.label_of(post, "contracts") and line["value"] != shown.NOTHING:
            line["value"] = ", ".join(str(Contract(kind).label) for kind in post.contracts)
    parts = [
        {"facts": facts, "see": who_reads(posts, "title", "wte")},
        {"heading": _("Who is in it")}
        | shown.placements_table(
            queries.holders_of(request.user, post),
            caption=_("Who holds or held this post"),
            empty=_("Nobody is in this post."),
            team=False,
        ),
        _pay_part(table, points),
        _next_part(request, post),
        {
            "heading": _("Team, band and hours over time"),
            "columns": [_("When"), _("Team"), _("Band"), {"label": _("WTE"), "num": True}],
            "rows": [
                [shown.span(term), *(shown.told(term, name) for name in ("team", "band", "wte"))]
                for term in map(post_terms.show, queries.terms_of_post(request.user, post))
            ],
            "caption": _("Team, band and budgeted WTE over time"),
            "empty": _("None noted."),
        },
    ]
    state = _("%(wte)s WTE vacant") if vacant > 0 else _("over by %(wte)s WTE") if vacant < 0 else _("filled")
    return page(
        request,
        post.title,
        parts,
        lede=state % {"wte": shown.wte(abs(vacant))} if "%(" in state else state,
        buttons=[*_propose_button(request, post), *shown.verbs(post, words, "post_")],
        back={"text": _("Posts"), "url": reverse("placements:posts")}
        if queries.may_see_establishment(request.user)
        else None,
    )


def _propose_button(request, post) -> list[dict]:
    if not placements.may_start(request.user, "propose") or not queries.may_see_establishment(request.user):
        return []
    made = shown.button(_("Propose somebody"), "placements:propose", kind="primary")
    return [made | {"url": f"{made['url']}?post={post.pk}"}]


def _pay_part(table, points) -> dict:
    if table is None or not points:
        return {}
    return {
        "heading": _("Pay"),
        "columns": [_("Years in the band"), {"label": _("Pounds a year, full time"), "num": True}],
        "rows": [[number(point.years), number(point.salary)] for point in points],
        "caption": _("Pay of this band"),
        "see": _("%(table)s. Source: %(source)s.") % {"table": table.name, "source": table.source},
    }


def _next_part(request, post) -> dict:
    rows = queries.next_steps(request.user, post)
    mayadd = "open" in next_posts.verbs and next_posts.may_start(request.user, "open") and "edit" in posts.offers(post)
    if not rows and not mayadd:
        return {}
    return {
        "heading": _("Where it leads"),
        "columns": [_("Next step"), _("Team"), {"label": _("What you can do"), "hidden": True}],
        "rows": [
            [
                shown.link(row.leads_to.title, "placements:post", row.leads_to_id),
                row.leads_to.team.name,
                shown.link(_("No longer"), "placements:end_next_post", row.pk, hidden=row.leads_to.title)
                if "end" in next_posts.offers(row)
                else "",
            ]
            for row in rows
        ],
        "caption": _("Posts this one leads to"),
        "empty": _("No next step is named yet."),
        "buttons": [shown.button(_("Name a next step"), "placements:open_next_post", post.pk)] if mayadd else [],
    }


@BOTH
@login_required
def open_post(request) -> HttpResponse:
    choices = {"team": queries.teams_of(request.user), "step": queries.steps_of(request.user)}
    return form_page(
        request,
        PostForm,
        lambda form: actions.open_post(by=request.user, **form.answers),
        policy=posts,
        verb="open",
        title=_("Open a post"),
        button=_("Open the post"),
        form_kwargs={"choices": choices},
        initial={"team": request.GET.get("team"), "starts_on": timezone.localdate()},
        done=_("The post is open."),
        back={"text": _("Posts"), "url": reverse("placements:posts")},
    )


@BOTH
@login_required
def edit_post(request, pk: int) -> HttpResponse:
    post = posts.find(request.user, pk=pk)
    return form_page(
        request,
        EditPostForm,
        lambda form: actions.edit_post(post, by=request.user, version=form.version, **form.answers),
        policy=posts,
        verb="edit",
        row=post,
        title=_("Correct %(post)s") % {"post": post},
        done=_("Saved."),
        form_kwargs={"choices": {"step": queries.steps_of(request.user)}},
        back=back_to(post),
    )


@BOTH
@login_required
def change_post(request, pk: int) -> HttpResponse:
    post = posts.find(request.user, pk=pk)
    return form_page(
        request,
        ChangePostForm,
        lambda form: actions.change_post(post, by=request.user, version=form.version, **form.answers),
        policy=posts,
        verb="change",
        row=post,
        title=_("Change %(post)s from a day") % {"post": post},
        form_kwargs={"choices": {"team": queries.teams_of(request.user)}},
        initial={"starts_on": timezone.localdate()},
        done=_("Changed."),
        back=back_to(post),
    )


@BOTH
@login_required
def close_post(request, pk: int) -> HttpResponse:
    post = posts.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.close_post(post, by=request.user, version=form.version, **form.answers),
        policy=posts,
        verb="close",
        row=post,
        title=_("Close %(post)s") % {"post": post},
        button=_("Close it"),
        lede=_("Past figures keep it."),
        done=_("The post has a last day."),
        back=back_to(post),
    )


@BOTH
@login_required
def open_next_post(request, pk: int) -> HttpResponse:
    post = posts.find(request.user, pk=pk)
    return form_page(
        request,
        NextPostForm,
        lambda form: actions.open_next_post(by=request.user, post=post, **form.answers),
        policy=next_posts,
        verb="open",
        title=_("Where %(post)s leads") % {"post": post},
        form_kwargs={"choices": {"leads_to": queries.open_posts(request.user).exclude(pk=post.pk)}},
        done=_("Saved."),
        to=post.get_absolute_url(),
        back=back_to(post),
    )


@BOTH
@login_required
def end_next_post(request, pk: int) -> HttpResponse:
    row = next_posts.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_next_post(row, by=request.user, version=form.version, **form.answers),
        policy=next_posts,
        verb="end",
        row=row,
        title=_("%(post)s is no longer a next step") % {"post": row},
        done=_("Saved."),
        to=row.post.get_absolute_url(),
        back=back_to(row.post),
    )


# Teams --------------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def team_page(request, pk: int) -> HttpResponse:
    """A team: is it ready, who works there, which posts are vacant, what to look at."""
    team = units.find(request.user, pk=pk)
    if team.pk not in {row.pk for row in queries.teams_of(request.user)}:
        raise NotHere()
    today = timezone.localdate()
    decisions = list(queries.readiness_of(request.user, team)[:10])
    now = next((row for row in decisions if row.expires_on >= today), None) if decisions else None
    now = now if decisions and now is decisions[0] else None
    networks = list(queries.networks_of(request.user, team))
    peers = queries.peers_by_team([team.pk]).get(team.pk, 0)
    lines, _holders = queries.post_lines(request.user, today, team=team.pk)
    titles = {post.pk: post for post in queries.posts_for(request.user, team=team)}
    looks = [*warnings.team_not_ready(team), *_only_peer(peers, networks)]
    parts = [
        {"heading": _("To look at"), "warnings": looks} if looks else {},
        {"heading": _("People here"), "note": _("today, and those starting soon")}
        | shown.placements_table(
            queries.placements_here(request.user, team),
            caption=_("People in this team"),
            empty=_("Nobody you can see works here."),
            team=False,
        ),
        {
            "heading": _("Posts"),
            "columns": [
                _("Post"),
                _("Band"),
                *({"label": words, "num": True} for words in (_("Budget"), _("Filled"), _("Vacant"), _("Over"))),
            ],
            "rows": [
                [
                    shown.link(titles[line.post].title, "placements:post", line.post),
                    line.band or shown.NOTHING,
                    *(shown.wte(value) for value in (line.budget, line.filled, line.vacant, line.over)),
                ]
                for line in sorted(lines, key=lambda line: titles[line.post].title)
                if line.post in titles
            ],
            "caption": _("Posts of this team, in WTE"),
            "empty": _("No posts in this team."),
        },
        {
            "heading": _("Readiness decisions"),
            "columns": [_("Decided"), _("Answer"), _("Why"), _("Conditions"), _("By"), _("Holds until")],
            "rows": [
                [
                    shown.told(seen, name)
                    for name in ("decided_on", "answer", "reason", "conditions", "decided_by", "expires_on")
                ]
                for seen in map(readiness.show, decisions)
            ],
            "caption": _("Readiness decisions, newest first"),
            "empty": _("Nobody has decided yet."),
        },
    ]
    buttons = []
    if readiness.may_start(request.user, "decide"):
        buttons.append(shown.button(_("Decide readiness"), "placements:decide_readiness", team.pk, kind="primary"))
    if peer_networks.may_start(request.user, "name") and not networks:
        buttons.append(shown.button(_("Name a peer network"), "placements:name_network", team.pk))
    aside = [
        {
            "heading": _("At a glance"),
            "facts": [
                {"label": _("Ready to welcome a peer worker"), "value": str(now) if now else _("Not decided")},
                {"label": _("Peer workers"), "value": number(peers)},
                {"label": _("Peer network"), "value": networks[0].name if networks else _("None named")},
                *(
                    [{"label": _("Who to ask"), "value": networks[0].contact}]
                    if networks and networks[0].contact
                    else []
                ),
            ],
            "buttons": [
                shown.button(_("End the peer network"), "placements:end_network", row.pk)
                for row in networks
                if "end" in peer_networks.offers(row)
            ],
        },
    ]
    return page(
        request,
        team.name,
        parts,
        aside=aside,
        buttons=buttons,
        caption=_("Team"),
        lede=_("%(count)s WTE vacant") % {"count": shown.wte(sum((line.vacant for line in lines), queries.NOUGHT))},
        back={"text": _("Establishment"), "url": reverse("placements:establishment")},
    )


def _only_peer(peers: int, networks) -> list[warnings.Warning]:
    if peers == 0 or peers >= warnings.ENOUGH_PEERS or networks:
        return []
    return [warnings.Warning(warnings.Rule.ONLY_PEER, _("One peer worker, and no peer network named for the team."))]


@BOTH
@login_required
def decide_readiness(request, pk: int) -> HttpResponse:
    team = units.find(request.user, pk=pk)
    return form_page(
        request,
        ReadinessForm,
        lambda form: actions.decide_readiness(by=request.user, team=team, **form.answers),
        policy=readiness,
        verb="decide",
        title=_("Is %(team)s ready to welcome a peer worker?") % {"team": team},
        initial={"expires_on": timezone.localdate() + timedelta(days=183)},
        done=_("Kept, with your name."),
        to=reverse("placements:team", args=[team.pk]),
        back={"text": team.name, "url": reverse("placements:team", args=[team.pk])},
    )


@BOTH
@login_required
def name_network(request, pk: int) -> HttpResponse:
    team = units.find(request.user, pk=pk)
    return form_page(
        request,
        NetworkForm,
        lambda form: actions.name_network(by=request.user, team=team, **form.answers),
        policy=peer_networks,
        verb="name",
        title=_("The peer network of %(team)s") % {"team": team},
        done=_("Saved."),
        initial={"starts_on": timezone.localdate()},
        to=reverse("placements:team", args=[team.pk]),
        back={"text": team.name, "url": reverse("placements:team", args=[team.pk])},
    )


@BOTH
@login_required
def end_network(request, pk: int) -> HttpResponse:
    row = peer_networks.find(request.user, pk=pk)
    return form_page(
        request,
        EndForm,
        lambda form: actions.end_network(row, by=request.user, version=form.version, **form.answers),
        policy=peer_networks,
        verb="end",
        row=row,
        title=_("%(network)s ends") % {"network": row},
        done=_("Saved."),
        to=reverse("placements:team", args=[row.team_id]),
        back={"text": row.team.name, "url": reverse("placements:team", args=[row.team_id])},
    )


# Staying ------------------------------------------------------------------------------------------------------------
@require_GET
@login_required
def staying(request) -> HttpResponse:
    """Who is still in post after how long, how long people have been at their band, and why people left."""
    if not queries.may_see_staying(request.user):
        raise NotHere()
    today = timezone.localdate()
    cohorts = queries.still_in_post(request.user, today)
    bands = queries.time_at_band(request.user, today)
    reasons = dict(Leaving.choices)
    left = queries.leavers(request.user, today.replace(year=today.year - 1), today)
    moved = sum(1 for line in bands if line.moved_up)
    parts = [
        {
            "heading": _("Still in a peer post"),
            "note": _("by the year they first took one up, with the people counted"),
            "columns": [
                _("Started in"),
                {"label": _("People"), "num": True},
                *(_("After %(count)d months") % {"count": month} for month in queries.MOMENTS),
            ],
            "rows": [
                [
                    _("All years") if cohort.name == "all" else cohort.name,
                    number(cohort.people),
                    *(
                        {
                            "text": shown.percent_of(step) if step.at_risk or step.share == 0 else "[x]",
                            "sub": _("%(risk)d counted, %(left)d had left") % {"risk": step.at_risk, "left": step.left},
                        }
                        for step in cohort.steps
                    ),
                ]
                for cohort in cohorts
            ],
            "caption": _("Share still in a peer post, by months since they started"),
            "scroll": True,
            "empty": _("No peer worker within your reach yet."),
            "see": _(
                "Worked out by the Kaplan-Meier method: people who have not been here that long yet count for as "
                "long as they have. [x] means nobody has been here that long."
            ),
        },
        {
            "heading": _("Time at the present band"),
            "note": _("%(count)d of %(all)d have been at a lower band before") % {"count": moved, "all": len(bands)},
            "columns": [_("Person"), _("Post"), _("Band"), _("Since"), {"label": _("Months"), "num": True}],
            "rows": [
                [
                    shown.link(str(line.placement.person), "placements:person", line.placement.person_id),
                    line.placement.post.title,
                    line.band or shown.NOTHING,
                    day_words(line.since),
                    number(line.months),
                ]
                for line in bands[:200]
            ],
            "caption": _("Peer workers by time at their band, longest first"),
            "empty": _("Nobody yet."),
        },
        {
            "heading": _("Why people left a peer post"),
            "note": _("in the last 12 months"),
            "columns": [_("Reason"), {"label": _("People"), "num": True}],
            "rows": [[str(reasons.get(reason, reason)), number(count)] for reason, count in left],
            "caption": _("Reasons noted"),
            "empty": _("Nobody left in the last 12 months, or HR alone may see why."),
        },
    ]
    return page(
        request,
        _("Who stays, who moves on"),
        parts,
        back={"text": _("Establishment"), "url": reverse("placements:establishment")},
    )
