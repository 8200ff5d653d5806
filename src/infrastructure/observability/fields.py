"""What may stand in a log line, and in which field: those of the Elastic Common Schema (ECS), or ours beside them."""

from typing import Final

ECS_VERSION: Final = "8.11.0"
"""The schema's version that a line names (elastic.co/guide/en/ecs)."""

FIELDS: Final = {
    # every line
    "at": "@timestamp",
    "level": "log.level",
    "logger": "log.logger",
    "event": "event.action",
    "request_id": "http.request.id",
    "trace_id": "trace.id",
    # a request
    "duration": "event.duration",
    "method": "http.request.method",
    "route": "polyclinic.route",
    "status": "http.response.status_code",
    # a failure
    "code": "error.code",
    "failure": "error.type",
    "frames": "error.stack_trace",
    # work behind the edge
    "anchor": "polyclinic.anchor",
    "attempts": "polyclinic.attempts",
    "clinic_id": "organization.id",
    "count": "polyclinic.count",
    "feed_no": "polyclinic.feed_no",
    "follower": "polyclinic.follower",
    "job_id": "polyclinic.job_id",
    "kind": "polyclinic.kind",
    "listener": "polyclinic.listener",
    "retry_after": "polyclinic.retry_after",
    "stream_id": "polyclinic.stream_id",
}
"""Every key that a line may be written with, and the field in which it is read. ``duration`` is in nanoseconds, as the
schema has it; ``retry_after`` in seconds. Add one only for ids, codes, numbers and instants: never for what a person
wrote."""
