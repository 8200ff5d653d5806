"""What can be asked of clinics, accounts, sessions and keys."""

from application.identity.queries import (
    GetAccount,
    GetApiKey,
    GetClinic,
    GetSignInPage,
    ListAccounts,
    ListAccountSessions,
    ListApiKeys,
    ListSessions,
)
from application.identity.views import AccountView, ApiKeyView, ClinicView, SessionView, SignInPageView
from application.shared.paging import Page
from interfaces.http.calls import Standing
from interfaces.http.routes import QueryRoute

ROUTES = (
    QueryRoute(path="/clinic", query=GetClinic, view=ClinicView),
    QueryRoute(
        path="/clinics/{clinic_slug:str}/sign-in-page",
        query=GetSignInPage,
        view=SignInPageView,
        standing=Standing.VISITOR,
        for_all=True,
    ),
    QueryRoute(path="/accounts/{account:uuid}", query=GetAccount, view=AccountView),
    QueryRoute(path="/accounts", query=ListAccounts, view=Page[AccountView]),
    QueryRoute(path="/sessions", query=ListSessions, view=Page[SessionView]),
    QueryRoute(path="/accounts/{account:uuid}/sessions", query=ListAccountSessions, view=Page[SessionView]),
    QueryRoute(path="/api-keys/{api_key:uuid}", query=GetApiKey, view=ApiKeyView),
    QueryRoute(path="/api-keys", query=ListApiKeys, view=Page[ApiKeyView]),
)
