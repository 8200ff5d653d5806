"""Who waits for what, and in which order freed time is offered."""
