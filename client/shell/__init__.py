"""The desktop shell: kiosk mode and the operator's console."""
