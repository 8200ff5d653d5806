"""What is done with calendars: hours, holds, and appointments from the request to the visit."""
