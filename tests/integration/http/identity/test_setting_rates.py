"""An operator gives a clinic rates of its own, within bounds."""

from integration.http.identity.installation import Installation, OpenedClinic, refused, succeeded


async def test_what_is_not_taken(installation: Installation, lakeside: OpenedClinic) -> None:
    """A rate that shuts people out is malformed; one person's above the clinic's is against the rules."""
    operator = await installation.operator()
    for rates, status, code in (
        ({"credential": 1}, 400, "request.malformed"),
        ({"credential": 601, "clinic": 600}, 409, "identity.rates-at-odds"),
    ):
        refused(await installation.post(lakeside.at("/rates"), {"rates": rates}, bearer=operator), status, code)


async def test_only_an_operator_sets_them(installation: Installation, lakeside: OpenedClinic) -> None:
    """No owner sets the rates, neither of their own clinic nor of another; the operator does, as often as they like."""
    body = {"rates": {"credential": 1_200}}
    refused(await installation.post(lakeside.at("/rates"), body, bearer=lakeside.owner), 403, "request.forbidden")
    operator = await installation.operator()
    versions = [
        succeeded(await installation.post(lakeside.at("/rates"), body, bearer=operator))["version"] for _ in range(2)
    ]
    assert versions[0] == versions[1]
