"""What can be done with the registry."""

from application.patients.register_patient import RegisterPatient
from interfaces.http.routes import CommandRoute

ROUTES = (
    CommandRoute(
        path="/patients",
        command=RegisterPatient,
        creates=True,
        example={
            "demographics": {"name": {"family": "Okafor", "given": "Mia"}, "birth_date": "1990-04-12"},
            "contacts": [{"kind": "email", "email": {"address": "mia@example.org"}}],
        },
    ),
)
