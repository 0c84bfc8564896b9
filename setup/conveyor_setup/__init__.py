"""From a bare machine to a running, tested sales department. Standard library only."""
