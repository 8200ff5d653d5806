"""JSON schemas of everything that the routes take and give, by msgspec's own generator."""

from collections.abc import Iterator
from typing import Any

import msgspec

from application.shared.command import Command, is_in_path
from domain.shared.classes import sealed_fields
from interfaces.http.openapi.kinds import structs
from interfaces.http.openapi.names import public_name
from interfaces.http.openapi.prose import field_sentences
from interfaces.http.routes import CommandRoute, QueryRoute, Routes

Schema = dict[str, Any]

COMPONENTS = "#/components/schemas/"


class Schemas:
    """The schemas of all routes together, because a component's name must be unique among all of them."""

    def __init__(self, routes: Routes) -> None:
        """Generate them. Raises ``TypeError`` on a type that JSON has no form for."""
        wanted: dict[tuple[str, str], Any] = {}
        for route in routes:
            wanted |= dict(_wanted(route))
        spoken_of = list(structs(list(wanted.values())))
        found, self.components = _generated([*wanted.values(), *spoken_of])
        self._found = dict(zip(wanted, found, strict=False))
        for struct, reference in zip(spoken_of, found[len(wanted) :], strict=True):
            self._describe(struct, reference)

    def of(self, operation: str, part: str) -> Schema:
        """Give the schema of a part of an operation: ``body``, ``answer`` or the name of a parameter."""
        return self._found[operation, part]

    def knows(self, operation: str, part: str) -> bool:
        """Tell whether an operation has such a part."""
        return (operation, part) in self._found

    def resolved(self, schema: Schema) -> Schema:
        """Follow a reference to its component."""
        reference: str | None = schema.get("$ref")
        return schema if reference is None else self.components[reference.removeprefix(COMPONENTS)]

    def _describe(self, struct: Any, reference: Schema) -> None:
        properties = self.resolved(reference).get("properties", {})
        for name, sentence in field_sentences(struct).items():
            if name in properties:
                properties[name]["description"] = sentence
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct):
            renamed = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
            for name in sealed_fields(struct):
                properties[renamed[name]]["x-personal"] = True


def _generated(kinds: list[Any]) -> tuple[list[Schema], dict[str, Schema]]:
    """Generate the schemas of types, and their components by their public names.

    Raises ``ValueError`` where two components would have one name.
    """
    generated = msgspec.json.schema_components(kinds, ref_template=COMPONENTS + "{name}")
    renamed = {name: public_name(name) for name in generated[1]}
    if len(set(renamed.values())) < len(renamed):
        message = f"two of these would be called the same: {sorted(renamed)}"
        raise ValueError(message)
    text = msgspec.json.encode(generated).decode()
    for name, public in renamed.items():
        text = text.replace(f'"{COMPONENTS}{name}"', f'"{COMPONENTS}{public}"')
    found, components = msgspec.json.decode(text)
    return found, {renamed[name]: schema for name, schema in components.items()}


def _wanted(route: CommandRoute | QueryRoute) -> Iterator[tuple[tuple[str, str], Any]]:
    if isinstance(route, CommandRoute):
        operation = route.command.operation
        yield (operation, "answer"), route.receipt
        for field in msgspec.structs.fields(route.command):
            if is_in_path(field.type):
                yield (operation, field.name), field.type
        body = body_of(route.command)
        if body.__struct_fields__:
            yield (operation, "body"), body
    else:
        yield (route.query.operation, "answer"), route.view
        for field in msgspec.structs.fields(route.query):
            yield (route.query.operation, field.encode_name), field.type


def body_of(command: type[Command]) -> type[msgspec.Struct]:
    """Give a command as its body: without the fields that the path names."""
    fields: list[Any] = [
        (field.name, field.type)
        if field.required
        else (field.name, field.type, msgspec.field(default=field.default))
        if field.default is not msgspec.NODEFAULT
        else (field.name, field.type, msgspec.field(default_factory=field.default_factory))
        for field in msgspec.structs.fields(command)
        if not is_in_path(field.type)
    ]
    return msgspec.defstruct(
        command.__name__,
        fields,
        namespace={"__doc__": command.__doc__},
        kw_only=True,
        forbid_unknown_fields=True,
        module=command.__module__,
    )
