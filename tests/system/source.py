"""The repository as the architecture tests read it: its own files, parsed once."""

import ast
import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = {".git", ".venv", ".venv-dev", "build", "var", "node_modules", "__pycache__", ".ruff_cache", ".pytest_cache"}


@cache
def files() -> list[Path]:
    """Every file of the repository, and those not yet committed; made ones left out."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, check=True, text=True,
        ).stdout.split("\0")  # fmt: skip
        found = [ROOT / name for name in listed if name]
    except (OSError, subprocess.CalledProcessError):  # a copy without git
        found = []
        for folder, folders, names in os.walk(ROOT):
            folders[:] = [name for name in folders if name not in MADE]
            found += [Path(folder) / name for name in names]
    return sorted(path for path in found if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


@cache
def code(*, migrations: bool = False) -> list[Path]:
    """The Python modules of the product."""
    modules = [path for path in files() if path.suffix == ".py" and name(path).startswith("peerwork/")]
    return [path for path in modules if migrations or "/migrations/" not in name(path)]


@cache
def templates() -> list[Path]:
    return [path for path in files() if name(path).startswith("peerwork/templates/")]


def imports(module: ast.AST) -> list[tuple[str, int]]:
    """The dotted names a module imports, wherever in it, with their lines."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def strings(module: ast.AST) -> list[tuple[str, int]]:
    return [
        (node.value, node.lineno)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def calls(module: ast.AST) -> list[tuple[str, ast.Call]]:
    """Every call with the last part of the name that is called."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            called = node.func
            found.append((called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node))
    return found
