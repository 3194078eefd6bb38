"""What goes with what: short neighbour lists of items, trained from visits and facts, asked on the device."""
