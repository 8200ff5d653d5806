"""What is printed once the demo runs: where to look, who can sign in, and the main job as curl lines."""

from typing import Final

from interfaces.demo.opening import Script

HELPERS: Final = r"""
post() { curl -s "$API/$1" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d "$2" "${@:3}"; }
get() { curl -s -G "$API/$1" -H "Authorization: Bearer $TOKEN" "${@:2}"; }
field() { python3 -c 'import json, sys
value = json.load(sys.stdin)
for step in sys.argv[1:]: value = value[int(step) if step.isdigit() else step]
print(value)' "$@"; }
day() { python3 -c 'import datetime, sys
day = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=int(sys.argv[1]))
print(day.strftime("%Y-%m-%dT00:00:00Z"))' "$1"; }
""".strip()
"""Shell functions: a command, a query, a field of a JSON answer, and a day from today."""

MAIN_JOB: Final = r"""
TOKEN=$(post clinics/$CLINIC/sessions "{\"email\": {\"address\": \"$EMAIL\"}, \"password\": \"$PASSWORD\"}" |
  field access_token)

# Register a patient, check who they are, and note that they agree to be seen by video. Who pastes these lines twice
# would be asked whether the second Alba is the first; `insist` says that she is not.
PATIENT=$(post patients '{
  "demographics": {"name": {"family": "Rivera", "given": "Alba"}, "birth_date": "1988-02-29"},
  "contacts": [{"kind": "phone", "phone": {"number": "+12125550187"}}], "insist": true}' | field id)
post patients/$PATIENT/verify-identity '{"method": "photo-id"}'; echo
post patients/$PATIENT/consents '{"kind": "telehealth", "text_version": "2026-01"}'; echo

# Find free slots of every provider who may see somebody in New York, and hold the first for her.
search() { get slots -d visit_type=follow-up-video -d jurisdiction=US-NY -d zone=America/New_York "$@"; }
SLOT=$(search -d from=$(day 2) -d until=$(day 9) -d limit=1)
PROVIDER=$(echo "$SLOT" | field items 0 provider)
STARTS_AT=$(echo "$SLOT" | field items 0 starts_at)
VISIT='{"provider": "'$PROVIDER'", "visit_type": "follow-up-video", "starts_at": "'$STARTS_AT'",
  "place": {"jurisdiction": "US-NY", "zone": {"name": "America/New_York"}}}'
HOLD=$(post holds '{"patient": "'$PATIENT'", "visit": '"$VISIT"'}' | field id)

# Book from the hold. A retry with the same key gives the same answer and books once.
APPOINTMENT=$(post appointments '{
  "patient": "'$PATIENT'", "hold": "'$HOLD'", "visit": '"$VISIT"', "reason": "Blood pressure",
  "whereabouts": {
    "address": {"street": "5 Elm Street", "city": "Albany", "postal_code": "12207", "country": "US"},
    "call_back": {"number": "+12125550187"},
    "emergency_contact": {
      "name": {"family": "Rivera", "given": "Leo"}, "phone": {"number": "+12125550188"}}}
  }' -H "Idempotency-Key: tour-$PATIENT" | field id)

# Move it to another free time of the same provider, read it back, and cancel it.
LATER=$(search -d provider=$PROVIDER -d from=$(day 4) -d until=$(day 11) -d limit=1 | field items 0 starts_at)
post appointments/$APPOINTMENT/reschedule '{"starts_at": "'$LATER'"}'; echo
get appointments/$APPOINTMENT; echo
post appointments/$APPOINTMENT/cancel '{"reason": "Feeling well again"}'; echo
get appointments/$APPOINTMENT | field status
""".strip()
"""Sign in, register, search, hold, book, move, read, cancel. README shows the same lines, which a test compares."""

WEEK: Final = r"""
get series                                    # talks every week, one of them moved on its own
get waitlist                                  # two who wait for one provider; one of them has been offered a time
get appointments -d needs_reassignment=true   # visits of a provider who leaves before they take place
get representations                           # a child's guardian, and a patient's proxy
get patients -d name=Lily                      # the child; her guardian books and consents with an account of their own
""".strip()
"""What a full week brings beside plain appointments. README shows these lines, too."""


def preamble(address: str, script: Script) -> str:
    """Give the lines that say where the API is and who signs in."""
    desk = script.logins["front desk"]
    return f"API={address}/api/v1 CLINIC={script.slug} EMAIL={desk.email} PASSWORD='{desk.password}' TOKEN="


def tour(address: str, script: Script) -> str:
    """Give the whole text for the terminal."""
    logins = "\n".join(
        f"  {role:<13} {login.email:<24} {login.password}" for role, login in sorted(script.logins.items())
    )
    return f"""
Polyclinic runs at {address}

  Documentation   {address}/docs
  Who may do what {address}/docs/access
  Readiness       {address}/api/monitoring/ready

Accounts of the demo clinic '{script.slug}' (the operator signs in at /api/v1/operator/sessions):
{logins}

Book a visit, in another terminal:

{preamble(address, script)}
{HELPERS}
{MAIN_JOB}
{_beside(script)}"""


def _beside(script: Script) -> str:
    """Tell what else there is, in lines that a shell takes whole; nothing where the demo is older than its sandbox."""
    if script.sandbox is None:
        return ""
    return f"""
# Then look at what else the week brought:

{WEEK}

# In the sandbox '{script.sandbox_slug}' it is a quarter to nine on a Monday, and a visit is due at nine, until its
# owner lets time pass: POST /api/v1/clinic/clock/advance with {{"minutes": 15}}.
"""
