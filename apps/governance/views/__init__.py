"""Pages of the control room: the kill switch, and what is kept, held and destroyed."""
