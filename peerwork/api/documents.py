"""The refusals every endpoint can give, added to the schema in one place (named in settings)."""

REFUSALS = {
    "400": "Something sent can't be used; `fields` says what.",
    "401": "Nobody is signed in, or the key does not open.",
    "403": "Not yours to do, or not yours to change.",
    "404": "Not there, or out of your reach: the two are told apart nowhere.",
    "406": "This API speaks JSON only.",
    "409": "Wrong state, or another edit came first; `current` is the row as it now stands.",
    "415": "This API reads JSON only.",
    "422": "The Idempotency-Key came before, with another request.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}
WRITES_ONLY = {"409", "415", "422"}
PROBLEM = {
    "type": "object",
    "description": "A refusal, as RFC 9457 has it.",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do about it, in words for a person."},
        "fields": {
            "type": "object",
            "description": "Messages by field; `__all__` for what belongs to no single field.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
        "current": {"type": "object", "description": "After a 409: the row as it now stands, as you may see it."},
    },
}


def document_errors(result: dict, generator, request, public) -> dict:
    """Every operation says how it can refuse, with one shape for all."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in result["paths"].values():
        for method, operation in methods.items():
            for status, words in REFUSALS.items():
                if method == "post" or status not in WRITES_ONLY:
                    operation["responses"].setdefault(status, {"description": words, "content": content})
    return result
