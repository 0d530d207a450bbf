"""Measuring: pages at ten thousand and at a million cases beside a floor that does next to nothing."""
