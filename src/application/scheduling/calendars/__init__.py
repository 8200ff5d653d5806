"""Feeds that a calendar program subscribes to, behind links that can be revoked."""
