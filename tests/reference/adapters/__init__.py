"""One module a package of the library. Each has ``find(document, case)``, which gives the function that
compares a case (input, expected) or None. It looks at fields and source, never at a name of file or case.
"""
