"""Rules of design.md that a reader of the code can check, checked by a reader that never tires."""

import ast
import re

import pytest

from tests.system.source import calls, code, files, imports, name, strings, templates, text, tree

FLOORS = {
    "kit": 0,
    "people": 1,
    "placements": 2, "development": 2.5,  # evidence and goals are read by supervisors, whom placements knows
    "recruitment": 3, "adjustments": 3, "supervision": 3, "training": 3,
    "mix": 4, "readiness": 4, "joining": 4,
    "home": 5,
    "api": 6,
}  # fmt: skip
ABOVE = {"settings", "urls", "wsgi"}  # they put the house together: no app asks them
BELOW = {"environment", "checks"}  # they know no app

# The only modules beside */actions.py, */importers.py, kit and migrations that write, and why each may.
WRITERS = {
    "peerwork/people/tokens.py": "the day a key was last used, once a day",
    "peerwork/people/adapters.py": "allauth keeps passwords and sign-in methods through it",
    "peerwork/people/sign_in.py": "sessions, which are not records",
    "peerwork/people/visitors.py": "sessions, which are not records",
    "peerwork/people/retention.py": "the purge: the one place that deletes, history and files included",
    "peerwork/people/merging.py": "carries what points at a duplicate over to the record that is kept",
    "peerwork/mix/rollups.py": "derived tables, made again from their sources",
    "peerwork/mix/activity.py": "the importer of care activity",
    "peerwork/mix/supported.py": "a derived table, worked out once from its sources",
    "peerwork/mix/care_sums.py": "derived tables, made again from their sources",
    "peerwork/home/demo.py": "the demonstration organisation",
}
SQL = {  # beside the kit and importers
    "peerwork/mix/activity.py": "COPY, and many rows at once",
    "peerwork/mix/care_sums.py": "sums over millions of rows",
    "peerwork/mix/profiles/mhsds.py": "a file of its own, in which the tables of an extract are joined",
}
WRITES = {
    "create", "save", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "bulk_create_with_history", "bulk_update_with_history", "adelete", "asave", "acreate", "aupdate",
}  # fmt: skip


def place(path) -> tuple[str, str]:
    """App and file of a module of the product; the app is "" for the project's own modules."""
    parts = name(path).split("/")
    return (parts[1], parts[-1]) if len(parts) > 2 else ("", parts[-1])


def where(path, line) -> str:
    return f"{name(path)}:{line}"


def test_there_is_something_to_read():
    assert len(code()) > 30 and len(templates()) > 20 and len(files()) > 100


def test_every_app_stands_on_a_floor():
    apps = {place(path)[0] for path in code()} - {""}
    assert apps <= set(FLOORS), "say on which floor it stands"


def test_imports_go_down_only():
    faults = []
    for path in code(migrations=True):
        app, _file = place(path)
        if not app:
            known = [dotted for dotted, _line in imports(tree(path)) if dotted.split(".")[0:2][-1] in FLOORS]
            assert name(path).split("/")[-1][:-3] not in BELOW or not known, name(path)
            continue
        mentioned = [(dotted, line) for dotted, line in imports(tree(path)) if dotted.startswith("peerwork.")]
        mentioned += [(word, line) for word, line in strings(tree(path)) if re.fullmatch(r"peerwork(\.\w+)+", word)]
        for dotted, line in mentioned:
            other = dotted.split(".")[1]
            if other in ABOVE:
                faults.append(f"{where(path, line)} reaches out to {dotted}")
            elif other in FLOORS and other != app and FLOORS[other] >= FLOORS[app]:
                faults.append(f"{where(path, line)} {app} (floor {FLOORS[app]}) uses {dotted}")
        for word, line in strings(tree(path)):  # ForeignKey("mix.Target"), get_model("mix.Target")
            match = re.fullmatch(r"([a-z_]+)\.[A-Z]\w+", word)
            if match and match[1] in FLOORS and match[1] != app and FLOORS[match[1]] >= FLOORS[app]:
                faults.append(f"{where(path, line)} {app} names {word}")
    assert not faults, "\n".join(faults)


def test_nobody_imports_a_private_name_of_another_app():
    faults = [
        where(path, line)
        for path in code()
        for dotted, line in imports(tree(path))
        if dotted.startswith("peerwork.") and dotted.split(".")[1] != place(path)[0]
        if any(part.startswith("_") for part in dotted.split(".")[1:])
    ]
    assert not faults, faults


def writes(path) -> list[str]:
    found = []
    for called, node in calls(tree(path)):
        if not isinstance(node.func, ast.Attribute):
            continue
        target = ast.unparse(node.func.value)
        if called in WRITES and target not in ("cache", "super()") and not target.startswith("request.session"):
            found.append(where(path, node.lineno) + f" {target}.{called}()")
        # `update` is also what dictionaries do; a query set's takes names, and comes from a manager or a filter.
        if called == "update" and node.keywords and not node.args:
            found.append(where(path, node.lineno) + f" {target}.update()")
    return found


