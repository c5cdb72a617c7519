"""Wires everything together; nothing imports it. Loads Celery with Django, so that tasks find their broker."""
