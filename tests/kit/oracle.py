"""The design system's own templates (nhsuk-frontend-jinja), and a way to compare markup that ignores white space."""

from bs4 import BeautifulSoup
from jinja2 import ChainableUndefined, Environment, PackageLoader

ENVIRONMENT = Environment(
    loader=PackageLoader("nhsuk_frontend_jinja", "templates"),
    autoescape=True,
    undefined=ChainableUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def theirs(component: str, macro: str, **params):
    source = f'{{% from "nhsuk/components/{component}/macro.jinja" import {macro} %}}{{{{ {macro}(params) }}}}'
    return parsed(ENVIRONMENT.from_string(source).render(params=params))


def parsed(markup: str):
    return BeautifulSoup(markup, "html.parser")


def shape(node, *, without=()):
    """(tag, attributes, children) all the way down; `without` are attributes where we differ on purpose."""
    children = []
    for child in node.children:
        if getattr(child, "name", None):
            children.append(shape(child, without=without))
        elif str(child).strip():
            children.append(" ".join(str(child).split()))
    attributes = {
        name: tuple(sorted(value)) if isinstance(value, list) else value
        for name, value in node.attrs.items()
        if name not in without
    }
    return node.name, attributes, children
