"""Pages of enforcement: the court's writs, the office's cases."""
