"""The policies, asked about every prepared row for everybody in the cast, answer what matrix.py says by hand."""

import copy

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from peerwork.kit.access import Grant, Policy, policy_of, request_memo
from peerwork.people.models import Role
from tests.system.matrix import BASE_HIDDEN, MODELS, ROLES

NOTHING = (frozenset(),) * 3
LABELS = sorted({model._meta.label for model in Policy.registry} | set(MODELS))


def policies() -> list[Policy]:
    return list(Policy.registry.values())


def opened(row):
    """A confidential row as it answers once opened; the read log's own tests say who may open it."""
    row = copy.copy(row)
    row.__dict__["_opened"] = True
    return row


@pytest.mark.parametrize("label", LABELS)
def test_a_model_and_the_matrix_name_the_same_fields_and_verbs(label):
    assert label in MODELS, f"{label} has a policy and no rows in matrix.py"
    model, policy = MODELS[label], policy_of(apps.get_model(label))
    columns = {field.name for field in policy.model._meta.concrete_fields} | policy.derived
    columns -= BASE_HIDDEN
    assert columns - model.fields() == set(), "fields without a row in the matrix"
    assert model.fields() - columns == set(), "rows of the matrix without a field"
    assert model.verbs() == policy.verbs, "verbs without a row, or rows without a verb"
    internal = columns & policy.internal
    granted = {name for grant in policy.grants for name in (*grant.reads, *grant.writes)}
    assert columns - internal - granted == set(), "fields neither granted nor declared internal"


@pytest.mark.parametrize("label", LABELS)
def test_every_row_opens_to_each_of_the_cast_what_the_matrix_says(label, world):
    model, policy, faults = MODELS[label], policy_of(apps.get_model(label)), []
    prepared = world.rows.get(label, {})
    assert model.names() <= set(prepared), "the matrix names rows that the world does not hold"
    unsaid = {name.removeprefix("other_") for name in prepared} - model.names()
    assert not unsaid, f"prepared rows without a row in the matrix: {unsaid}"
    if model.names() != {"everywhere"}:
        assert any(name.startswith("other_") for name in prepared), "no row of another organisation"
    for member, user in world.members().items():
        if member == "system":
            continue
        with request_memo():
            found = {}
            for row in policy.visible(user):
                assert row.pk not in found, f"{member} sees {row._meta.label} {row.pk} twice"
                found[row.pk] = row
        for name, prepared_row in prepared.items():
            wanted = model.table(name).get(member, NOTHING)
            row = found.get(prepared_row.pk)
            seen = NOTHING
            if row is not None:
                seen = (policy.readable(opened(row)), policy.writable(row), policy.granted(row))
            for what, expected, real in zip(("reads", "writes", "verbs"), wanted, seen, strict=True):
                if more := sorted(real - expected):
                    faults.append(f"{member} on {name} {what} too much: {' '.join(more)}")
                if less := sorted(expected - real):
                    faults.append(f"{member} on {name} {what} too little: {' '.join(less)}")
            if row is not None and wanted == NOTHING and seen == NOTHING:
                faults.append(f"{member} sees that {name} exists")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("label", sorted(label for label, model in MODELS.items() if model.states))
def test_each_state_allows_the_verbs_the_matrix_says(label):
    model, moves = apps.get_model(label), apps.get_model(label).moves
    assert set(MODELS[label].states) == set(model.Status.values)
    for state, verbs in MODELS[label].states.items():
        assert moves.allowed(state) == set(verbs.split()), state


def test_every_model_with_states_has_them_in_the_matrix():
    assert {p.model._meta.label for p in policies() if p.moves is not None} == {
        label for label, model in MODELS.items() if model.states
    }


@pytest.mark.parametrize("label", sorted(label for label, model in MODELS.items() if model.states))
def test_offers_are_what_is_granted_and_the_state_allows(label, world):
    model, policy, offered = MODELS[label], policy_of(apps.get_model(label)), set()
    for member, user in world.members().items():
        for row in policy.visible(user, policy.model.objects.filter(pk__in=[r.pk for r in world.rows[label].values()])):
            name = next(name for name, known in world.rows[label].items() if known.pk == row.pk)
            for state, allowed in model.states.items():
                row.status = state
                if member != "system":
                    assert policy.offers(row) == model.table(name).get(member, NOTHING)[2] & set(allowed.split())
                offered |= {(state, verb) for verb in policy.offers(row)}
    wanted = {(state, verb) for state, verbs in model.states.items() for verb in verbs.split()}
    assert offered == wanted, f"no row offers these to anybody: {wanted - offered}"


def test_every_grant_reaches_a_prepared_row(world):
    """A grant that no prepared row wakes for anybody in the cast is a rule nobody has tried."""
    asleep = set()
    for policy in policies():
        for number, grant in enumerate(policy.grants):
            assert grant.role in ROLES, f"{grant.role!r} is not a role as access.md names it"
            rules = (grant.rows(user) for user in world.members().values())
            if not any(policy.model._default_manager.filter(rule).exists() for rule in rules if rule is not None):
                asleep.add((policy.model._meta.label, number, grant.role))
    assert not asleep, asleep


def test_every_role_is_played_by_the_cast_and_by_a_double_elsewhere(world):
    for role in Role.values:
        for name, place in ((role, "organisation"), (f"other_{role}", "other_organisation")):
            assert getattr(world.cast, name).home_organisation == world.row(f"people.Unit/{place}")


def test_somebody_who_cannot_sign_in_reaches_nothing(world):
    for user in (None, *world.members().values()):
        if user is not None:
            user.is_active = False
        for policy in policies():
            assert not policy.visible(user).exists(), (policy.model, user)


def test_the_system_reaches_every_row_it_may_write(world):
    for policy in policies():
        if any(grant.role == "system" for grant in policy.grants):
            assert policy.visible(world.cast.system).count() == policy.model._default_manager.count()


@pytest.mark.parametrize("fault", [{"reads": {"nmae"}}, {"writes": {"nmae"}}, {"verbs": {"destory"}}])
def test_a_misspelt_field_or_verb_is_refused_at_import(fault):
    known = dict(Policy.registry)
    model = apps.get_model("people.Unit")
    try:
        with pytest.raises(ImproperlyConfigured, match=r"nmae|destory"):
            Policy(model, [Grant("hr", lambda user: None, **fault)])
    finally:
        Policy.registry.clear()
        Policy.registry.update(known)
