"""One declaration per model: its list, its rows and its verbs, each through the model's policy and actions."""

import hashlib
import inspect
import json
from collections.abc import Callable
from functools import cached_property

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from peerwork.api import shapes
from peerwork.api.kit import JSON, ReadableFilters, ReadableOrdering, ReadJSON
from peerwork.api.schema import Private, ResourceSchema
from peerwork.kit.access import Policy
from peerwork.kit.errors import Conflict, NotAllowed, NotHere
from peerwork.kit.repeats import once


class Verb:
    """An action, the model's fields it takes, and its other arguments: `Verb(actions.move_unit, parent=Pick(Unit))`."""

    def __init__(self, action: Callable, *fields: str, **others):
        self.action, self.fields, self.others = action, fields, others
        self.parameters = inspect.signature(action).parameters

    def must_have(self, name: str) -> bool:
        return name in self.parameters and self.parameters[name].default is inspect.Parameter.empty

    def shape(self, model, verb: str, starts: bool) -> type:
        """Its body; a first verb asks for what the model needs, any other only for what its action names."""
        extra = {
            name: {"required": True} if self.must_have(name) else {} if starts else {"required": False}
            for name in self.fields
        }
        name = f"{shapes.named(model)}{verb.title().replace('_', '')}"
        return shapes.shape(
            f"{name}Body" if name in shapes.taken() else name, model, [*self.fields], extra, self.others
        )


class Resource:
    """The API of one model.

    name      the segment in the path
    starts    first verbs, at /name/verb/; they make a row
    verbs     verbs on a row, at /name/1/verb/
    filters   fields a list can be filtered by; dates get _from and _to, fields that can be empty _empty
    search    text fields that `search` looks in
    follow    relations that the names of linked records need, so that a list costs no query per row
    rows      user -> the rows to list, where the app's queries have their own; `policy.visible` unless told
    derived   name -> serializer field, for readable names that are no column
    """

    def __init__(
        self,
        name: str,
        policy: Policy,
        *,
        starts=None,
        verbs=None,
        filters=(),
        search=(),
        follow=(),
        rows=None,
        derived=None,
    ):
        self.name, self.policy, self.model = name, policy, policy.model
        self.starts, self.verbs, self.search = dict(starts or {}), dict(verbs or {}), tuple(search)
        if unknown := {*self.starts, *self.verbs} - policy.verbs:
            raise ValueError(f"{name}: no verb {sorted(unknown)}")
        self.filters, self.derived = tuple(filters), dict(derived or {})
        self._follow, self._rows = tuple(follow), rows or policy.visible
        self.versioned = hasattr(self.model, "version")

    def rows(self, user):
        return self._rows(user).select_related(*self.links, *self._follow)

    def shown(self, row) -> dict:
        """The row as its reader may see it, hidden fields absent; `row` came through `visible`."""
        readable = self.policy.readable(row)
        told = {"id": row.pk}
        told |= {name: get(row) for name, get in self.getters.items() if name in readable}
        if self.versioned:
            told["version"] = row.version
        if self.verbs:
            told["offers"] = sorted(self.policy.offers(row) & self.verbs.keys())
        return told

    # What follows is made when first asked for: by then higher floors have opened the model to their own roles.
    @cached_property
    def names(self) -> list[str]:
        return shapes.readable_names(self.policy)

    @cached_property
    def getters(self) -> dict[str, Callable]:
        return {name: shapes.getter(self.model, name) for name in self.names}

    @cached_property
    def links(self) -> list[str]:
        return [name for name in self.names if shapes.is_link(self.model, name)]

    @cached_property
    def sortable(self) -> list[str]:
        columns = [shapes.concrete(self.model, name) for name in self.names if name not in self.links]
        unsorted = ("JSONField", "BinaryField", "TextField")
        return [column.name for column in columns if column is not None and column.get_internal_type() not in unsorted]

    @cached_property
    def read(self) -> type:
        return shapes.read_shape(self.policy, sorted(self.verbs), self.derived)

    @cached_property
    def bodies(self) -> dict[str, type]:
        asked = [(name, verb, True) for name, verb in self.starts.items()]
        asked += [(name, verb, False) for name, verb in self.verbs.items()]
        return {name: verb.shape(self.model, name, starts) for name, verb, starts in asked}

    @cached_property
    def _query(self):
        return shapes.query_shape(self.policy, self.filters, self.search)

    @cached_property
    def parameters(self) -> frozenset[str]:
        return frozenset(self.query().get_fields())

    @property
    def query(self) -> type:
        return self._query[0]

    @property
    def lookups(self) -> dict[str, tuple[str, str]]:
        return self._query[1]

    @property
    def paths(self) -> list:
        view = type(f"{self.model.__name__}Views", (Views,), {"resource": self, "__doc__": self.model.__doc__})

        def route(tail: str, name: str, actions: dict, **kwargs):
            return path(f"{self.name}/{tail}", view.as_view(actions, **kwargs), name=self.name + name)

        return [
            route("", "", {"get": "list"}),
            route("<int:pk>/", "-row", {"get": "retrieve"}),
            *(route(f"{verb}/", f"-{verb}", {"post": "start"}, verb=verb) for verb in self.starts),
            *(route(f"<int:pk>/{verb}/", f"-row-{verb}", {"post": "ask"}, verb=verb) for verb in self.verbs),
        ]


