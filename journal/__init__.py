"""The journal: what happened, who did it, and whether its effects are done. The lowest room."""
