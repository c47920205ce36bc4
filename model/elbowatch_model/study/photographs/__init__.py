"""Methods measured on sets of real photographs: the sets, the methods, the measurements and their tables."""