class Views(Private, ViewSetMixin, GenericAPIView):
    """The list, the row and the verbs of one resource."""

    resource: Resource
    verb = ""
    parser_classes = [ReadJSON]
    filter_backends = [ReadableFilters, ReadableOrdering]
    schema = ResourceSchema()

    def get_queryset(self):
        return self.resource.rows(self.request.user)

    def list(self, request):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([self.resource.shown(row) for row in rows])

    def retrieve(self, request, pk):
        answer = self.answer(200, self.told(pk))
        tags = [tag.strip() for tag in request.headers.get("If-None-Match", "").split(",")]
        if answer.headers["ETag"] in tags:
            return HttpResponse(status=304, headers={"ETag": answer.headers["ETag"]})
        return answer

    def start(self, request):
        """A first verb: it makes a row."""
        resource, verb = self.resource, self.resource.starts[self.verb]
        if not resource.policy.may_start(request.user, self.verb):
            raise NotAllowed()

        def work():
            values = self.body(verb, resource.policy.fields_to_start(request.user, self.verb))
            row = verb.action(by=request.user, **values)
            return 201, self.told(row.pk)

        return self.once(work)

    def ask(self, request, pk):
        """A verb on a row: asked for before its body is read, so that nobody learns from messages about a body."""
        policy, verb = self.resource.policy, self.resource.verbs[self.verb]
        row = self.row(pk)
        if self.verb not in policy.granted(row):
            raise NotAllowed()

        def work():
            version = self.expected(row)
            if self.verb not in policy.offers(row):
                raise Conflict(_("This can't be done in its present state."), current=row)
            values = self.body(verb, policy.writable(row))
            if "version" in verb.parameters:
                values["version"] = version
            verb.action(row, by=request.user, **values)
            return 200, self.told(pk)

        return self.once(work)

    # Parts ------------------------------------------------------------------------------------------------------------
    def row(self, pk: int):
        row = self.get_queryset().filter(pk=pk).first()
        if row is None:
            raise NotHere(_("There is nothing here, or nothing you can see."))
        return row

    def shown(self, row) -> dict:
        return self.resource.shown(row)

    def told(self, pk: int) -> str:
        """The row as text; only its number once a verb has taken it out of the asker's reach."""
        row = self.row(pk) if self.request.method != "POST" else self.get_queryset().filter(pk=pk).first()
        return JSON().render({"id": pk} if row is None else self.shown(row)).decode()

    def expected(self, row) -> int | None:
        """The version named in If-Match; raises Conflict when the row has moved on."""
        given = self.request.headers.get("If-Match", "").strip()
        if given in ("", "*"):
            return None
        versions = {tag.strip().removeprefix("W/").strip('"').partition(".")[0] for tag in given.split(",")}
        if str(row.version) not in versions:
            raise Conflict(current=row)
        return row.version

    def body(self, verb: Verb, writable: frozenset[str]) -> dict:
        """What was sent, checked: unknown names are a 400, fields that are not the asker's to write a 403."""
        form = self.resource.bodies[self.verb](data=self.request.data, context=self.get_serializer_context())
        if isinstance(self.request.data, dict):
            given = set(self.request.data)
            if unknown := given - set(form.fields):
                raise ValidationError({name: [_("There is no such field here.")] for name in sorted(unknown)})
            if shut := (given & set(verb.fields)) - writable:
                raise NotAllowed(fields=sorted(shut))
        form.is_valid(raise_exception=True)
        return dict(form.validated_data)

    def once(self, work) -> HttpResponse:
        request = self.request
        key = request.headers.get("Idempotency-Key")
        if key is None:
            return self.answer(*work())
        asked = b"\n".join([request.method.encode(), request.path.encode(), request.body])
        return self.answer(*once(request.user, key, hashlib.sha256(asked).hexdigest(), work))

    def answer(self, status: int, text: str) -> HttpResponse:
        """The row's text with its ETag: the version, and a mark of all this reader sees (names of links, offers)."""
        row = json.loads(text)
        mark = hashlib.sha256(text.encode()).hexdigest()[:16]
        version = f"{row['version']}." if "version" in row else ""
        headers = {"ETag": f'"{version}{mark}"'}
        if status == 201:
            headers["Location"] = reverse(f"api:{self.resource.name}-row", args=[row["id"]])
        return HttpResponse(text, status=status, content_type="application/json", headers=headers)


class Nothing(Private, APIView):
    """Any other path under /api/v1/."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise NotHere(_("There is nothing at this address. Paths end with a slash."))
