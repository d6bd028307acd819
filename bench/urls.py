"""Everything the product serves, and the floors: the same 50 rows by plain Django and plain DRF, without a policy."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import include, path
from rest_framework import generics, serializers

from peerwork.people.models import Person

FIELDS = ["id", "given_name", "family_name", "known_as", "pronouns", "work_email", "home_email", "home_phone"]


class PlainPerson(serializers.ModelSerializer):
    class Meta:
        model = Person
        fields = FIELDS


class PlainApi(generics.ListAPIView):
    """A DRF list as anyone would write it."""

    serializer_class = PlainPerson
    queryset = Person.objects.order_by("family_name", "given_name", "pk")
    filter_backends = ()


def plain_page(request):
    """A Django list page as anyone would write it, in the product's frame."""
    page = Paginator(Person.objects.order_by("family_name", "given_name", "pk"), 50).get_page(request.GET.get("page"))
    return render(request, "plain.html", {"page": page})


urlpatterns = [
    path("bench/page/", plain_page),
    path("bench/api/", PlainApi.as_view()),
    path("", include("peerwork.urls")),
]
