"""The project's own Python: reading pages, building the site, checking it."""
