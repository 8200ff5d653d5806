from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import schemathesis

from application.shared.access import ACCESS
from application.shared.scopes import SCOPES
from interfaces.http.application import API, FEEDS, ROUTES, described
from interfaces.http.openapi.document import document, printed
from interfaces.http.openapi.feeds import Feed
from interfaces.http.openapi.refusals import refusals_of
from interfaces.http.openapi.schemas import body_of
from interfaces.http.problems import PROBLEM_JSON, status_of
from interfaces.http.routes import CommandRoute, QueryRoute, Side

DOCUMENT = described(Side.ALL)
OPERATIONS = {
    operation["operationId"]: operation for methods in DOCUMENT["paths"].values() for operation in methods.values()
}


def name_of(route: CommandRoute | QueryRoute) -> str:
    """Give a route's operation."""
    return route.command.operation if isinstance(route, CommandRoute) else route.query.operation


every_route = pytest.mark.parametrize("route", ROUTES, ids=name_of)
every_operation = pytest.mark.parametrize("name", OPERATIONS)


def followed(part: Any) -> Any:
    """Follow a reference within the document."""
    while isinstance(part, dict) and "$ref" in part:
        found: Any = DOCUMENT
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def within(part: Any) -> Iterator[Any]:
    """Give a part of the document and everything in it."""
    yield part
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from within(inner)


def with_each_example(schema: Any, value: Any) -> Iterator[Any]:
    """Give a value once for each example that its schema shows for a part of it, which then stands in its place."""
    schema = followed(schema)
    yield from schema.get("examples", ())
    for member in schema.get("anyOf", ()):
        if jsonschema_rs.is_valid(member | {"components": DOCUMENT["components"]}, value):
            yield from with_each_example(member, value)
    if isinstance(value, dict):
        for name, inner in value.items():
            for example in with_each_example(schema.get("properties", {}).get(name, {}), inner):
                yield value | {name: example}
    if isinstance(value, list) and value:
        for example in with_each_example(schema.get("items", {}), value[0]):
            yield [example, *value[1:]]


def test_every_route_is_described() -> None:
    """An operation that is served is described, and the other way round."""
    assert set(OPERATIONS) == {name_of(route) for route in ROUTES} | {feed.name for feed in FEEDS}


def test_every_reference_resolves() -> None:
    """No part of the document points to nothing."""
    references = [part for part in within(DOCUMENT) if isinstance(part, dict) and isinstance(part.get("$ref"), str)]
    assert all(followed(reference) is not None for reference in references)


def test_components_are_json_schema() -> None:
    """Every schema is one by the rules of JSON Schema 2020-12."""
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid({"$schema": DOCUMENT["jsonSchemaDialect"]} | schema), name


def test_patterns_read_the_same_everywhere() -> None:
    """Python's ``$`` lets a line break through that a reader of the document would refuse, so none stands alone."""
    schemas = (part for part in within(DOCUMENT["components"]["schemas"]) if isinstance(part, dict))
    patterns = {part["pattern"] for part in schemas if isinstance(part.get("pattern"), str)}
    assert patterns
    assert [pattern for pattern in patterns if pattern.endswith("$")] == []


@every_route
def test_it_says_who_may(route: CommandRoute | QueryRoute) -> None:
    """Every operation names the roles that may, and whether somebody may in a patient's place."""
    operation = OPERATIONS[name_of(route)]
    assert operation["x-roles"] == {role.value: reach for role, reach in ACCESS[name_of(route)].items()}
    scope = SCOPES.get(name_of(route))
    assert ("guardians and proxies" in operation["description"]) is (scope is not None)


@every_operation
def test_it_is_complete(name: str) -> None:
    """Every operation says what it does, and how each answer looks."""
    operation = OPERATIONS[name]
    assert operation["summary"]
    assert operation["tags"][0] in [tag["name"] for tag in DOCUMENT["tags"]]
    assert "Who may" in operation["description"]
    for response in operation["responses"].values():
        assert response["description"]
        assert all(content["examples"] for content in response["content"].values())
    for parameter in map(followed, operation["parameters"]):
        assert parameter["description"]
        assert "example" in parameter or parameter["examples"]


@every_operation
def test_its_examples_are_valid(name: str) -> None:
    """Whoever copies an example sends or gets something that the schema takes."""
    operation = OPERATIONS[name]
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    for part in [*bodies, *operation["responses"].values()]:
        for content in part["content"].values():
            schema = content["schema"] | {"components": DOCUMENT["components"]}
            for example in map(followed, content["examples"].values()):
                jsonschema_rs.validate(schema, example["value"])
    for parameter in map(followed, operation["parameters"]):
        values = [value["value"] for value in parameter.get("examples", {}).values()] or [parameter["example"]]
        for value in values:
            jsonschema_rs.validate(parameter["schema"] | {"components": DOCUMENT["components"]}, value)


