"""What other systems can ask."""

from application.integrations.queries import ReadFeed
from application.integrations.views import FeedPage
from interfaces.http.routes import QueryRoute

ROUTES = (QueryRoute(path="/feed", query=ReadFeed, view=FeedPage),)
