"""What every use case is wrapped in: who acts, what they may reach, the one pipeline, paging, consistency."""
