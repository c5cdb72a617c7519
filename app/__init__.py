"""Wires everything together; no other app imports it."""
