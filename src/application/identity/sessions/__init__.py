"""Being signed in: how it begins, goes on and ends."""
