"""Who opens the pages that belong to no app, by hand from docs/access.md."""

MODELS: dict = {}
API: dict = {}
ROUTES = {
    "home:changes": "GET | row people.Person",  # one record for all: the same view finds every other
    "home:audit": "GET | only administrator",
    "home:audit-take": "GET POST | only administrator",
    "home:audit-head": "GET | only administrator",
}
ADDRESSED = {"home:changes": lambda world, row: {"label": "people.Person", "pk": row.pk}}
