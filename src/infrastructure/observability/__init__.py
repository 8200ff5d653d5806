"""What the running system tells about itself: log lines, numbers, readiness. Ids and codes only."""
