"""Somebody to act in the kit's own tests."""

from peerwork.people.models import Unit, User


def organisation(code="NTH", name="Northmere") -> Unit:
    unit, _made = Unit.objects.get_or_create(code=code, kind="organisation", defaults={"name": name})
    return unit


def user(name="Sam Okafor", **values) -> User:
    values.setdefault("email", f"{name.split()[0].lower()}@example.org")
    values.setdefault("home_organisation", organisation())
    return User.objects.create(name=name, **values)
