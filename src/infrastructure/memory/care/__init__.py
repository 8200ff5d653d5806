"""Care relationships and broken glasses in memory."""
