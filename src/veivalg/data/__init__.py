"""Norway as values: its places, and figures about the people in them.

Sources know how publishers write; from here on everything has our names, axes and codes.
"""
