"""The review app: a local web page where people check and correct an alignment.

operations, structure, carry   what can be done to a list of pairs: pure functions, each gives a `Change`
store, book                    the project: a SQLite file with the pairs, the log of all operations, drafts
realign                        a new alignment around what people have decided
views, server, security        the pages, HTTP, who may come in
export, certificate            what leaves the project
"""
