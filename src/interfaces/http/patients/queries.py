"""What can be asked of the registry."""

from application.patients.queries import GetPatient
from application.patients.views import PatientView
from interfaces.http.routes import QueryRoute

ROUTES = (QueryRoute(path="/patients/{patient:uuid}", query=GetPatient, view=PatientView),)
