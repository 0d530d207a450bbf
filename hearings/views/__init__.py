"""Pages of hearings: the calendar, one hearing, the public list, the kiosk."""
