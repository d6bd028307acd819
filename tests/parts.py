"""What an app keeps beside its own tests: rows of the matrix (access), of the world (world), recipes (recipes)."""

from importlib import import_module
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).parent


def parts(name: str) -> list[ModuleType]:
    """The modules of this name below tests/: an app's before its parts', and after those it says it needs.

    Everything comes after placements; a module says `AFTER = ("training",)` for whatever else must have been read.
    """
    found = {}
    for path in sorted(HERE.rglob(f"{name}.py")):
        folder = path.parent.relative_to(HERE).parts
        if folder not in ((), ("system",)):
            found[folder] = import_module(".".join(("tests", *folder, name)))
    ordered: list[tuple[str, ...]] = []

    def take(folder: tuple[str, ...]) -> None:
        if folder in ordered or folder not in found:
            return
        for earlier in ("placements", *getattr(found[folder], "AFTER", ())):
            if (earlier,) != folder:
                take(tuple(earlier.split(".")))
        take(folder[:-1])
        ordered.append(folder)

    for folder in found:
        take(folder)
    return [found[folder] for folder in ordered]
