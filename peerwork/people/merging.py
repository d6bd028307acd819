"""Records that may be one person: found by stable numbers, never by a name alone."""

from collections import defaultdict

from django.utils.translation import gettext as _

from peerwork.people.models import Identifier, Person, Unit


def candidates(organisation: Unit) -> list[tuple[int, int, str]]:
    """Pairs (record to keep, possible duplicate, why), each pair once; the record that was there first is kept."""
    here = Person.objects.filter(organisation=organisation, merged_into__isnull=True)
    groups = defaultdict(set)
    numbers = Identifier.objects.filter(person__in=here)
    for person, system, value in numbers.values_list("person", "system", "value"):
        words = _("The same %(system)s: %(value)s") % {"system": Identifier.System(system).label, "value": value}
        groups[(system, value.strip().lstrip("0").casefold())].add((person, words))
    for pk, work, home, given, family, born in here.values_list(
        "pk", "work_email", "home_email", "given_name", "family_name", "date_of_birth"
    ):
        for email in filter(None, {work.casefold(), home.casefold()}):
            groups["email", email].add((pk, _("The same email address")))
        if born:
            groups["born", given.casefold(), family.casefold(), born].add((pk, _("The same name and date of birth")))
    pairs = {}
    for members in groups.values():
        first, *others = sorted(dict(members).items())
        for other, words in others:
            pairs.setdefault((first[0], other), words)
    return [(kept, duplicate, words) for (kept, duplicate), words in pairs.items()]
