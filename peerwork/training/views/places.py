"""The learner's own pages: their place, what they have done, what helps them take part."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from peerwork.training.cohorts import queries


@require_safe
@login_required
def place(request, pk: int) -> HttpResponse:
    """One place in a group: when and where, how far one is, and what there is to take away."""
    return render(request, "training/place.html", queries.place_page(request.user, pk))
