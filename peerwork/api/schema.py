"""The OpenAPI 3.1 document, for signed-in users only."""

from functools import cache

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.renderers import OpenApiJsonRenderer2
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.response import Response
from rest_framework.views import APIView

HEADER = OpenApiParameter.HEADER
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, HEADER, description="The ETag you hold: 304 without a body if nothing you see has changed."
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, HEADER, description="The ETag, or the version, you looked at: 409 if another edit came first."
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 120, "pattern": "^[!-~]+$"},
    HEADER,
    description="Chosen by you, kept for 24 hours: the same request with the same key is done once.",
)
ETAG = OpenApiParameter("ETag", str, HEADER, description="The version and a mark of what you see.", response=True)
LOCATION = OpenApiParameter("Location", OpenApiTypes.STR, HEADER, description="Where it is.", response=[201])


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "peerwork.api.kit.SessionAuth"
    name = "session"

    def get_security_definition(self, auto_schema):
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "Signed in with a browser; anything but reading needs the page's CSRF token too.",
        }


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "peerwork.api.kit.TokenAuth"
    name = "key"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "A key you made on your own page: `pw_…`."}


class ResourceSchema(AutoSchema):
    """Says of a resource what its declaration, its policy and its actions' docstrings already say."""

    def get_operation_id(self) -> str:
        resource, verb = self.view.resource, self.view.verb
        if verb in ("list", "retrieve"):
            return f"{resource.name}_do_{verb}"
        if self.view.action == "ask" and verb in resource.starts:  # a first verb and a verb on a row, of one name
            return f"{resource.name}_row_{verb}"
        return f"{resource.name}_{verb or self.view.action}"

    def get_tags(self) -> list[str]:
        return [self.view.resource.name]

    @property
    def verb(self):
        resource = self.view.resource
        return {"start": resource.starts, "ask": resource.verbs}[self.view.action][self.view.verb]

    def get_summary(self) -> str:
        resource = self.view.resource
        if self.view.verb:
            return (self.verb.action.__doc__ or self.view.verb).strip().partition("\n")[0]
        words = {"list": resource.model._meta.verbose_name_plural, "retrieve": resource.model._meta.verbose_name}
        return str(words[self.view.action]).capitalize()

    def get_description(self) -> str:  # type: ignore[override]
        if self.view.verb:
            words = " ".join((self.verb.action.__doc__ or "").partition("\n")[2].split())
            return words.partition("Raises ")[0].strip()  # the refusals below say it in a client's words
        return " ".join((self.view.resource.model.__doc__ or "").split())

    def get_request_serializer(self):
        return self.view.resource.bodies[self.view.verb] if self.view.verb else None

    def get_response_serializers(self):
        read = self.view.resource.read
        if self.view.action == "list":
            return read(many=True)
        responses = {201 if self.view.action == "start" else 200: read}
        if self.view.action == "retrieve":
            responses[304] = OpenApiResponse(description="Nothing you see has changed.")
        return responses

    def get_override_parameters(self) -> list:
        return {
            "list": [self.view.resource.query] if self.view.resource.parameters else [],
            "retrieve": [IF_NONE_MATCH, ETAG],
            "start": [IDEMPOTENCY_KEY, ETAG, LOCATION],
            "ask": [IF_MATCH, IDEMPOTENCY_KEY, ETAG],
        }[self.view.action]


class Told(AutoSchema):
    """An endpoint of its own is called what its docstring's first line says, unless it says otherwise."""

    def get_summary(self) -> str:
        return super().get_summary() or (self.view.__doc__ or "").strip().partition("\n")[0].rstrip(".")


class Private:
    """What every endpoint shares: nothing of it is kept by a cache on the way."""

    schema = Told()
    metadata_class = None  # OPTIONS would list fields without asking whose they are

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Authorization, Cookie"
        return response


@cache
def document() -> dict:
    """The OpenAPI 3.1 document: the same for everybody, so made once."""
    return SchemaGenerator().get_schema(request=None, public=True)


class Document(Private, APIView):
    """The OpenAPI 3.1 document, as JSON."""

    renderer_classes = [OpenApiJsonRenderer2]
    schema = None

    def get(self, request):
        return Response(document())
