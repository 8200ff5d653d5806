"""The HTTP API: commands by POST, queries by GET, refusals as RFC 9457 problems."""
