class Unsupported(Exception):
    """The part of a node that is not covered, in words. The message continues with "is not supported"."""
