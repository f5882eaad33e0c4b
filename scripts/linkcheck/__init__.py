"""The parts of the cross-link validator; `scripts/check_links.py` is the way in."""
