"""The doors: HTTP, processes, the command line. They translate, and know nothing of adapters but the entry points."""
