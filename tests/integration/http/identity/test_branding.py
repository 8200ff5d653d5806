"""The owner says what people see of the clinic, and whoever comes sees it before they sign in."""

from typing import Any

from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded

LAKE: dict[str, Any] = {
    "display_name": "Lakeside",
    "colours": {"background": "#0b5563", "text": "#ffffff"},
    "logo": "https://static.lakeside.example/logo.svg",
    "email_sender": "Lakeside Family Care",
    "sms_sender": "Lakeside",
}
PLAIN: dict[str, Any] = dict.fromkeys(LAKE)


async def test_setting_it(installation: Installation, lakeside: OpenedClinic) -> None:
    """The clinic shows its branding; what is not named is taken back; and as of now it is the same, byte for byte."""
    assert succeeded(await installation.get("/clinic", bearer=lakeside.owner))["branding"] == PLAIN
    wishes: tuple[dict[str, Any], ...] = (LAKE, {"sms_sender": "Lake"})
    for wanted in wishes:
        succeeded(await installation.post("/clinic/branding", {"branding": wanted}, bearer=lakeside.owner))
        seen = succeeded(await installation.get("/clinic", bearer=lakeside.owner))
        assert seen["branding"] == PLAIN | wanted
    now = await installation.get("/clinic", bearer=lakeside.owner)
    moment = installation.stack.clock.now().isoformat().replace("+", "%2B")
    assert (await installation.get(f"/clinic?as_of={moment}", bearer=lakeside.owner)).content == now.content


async def test_what_cannot_be_read(installation: Installation, lakeside: OpenedClinic) -> None:
    """Grey on grey is refused, and told by how much."""
    faint = {"branding": {"colours": {"background": "#777777", "text": "#ffffff"}}}
    answer = await installation.post("/clinic/branding", faint, bearer=lakeside.owner)
    problem = refused(answer, 409, "identity.contrast-too-low")
    assert (problem["contrast"], problem["least"]) == (4.47, 4.5)


async def test_a_logo_over_https(installation: Installation, lakeside: OpenedClinic) -> None:
    """A logo comes over https, from a host, for anybody."""
    for logo in ("http://lakeside.example/logo.svg", "https:///logo.svg", "https://a:b@c.example/x", "javascript:1"):
        answer = await installation.post("/clinic/branding", {"branding": {"logo": logo}}, bearer=lakeside.owner)
        assert refused(answer, 400, "request.malformed")["errors"][0]["pointer"] == "/branding/logo"


async def test_the_front_desk_does_not(installation: Installation, lakeside: OpenedClinic) -> None:
    """The front desk changes nothing of what people see."""
    _, _, desk = await lakeside.member()
    refused(await installation.post("/clinic/branding", {"branding": LAKE}, bearer=desk), 403, "request.forbidden")


async def test_before_signing_in(installation: Installation, lakeside: OpenedClinic) -> None:
    """Whoever comes sees the name that people know, the colours and the logo, and nothing else of the clinic."""
    bare = succeeded(await installation.get(lakeside.at("/sign-in-page")))
    assert bare == {"name": "Lakeside Family Care", "colours": None, "logo": None}
    succeeded(await installation.post("/clinic/branding", {"branding": LAKE}, bearer=lakeside.owner))
    seen = succeeded(await installation.get(lakeside.at("/sign-in-page")))
    assert seen == {"name": "Lakeside", "colours": LAKE["colours"], "logo": LAKE["logo"]}


async def test_a_copy_is_kept(installation: Installation, lakeside: OpenedClinic) -> None:
    """Caches keep the page; they hear that nothing has changed, and hear of it when something has."""
    page = lakeside.at("/sign-in-page")
    first = await installation.get(page)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = await installation.get(page, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    succeeded(await installation.post("/clinic/branding", {"branding": LAKE}, bearer=lakeside.owner))
    changed = await installation.get(page, If_None_Match=first.headers["ETag"])
    assert succeeded(changed)["name"] == "Lakeside"


async def test_a_clinic_that_nobody_opened(installation: Installation) -> None:
    """A short name that no clinic has is unknown."""
    refused(await installation.get("/clinics/nowhere/sign-in-page"), 404, "request.not-found")


async def test_what_a_device_shows(installation: Installation, lakeside: OpenedClinic) -> None:
    """A device with the second factor shows the name that people know the clinic by."""
    email, _, desk = await lakeside.member()
    succeeded(await installation.post("/clinic/branding", {"branding": LAKE}, bearer=lakeside.owner))
    enrolled = await installation.post("/totp/enrol", {"password": "seven wild geese at dawn"}, bearer=desk)
    assert succeeded(enrolled)["uri"].startswith(f"otpauth://totp/Lakeside:{email}?")
