"""What PostgreSQL must leave out of its own log: the values of a failed statement, and what it says of them."""

from typing import Final

QUIET_LOG: Final = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
"""Settings of the server, by name. The DETAIL of a constraint that failed repeats the row, and a statement's parameters
are what somebody wrote; codes and names of constraints remain. Slow statements may be logged: without values.
"""
