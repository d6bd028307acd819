"""The API against its own description."""

import os
from itertools import count, islice

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from schemathesis.specs.openapi import checks as openapi

from peerwork.api.reference import sections
from peerwork.api.schema import document
from peerwork.api.urls import resources


def test_the_document_is_valid_and_complete():
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(request=None, public=True)
    validate_schema(made)
    assert not GENERATOR_STATS, "drf-spectacular warns of something it had to guess"
    assert made["openapi"].startswith("3.1")
    for resource in resources:
        asked = {f"{resource.name}/", f"{resource.name}/{{id}}/"}
        asked |= {f"{resource.name}/{verb}/" for verb in resource.starts}
        asked |= {f"{resource.name}/{{id}}/{verb}/" for verb in resource.verbs}
        assert asked <= {path.removeprefix("/api/v1/") for path in made["paths"]}


def test_every_operation_says_how_it_refuses():
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            assert operation.get("summary"), f"{method} {path} has no name on the reference page"
            refusals = {"400", "401", "403", "404", "429"} | ({"409", "422"} if method == "post" else set())
            assert refusals <= operation["responses"].keys(), path


def test_only_what_is_written_may_be_sent_and_the_number_alone_is_certain():
    shapes = document()["components"]["schemas"]
    assert shapes["Person"]["required"] == ["id"]
    assert not {"password", "secret_hash", "session_stamp", "uuid", "key"} & {
        name for shape in shapes.values() for name in shape.get("properties", {})
    }
    assert set(shapes["RoleAssignmentGive"]["required"]) == {"user", "role", "unit"}
    assert set(shapes["RoleAssignmentEnd"]["required"]) == {"ends_on"}
    assert "required" not in shapes["PersonEdit"]


def test_the_document_and_the_page_are_for_signed_in_users(ask):
    assert ask("worker").get("schema/").json()["openapi"].startswith("3.1")
    assert ask("nobody").get("schema/").status_code == 401
    page = ask("worker").get("")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    for section in sections():
        for operation in section["operations"]:
            assert f'id="{operation["id"]}"' in text
    assert Client().get("/api/v1/").status_code == 302


@pytest.fixture
def application():
    """The site as a server calls it, without closing the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
def test_random_requests_are_answered_as_described(program, settings, application):
    """Requests made up from the document, with keys that may do much: no answer that it does not describe."""
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": {"user": "1000000/min"}}
    schemathesis.checks.load_all_checks()
    wanted = [
        schemathesis.checks.not_a_server_error,
        openapi.status_code_conformance,
        openapi.content_type_conformance,
        openapi.response_schema_conformance,
        openapi.response_headers_conformance,
    ]
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    keys = [program(member).headers for member in ("hr", "administrator")]
    there = {
        resource.name: list(resource.model._default_manager.values_list("pk", flat=True)) for resource in resources
    }
    turns = count()

    def checked(operation):
        @hypothesis.settings(max_examples=2, deadline=None, database=None, derandomize=True)
        @hypothesis.given(case=operation.as_strategy())
        def request(case):
            turn, rows = next(turns), there.get(operation.tags[0])
            if "id" in case.path_parameters and rows and turn % 3:
                case.path_parameters["id"] = rows[turn % len(rows)]
            case.validate_response(case.call(headers=keys[turn % 2]), checks=wanted)

        return request

    # One in five: all thousand are made by the same few lines. SCHEMA=all asks every one.
    operations = islice(schema.get_all_operations(), 0, None, 1 if os.environ.get("SCHEMA") == "all" else 5)
    for operation in operations:
        checked(operation.ok())()
    assert next(turns) > 300
