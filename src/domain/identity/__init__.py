"""Clinics, the people and programs that act in them, and how they prove who they are."""