@every_route
def test_the_server_reads_its_examples(route: CommandRoute | QueryRoute) -> None:
    """The example body is one that the server itself can read, value objects included."""
    operation = OPERATIONS[name_of(route)]
    if "requestBody" in operation and isinstance(route, CommandRoute):
        example = operation["requestBody"]["content"]["application/json"]["examples"]["works"]["value"]
        assert msgspec.json.decode(msgspec.json.encode(example), type=body_of(route.command)) is not None


def test_schemas_show_what_they_take() -> None:
    """An example that stands in a schema is one of its own values."""
    shown = [part for part in within(DOCUMENT) if isinstance(part, dict) and isinstance(part.get("examples"), list)]
    assert len(shown) > 20
    for schema in shown:
        for example in schema["examples"]:
            jsonschema_rs.validate(schema | {"components": DOCUMENT["components"]}, example)


@every_route
def test_the_server_reads_the_examples_of_its_schemas(route: CommandRoute | QueryRoute) -> None:
    """Whatever a schema shows for a field of a body can be sent there, value objects included."""
    operation = OPERATIONS[name_of(route)]
    if "requestBody" in operation and isinstance(route, CommandRoute):
        content = operation["requestBody"]["content"]["application/json"]
        for body in with_each_example(content["schema"], content["examples"]["works"]["value"]):
            assert msgspec.json.decode(msgspec.json.encode(body), type=body_of(route.command)) is not None


@every_route
def test_every_refusal_is_promised(route: CommandRoute | QueryRoute) -> None:
    """Each rule of an operation stands under its status, with its type, code and title."""
    responses = OPERATIONS[name_of(route)]["responses"]
    for refusal in refusals_of(route):
        shown = followed(responses[str(status_of(refusal))]["content"][PROBLEM_JSON]["examples"][refusal.code])["value"]
        assert (shown["type"], shown["title"]) == (f"/problems/{refusal.code}", refusal.rule())


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_a_feed_is_described(feed: Feed) -> None:
    """A feed is read without signing in, in its own form; each refusal of it stands under its status."""
    operation = OPERATIONS[feed.name]
    assert (operation["security"], operation["x-roles"]) == ([], {"visitor": "own"})
    assert list(operation["responses"]["200"]["content"]) == [feed.media]
    for refusal in feed.refusals:
        shown = operation["responses"][str(status_of(refusal))]["content"][PROBLEM_JSON]["examples"]
        assert refusal.code in shown


def links_of(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Give the links of an operation's answers."""
    return [link for response in operation["responses"].values() for link in response.get("links", {}).values()]


LINKS = [
    pytest.param(source, link, id=f"{source['operationId']}-{link['operationId']}")
    for source in OPERATIONS.values()
    for link in links_of(source)
]


@pytest.mark.parametrize(("source", "link"), LINKS)
def test_a_link_leads_to_an_operation(source: dict[str, Any], link: dict[str, Any]) -> None:
    """A link names every part of the address of where it leads, and somebody may do the one and then the other."""
    target = OPERATIONS[link["operationId"]]
    assert set(link["parameters"]) == {
        part["name"] for part in map(followed, target["parameters"]) if part["in"] == "path"
    }
    assert source["x-roles"].keys() & target["x-roles"].keys()


def test_what_is_made_can_be_gone_on_with() -> None:
    """From every operation that makes something, links lead on with its id."""
    made = {
        "patients.register-patient": "patient",
        "scheduling.book-appointment": "appointment",
        "patients.add-contact": "contact",
    }
    for operation, name in made.items():
        told = [link["parameters"].get(name) for link in links_of(OPERATIONS[operation])]
        assert told
        assert set(told) <= {"$response.body#/id", f"$response.body#/{name}"}


def test_no_failure_is_promised() -> None:
    """A 500 is never part of the bargain."""
    assert not [name for name, operation in OPERATIONS.items() if "500" in operation["responses"]]


def test_sides_share_nothing_and_lack_nothing() -> None:
    """A process that serves one side describes that side."""
    paths = [described(side)["paths"] for side in (Side.COMMANDS, Side.QUERIES)]
    commands, queries = ({op["operationId"] for ops in side.values() for op in ops.values()} for side in paths)
    assert commands | queries == set(OPERATIONS)
    assert not commands & queries


def test_it_is_always_the_same() -> None:
    """Generated twice, it is equal byte for byte."""
    assert printed(document(ROUTES, API, FEEDS)) == printed(DOCUMENT)


def test_other_programs_load_it() -> None:
    """Schemathesis takes it as OpenAPI 3.1 and finds every operation."""
    schema = schemathesis.openapi.from_dict(DOCUMENT)
    loaded: list[Any] = list(schema.get_all_operations())
    found = {operation.ok().definition.raw["operationId"] for operation in loaded}
    assert found == set(OPERATIONS)
