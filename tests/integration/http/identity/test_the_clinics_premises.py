"""The owner names the clinic, sets its clock and language, and says where it works."""

from typing import Any
from uuid import uuid4

from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded

EAST: dict[str, Any] = {
    "name": "Lakeside East",
    "address": {"street": "1 Lake Street", "city": "Albany", "postal_code": "12207", "country": "US"},
    "jurisdiction": "US-NY",
    "zone": {"name": "America/New_York"},
}


async def test_naming_clock_and_language(installation: Installation, lakeside: OpenedClinic) -> None:
    """Each change is one version on; giving what is there already changes nothing."""
    for path, body, version in (
        ("/clinic/rename", {"name": "Lakeside Care"}, 2),
        ("/clinic/time-zone", {"zone": {"name": "America/Chicago"}}, 3),
        ("/clinic/locale", {"locale": "es-US"}, 4),
        ("/clinic/locale", {"locale": "es-US"}, 4),
    ):
        assert succeeded(await installation.post(path, body, bearer=lakeside.owner))["version"] == version
    seen = succeeded(await installation.get("/clinic", bearer=lakeside.owner))
    assert (seen["name"], seen["zone"], seen["locale"]) == ("Lakeside Care", {"name": "America/Chicago"}, "es-US")


async def test_sites_and_rooms(installation: Installation, lakeside: OpenedClinic) -> None:
    """A room belongs to a site; a retired one is no longer shown, and its name is free."""
    site = succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))["site"]
    rooms = f"/clinic/sites/{site}/rooms"
    room = succeeded(await installation.post(rooms, {"name": "Room 1"}, bearer=lakeside.owner))["room"]
    refused(await installation.post(rooms, {"name": "room 1"}, bearer=lakeside.owner), 409, "identity.room-name-taken")
    seen = succeeded(await installation.get("/clinic", bearer=lakeside.owner))
    assert seen["sites"] == [{"id": site, **EAST}]
    assert seen["rooms"] == [{"id": room, "site": site, "name": "Room 1"}]
    succeeded(await installation.post(f"/clinic/rooms/{room}/retire", bearer=lakeside.owner))
    assert succeeded(await installation.get("/clinic", bearer=lakeside.owner))["rooms"] == []
    succeeded(await installation.post(rooms, {"name": "Room 1"}, bearer=lakeside.owner))


async def test_putting_a_site_right(installation: Installation, lakeside: OpenedClinic) -> None:
    """A site gets another name, address and clock; its law and its rooms stay, and a room another name."""
    site = succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))["site"]
    at = f"/clinic/sites/{site}"
    room = succeeded(await installation.post(f"{at}/rooms", {"name": "Room 1"}, bearer=lakeside.owner))["room"]
    right = {"name": "Lakeside North", "address": EAST["address"] | {"street": "3 Lake Street"}, "zone": EAST["zone"]}
    for version in (4, 4):
        corrected = await installation.post(f"{at}/correct", right, bearer=lakeside.owner)
        assert succeeded(corrected)["version"] == version
    succeeded(await installation.post(f"/clinic/rooms/{room}/rename", {"name": "Blue room"}, bearer=lakeside.owner))
    seen = succeeded(await installation.get("/clinic", bearer=lakeside.owner))
    assert seen["sites"] == [{"id": site, **EAST, **right}]
    assert seen["rooms"] == [{"id": room, "site": site, "name": "Blue room"}]


async def test_a_sites_law_stays(installation: Installation, lakeside: OpenedClinic) -> None:
    """Which law applies at a site is not corrected: visits were booked under it."""
    site = succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))["site"]
    answer = await installation.post(f"/clinic/sites/{site}/correct", EAST, bearer=lakeside.owner)
    assert refused(answer, 400, "request.malformed")["errors"][0]["pointer"] == "/jurisdiction"


