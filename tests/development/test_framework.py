"""A list of competences is loaded whole or not at all; the same file again changes nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from peerwork.development import actions
from peerwork.development.importers import load_framework
from peerwork.development.models import Competence, Domain, Framework
from peerwork.kit.errors import Invalid, NotAllowed
from tests import make

HEAD = "domain,domain_name,number,name,for,optional,assessor,roles\n"


@pytest.fixture
def lead(db):
    organisation = make.organisation()
    return make.holder("training_lead", organisation), organisation


def file(text: str):
    return SimpleUploadedFile("list.csv", (HEAD + text).encode(), "text/csv")


def test_the_nine_domains_that_come_with_the_product_load_and_load_again(lead):
    user, organisation = lead
    loaded = load_framework(actions.SHIPPED, organisation, by=user, source_words="Ours")
    assert (loaded.new, loaded.framework.confirmed_on) == (32, None)
    assert Domain.objects.filter(framework=loaded.framework).count() == 9
    assert Competence.objects.filter(domain__framework=loaded.framework, whose="organisation").count() == 3
    again = load_framework(actions.SHIPPED, organisation, by=user)
    assert (again.new, again.changed, again.closed, again.same) == (0, 0, 0, 32)


def test_numbers_are_in_their_order_and_not_in_that_of_letters(lead):
    user, organisation = lead
    text = "".join(f"1,Values,1.{n},Number {n},,,,\n" for n in (10, 2, 1, 9))
    load_framework(file(text), organisation, by=user)
    assert list(Competence.objects.values_list("number", flat=True)) == ["1.1", "1.2", "1.9", "1.10"]


def test_a_later_file_changes_adds_and_closes(lead):
    user, organisation = lead
    later = "1,Values,1.1,One,,,yes,\n2,More,2.1,New,,,,peer\n"
    load_framework(file("1,Values,1.1,One,,,,\n1,Values,1.2,Two,,,,\n"), organisation, by=user)
    said = load_framework(file(later), organisation, by=user, dry_run=True)
    assert (said.new, said.changed, said.closed) == (1, 1, 1)
    assert Competence.objects.filter(closed_on__isnull=False).count() == 0, "a look loads nothing"
    load_framework(file(later), organisation, by=user)
    assert Competence.objects.get(number="1.2").closed_on == make.today()
    assert Competence.objects.get(number="1.1").assessor_too
    assert Competence.objects.get(number="2.1").families == ["peer"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x,Values,1.1,One,,,,", "Row 2, domain"),
        ("1,Values,one,One,,,,", "Row 2, number"),
        ("1,Values,1.1,One,team,,,", "Row 2, for"),
        ("1,Values,1.1,One,,perhaps,,", "Row 2, optional"),
        ("1,Values,1.1,One,,,,wizard", "Row 2, roles"),
        ("1,Values,1.1,,,,,", "Row 2, name"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_nothing_is_loaded(lead, row, words):
    user, organisation = lead
    with pytest.raises(Invalid) as refused:
        load_framework(file(f"{row}\n1,Values,1.3,Three,,,,\n"), organisation, by=user)
    assert words in refused.value.fields["file"][0]
    assert not Framework.objects.exists()


def test_only_the_training_lead_of_the_organisation_loads(lead):
    _user, organisation = lead
    for user in (make.holder("hr", organisation), make.holder("training_lead", make.organisation())):
        with pytest.raises(NotAllowed):
            load_framework(file("1,Values,1.1,One,,,,\n"), organisation, by=user)


def test_confirmed_by_the_lived_experience_lead_and_anew_after_a_change(lead):
    user, organisation = lead
    framework = load_framework(actions.SHIPPED, organisation, by=user).framework
    lived = make.holder("lived_experience_lead", organisation)
    with pytest.raises(NotAllowed):
        actions.confirm_framework(framework, by=user)
    assert actions.confirm_framework(framework, by=lived).confirmed_by == lived
    assert actions.edit_framework(framework, by=user, name="Another name").confirmed_on is None
