"""The OpenAPI 3.1 document, generated from the routes: what is served and what is described cannot differ."""
