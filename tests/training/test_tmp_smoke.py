from tests.system import routes as R


def test_smoke(world):
    bad = []
    for member in (
        "training_lead",
        "colleague",
        "worker",
        "visiting",
        "hr",
        "supervisor",
        "director",
        "nobody",
        "other_training_lead",
    ):
        client = world.client(member)
        client.raise_request_exception = False
        for name, route in R.routes().items():
            if not name.startswith("training:") or "GET" not in route.methods:
                continue
            for row in R.rows_of(world, route):
                url = R.address(route, world, row)
                try:
                    client.raise_request_exception = True
                    status = client.get(url).status_code
                except Exception as e:
                    import traceback

                    bad.append((member, name, row, repr(e)[:300] + traceback.format_exc()[-700:]))
                    continue
                finds = route.finds(member, row)
                ok = {
                    R.LET_IN: status in (200, 409, route.answer),
                    R.REFUSED: status in (403, 404),
                    R.NOT_THERE: status == 404,
                    R.SIGN_IN: status == 302,
                }[finds]
                if not ok:
                    bad.append((member, name, row, status, finds))
    seen = set()
    for b in bad:
        k = (b[1], b[3])
        if k in seen:
            continue
        seen.add(k)
        print(*b)
    assert not bad, len(bad)
