"""An organisation's own words, on every page and in nothing that people wrote."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from peerwork.home.wording import said
from peerwork.kit.errors import Invalid
from peerwork.people.actions import edit_settings
from peerwork.people.models import Settings
from peerwork.recruitment.models import Vacancy

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Two service users and a service user.", "Two people we serve and a person we serve."),
        ("Service users’ first choice", "People we serve’ first choice"),
        ("Peer workers came; one peer worker stayed", "Lived-experience staff came; one practitioner stayed"),
        ("services used, reuse", "services used, reuse"),
    ],
)  # fmt: skip
def test_a_sentence_is_said_in_their_words(before, after):
    words = {"service user": "person we serve", "service users": "people we serve",
             "peer worker": "practitioner", "peer workers": "lived-experience staff"}  # fmt: skip
    assert said(before, words) == after


@pytest.mark.parametrize("word", ["<b>person</b>", "person & carer", 'a "person"', "{{ person }}"])
def test_nothing_but_words_comes_into_a_sentence(word, world):
    """A translated sentence is not escaped by the templates."""
    own = world.row("people.Unit/organisation").settings
    with pytest.raises(Invalid):
        edit_settings(own, by=world.cast.administrator, word_service_user=word)
    Settings.objects.filter(pk=own.pk).update(word_service_user=word)  # past every check
    page = world.client("hr").get(reverse("panels:rules")).content.decode()
    assert word not in page and "Service users" in page


def test_people_of_an_organisation_read_its_words_and_others_do_not(world):
    Settings.objects.filter(organisation=world.row("people.Unit/organisation")).update(
        word_service_user="person we serve", words_service_users="people we serve"
    )
    drafted = world.row("recruitment.Vacancy/draft")
    Vacancy.objects.filter(pk=drafted.pk).update(advert="Written by two service users")
    page = world.client("hr").get(reverse("panels:rules")).content.decode()
    assert "People we serve" in page and "Service users" not in page
    page = world.client("hr").get(drafted.get_absolute_url()).content.decode()
    assert "Written by two service users" in page, "what somebody wrote stays"
    assert "Service users" in world.client("charity_hr").get(reverse("panels:rules")).content.decode()
    with translation.override("en-gb"):
        assert gettext("Service users and carers") == "Service users and carers", "nothing is left behind"