async def test_closing_a_site(installation: Installation, lakeside: OpenedClinic) -> None:
    """A site where nobody is expected goes, and its rooms with it; its name is free."""
    site = succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))["site"]
    succeeded(await installation.post(f"/clinic/sites/{site}/rooms", {"name": "Room 1"}, bearer=lakeside.owner))
    succeeded(await installation.post(f"/clinic/sites/{site}/close", bearer=lakeside.owner))
    seen = succeeded(await installation.get("/clinic", bearer=lakeside.owner))
    assert (seen["sites"], seen["rooms"]) == ([], [])
    again = await installation.post(f"/clinic/sites/{site}/close", bearer=lakeside.owner)
    refused(again, 404, "identity.unknown-site")
    succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))


async def test_two_sites_of_one_name(installation: Installation, lakeside: OpenedClinic) -> None:
    """Two sites do not share a name."""
    succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))
    again = await installation.post("/clinic/sites", EAST, bearer=lakeside.owner)
    refused(again, 409, "identity.site-name-taken")


async def test_another_clinics_premises_are_unknown(
    installation: Installation, lakeside: OpenedClinic, hilltop: OpenedClinic
) -> None:
    """A site or room of another clinic is as unknown as one that never was."""
    site = succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))["site"]
    room = succeeded(await installation.post(f"/clinic/sites/{site}/rooms", {"name": "Room 1"}, bearer=lakeside.owner))[
        "room"
    ]
    for strange in (site, uuid4()):
        right = {"name": "North", "address": EAST["address"], "zone": EAST["zone"]}
        for verb, body in (("rooms", {"name": "Room 1"}), ("correct", right), ("close", {})):
            answer = await installation.post(f"/clinic/sites/{strange}/{verb}", body, bearer=hilltop.owner)
            refused(answer, 404, "identity.unknown-site")
    for strange in (room, uuid4()):
        for verb, body in (("rename", {"name": "Room 2"}), ("retire", {})):
            answer = await installation.post(f"/clinic/rooms/{strange}/{verb}", body, bearer=hilltop.owner)
            refused(answer, 404, "identity.unknown-room")


async def test_a_zone_that_is_none(installation: Installation, lakeside: OpenedClinic) -> None:
    """A place's clock has an IANA name."""
    body = {"zone": {"name": "Mars/Olympus"}}
    problem = refused(
        await installation.post("/clinic/time-zone", body, bearer=lakeside.owner), 400, "request.malformed"
    )
    assert problem["errors"][0]["pointer"] == "/zone"


async def test_the_owner_decides(installation: Installation, lakeside: OpenedClinic) -> None:
    """The front desk sees the clinic and changes nothing of it."""
    _, _, desk = await lakeside.member()
    succeeded(await installation.get("/clinic", bearer=desk))
    refused(await installation.post("/clinic/rename", {"name": "Ours"}, bearer=desk), 403, "request.forbidden")
    refused(await installation.post("/clinic/sites", EAST, bearer=desk), 403, "request.forbidden")


async def test_a_stale_view(installation: Installation, lakeside: OpenedClinic) -> None:
    """Who saw an older version is told so, and changes nothing."""
    succeeded(await installation.post("/clinic/rename", {"name": "Lakeside Care"}, bearer=lakeside.owner))
    stale = await installation.post("/clinic/rename", {"name": "Lake"}, bearer=lakeside.owner, If_Match='"1"')
    refused(stale, 412, "request.stale-version")


async def test_the_clinic_as_it_was(installation: Installation, lakeside: OpenedClinic) -> None:
    """As of now, the clinic is what it is, byte for byte."""
    succeeded(await installation.post("/clinic/sites", EAST, bearer=lakeside.owner))
    now = await installation.get("/clinic", bearer=lakeside.owner)
    moment = installation.stack.clock.now().isoformat().replace("+", "%2B")
    assert (await installation.get(f"/clinic?as_of={moment}", bearer=lakeside.owner)).content == now.content
