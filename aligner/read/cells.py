"""Names of the cells of a table, as in a spreadsheet."""


def cell_name(column: int, row: int) -> str:
    """Column and row, both from zero.

    >>> cell_name(1, 6), cell_name(27, 0)
    ('B7', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
