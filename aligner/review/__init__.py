"""The review app: a local web page where people check and correct an alignment.

    change, operations, structure, carry   what can be done to a list of pairs: pure functions, each gives a `Change`
    realign                                a new alignment around what people have decided
    previous                               what was said of an earlier version of the texts
    store, rows, book                      the project: a SQLite file with the pairs, a log of all operations, drafts
    commands, actions, phrases             keys and buttons; operations by name; the words, English and Russian
    views, visit, pages, changing          what the page shows; requests; what answers them
    server, security, serve                the addresses; who may come in; start and stop
    started                                the same from Python: one server for a project
    export, certificate                    what leaves the project

The page is in `templates/` and `static/`: htmx (https://htmx.org, 0BSD) loads lists and panels, `rows.js` puts what
has changed into the page, `review.js` has the keys.
"""
