"""Believable cases for the demo and for measuring: years of a court's work, written by COPY, with logs that verify."""