def may_write(path) -> bool:
    app, file = place(path)
    return app == "kit" or file in ("actions.py", "importers.py") or name(path) in WRITERS


def test_only_actions_kit_and_named_importers_write():
    faults = [fault for path in code() if not may_write(path) for fault in writes(path)]
    assert not faults, "\n".join(faults)


def test_a_write_would_be_found():
    """The reader above sees writes where there are some."""
    assert any(writes(path) for path in code() if place(path)[0] == "kit")


@pytest.mark.parametrize("path", [path for path in code() if place(path)[1] == "actions.py"], ids=name)
def test_every_public_action_says_what_it_does_and_for_whom(path):
    for node in tree(path).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_views_forms_and_api_never_start_from_a_manager():
    faults = []
    for path in code():
        app, file = place(path)
        if (
            file not in ("views.py", "forms.py", "urls.py", "reports.py")
            and "/views/" not in name(path)
            and app != "api"
        ):
            continue
        faults += [
            where(path, node.lineno)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Attribute)
            and node.attr in ("objects", "_default_manager", "_base_manager")
            and f"{ast.unparse(node)}.none()" not in text(path).splitlines()[node.lineno - 1]
        ]
    assert not faults, "reads start from policy.visible or queries.py:\n" + "\n".join(faults)


def test_the_rest_framework_is_imported_by_the_api_only():
    faults = [
        where(path, line)
        for path in code()
        for dotted, line in imports(tree(path))
        if dotted.split(".")[0] in ("rest_framework", "drf_spectacular", "django_filters") and place(path)[0] != "api"
    ]
    assert not faults, faults


def test_policies_are_made_in_policy_files_only():
    faults = [
        where(path, node.lineno)
        for path in code()
        for called, node in calls(tree(path))
        if called in ("Policy", "Grant") and place(path)[1] != "policy.py"
    ]
    assert not faults, faults


def test_nothing_runs_text_as_code_or_writes_its_own_sql():
    faults = []
    for path in code(migrations=True):
        for called, node in calls(tree(path)):
            bare = isinstance(node.func, ast.Name)
            owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
            if bare and called in ("eval", "exec", "compile", "__import__"):
                faults.append(f"{where(path, node.lineno)} {called}()")
            if (called in ("raw", "extra", "RawSQL") and "objects" in owner + called) or called == "RawSQL":
                faults.append(f"{where(path, node.lineno)} {called}()")
            if (owner == "os" and called in ("system", "popen")) or any(k.arg == "shell" for k in node.keywords):
                faults.append(f"{where(path, node.lineno)} a shell")
            if owner == "yaml" and called == "load":
                faults.append(f"{where(path, node.lineno)} yaml.load")
            spread = [k for k in node.keywords if k.arg is None]
            if called in ("annotate", "alias", "filter", "exclude", "order_by") and any(
                "request." in ast.unparse(k.value) for k in spread
            ):
                faults.append(f"{where(path, node.lineno)} a request spread into {called}()")
        for dotted, line in imports(tree(path)):
            if dotted.split(".")[0] in ("pickle", "marshal", "shelve", "dill"):
                faults.append(f"{where(path, line)} {dotted}")
    assert not faults, "\n".join(faults)


def test_sql_by_hand_stands_in_the_kit_and_the_importers_only():
    faults = [
        where(path, node.lineno)
        for path in code()
        for called, node in calls(tree(path))
        if called in ("cursor", "execute", "executemany", "executescript") and isinstance(node.func, ast.Attribute)
        if place(path)[0] != "kit"
        and place(path)[1] not in ("importers.py", "rollups.py")
        and "/profiles/" not in name(path)
        if name(path) not in SQL
    ]
    assert not faults, faults


def test_markup_is_called_safe_by_the_charts_only():
    faults = []
    for path in code():
        if name(path) == "peerwork/kit/charts.py":
            continue
        faults += [
            where(path, line) for dotted, line in imports(tree(path)) if dotted.endswith((".mark_safe", ".SafeString"))
        ]
        faults += [
            where(path, node.lineno) for called, node in calls(tree(path)) if called in ("mark_safe", "SafeString")
        ]
    for path in templates():
        for number, line in enumerate(text(path).splitlines(), 1):
            if re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", line):
                faults.append(where(path, number))
    assert not faults, faults


def test_no_view_is_let_off_its_token():
    faults = [
        where(path, number)
        for path in code()
        for number, line in enumerate(text(path).splitlines(), 1)
        if "csrf_exempt" in line
    ]
    assert not faults, faults


INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<style\b|<iframe\b|"""
    r"""<script\b(?![^>]*(?:\bsrc=|type="application/json"))""",  # data for a script is no script
    re.I,
)


def test_pages_hold_no_inline_script_or_style():
    faults = []
    for path in templates():
        if name(path).startswith("peerwork/templates/mail/"):
            continue
        faults += [
            f"{where(path, number)} {line.strip()[:80]}"
            for number, line in enumerate(text(path).splitlines(), 1)
            if INLINE.search(line)
        ]
    for path in code():
        faults += [
            where(path, line) for word, line in strings(tree(path)) if re.search(r"<\w+[^>]*\sstyle=|<script", word)
        ]
    assert not faults, "\n".join(faults)


NAMESPACES = (
    *("http://www.w3.org/", "https://www.w3.org/", "https://tools.ietf.org/", "https://purl.imsglobal.org/"),
    "http://adlnet.gov/expapi/verbs/",  # what xAPI calls its verbs
)
OURS = re.compile(r"https?://(localhost|127\.0\.0\.1|testserver|[\w.-]*example\.(org|com|net)|[\w.-]+\.invalid)\b")


def test_pages_code_and_styles_name_no_other_host():
    faults = []
    for path in files():
        if not name(path).startswith("peerwork/") or path.suffix in (".txt", ".map", ".woff2", ".ttf", ".png", ".ico"):
            continue
        for number, line in enumerate(text(path).splitlines(), 1):
            for address in re.findall(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s\"')]*", line):
                if not address.startswith(NAMESPACES) and not OURS.match(address) and path.suffix != ".js":
                    faults.append(f"{where(path, number)} {address}")
    assert not faults, "\n".join(faults)


def test_locks_hold_no_addresses():
    locks = [path for path in files() if re.search(r"requirements/.*\.txt$|package-lock\.json$", name(path))]
    assert locks
    for path in locks:
        assert not re.search(r"https?://\S+\.(tgz|whl|tar\.gz)|--(extra-)?index-url|--find-links", text(path)), name(
            path
        )
        assert '"resolved"' not in text(path), name(path)


WORDS = re.compile(r"[A-Za-z]{2,}")
SPOKEN = re.compile(r"""\s(?:alt|title|placeholder|aria-label|content-label)\s*=\s*"([^"]*)\"""")
TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.S)
COMMENTS = re.compile(r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", re.S)
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.S)
# Pages for people who build the product, not for people who use it.
UNTRANSLATED = ("peerwork/templates/home/gallery.html", "peerwork/templates/kit/gallery.html")


def spoken(path) -> list[str]:
    """The words of a template that stand outside translation tags."""

    def blank(match):
        return "\n" * match[0].count("\n") + " "

    page = COMMENTS.sub(blank, text(path))
    page = TAGS.sub(blank, TRANSLATED.sub(blank, page))
    page = re.sub(r"<(script|style)\b.*?</\1>", blank, page, flags=re.S)
    found = [words for words in SPOKEN.findall(page) if WORDS.search(words)]
    outside = re.sub(r"<[^>]*>", blank, page)
    outside = re.sub(r"&\w+;|\bPeerwork\b", " ", outside)
    return found + [line.strip() for line in outside.splitlines() if WORDS.search(line)]


@pytest.mark.parametrize("path", [p for p in templates() if name(p) not in UNTRANSLATED], ids=name)
def test_every_word_of_a_page_can_be_translated(path):
    assert not spoken(path)


REFUSALS = {"NotHere", "NotAllowed", "Conflict", "Invalid", "TooMany", "ValidationError", "Refused"}


def raw_words(node) -> list[str]:
    """Strings of several words in an argument that no gettext call wraps."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith(("_", "gettext", "ngettext")):
        return []
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
        return [node.value]
    return [words for child in ast.iter_child_nodes(node) for words in raw_words(child)]


def test_every_word_people_read_in_python_can_be_translated():
    faults = []
    for path in code():
        if place(path)[1] in ("checks.py", "environment.py", "gallery.py", "demo.py") or "/management/" in name(path):
            continue
        for called, node in calls(tree(path)):
            said = [k.value for k in node.keywords if k.arg in ("verbose_name", "help_text", "label", "empty_label")]
            if called in REFUSALS:
                said = [*node.args, *(k.value for k in node.keywords if k.arg in ("fields", "message"))]
            if called.endswith("Field") and isinstance(node.func, ast.Attribute):
                said += node.args[:1]
            if called in ("success", "warning", "error", "info") and "messages" in ast.unparse(node.func):
                said = node.args[1:]
            faults += [f"{where(path, node.lineno)} {words[:60]!r}" for part in said for words in raw_words(part)]
    assert not faults, "\n".join(faults)
