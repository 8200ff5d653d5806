"""What components are called: for those who generate code from the document, not for those who wrote this."""

import re

_GENERIC = re.compile(r"(?P<outer>[A-Za-z0-9.]+)_(?P<inner>\w+(?:\.\w+)*)_")


def public_name(name: str) -> str:
    """Give a component's name: a page of appointments is ``AppointmentViewPage``.

    Where two contexts have a class of one name, msgspec gives both their Python path; only the context is of interest
    outside: ``domain.providers.visit_type.VisitMode`` is ``ProvidersVisitMode``.
    """
    generic = _GENERIC.fullmatch(name)
    if generic is not None:
        return public_name(generic["inner"]) + public_name(generic["outer"])
    _, *path = name.split(".")
    return path[0].capitalize() + path[-1] if len(path) > 1 else name
