import pytest

from aligner.errors import InputError
from aligner.pins import notation, read_pins


def test_links_in_document_order_and_then_nulls_one_by_one():
    pins = [([7], [5, 6]), ([3, 4], []), ((0, 1), range(2)), ([], [9])]
    assert read_pins(pins, 8, 10) == [
        (range(2), range(2)),
        (range(7, 8), range(5, 7)),
        (range(3, 4), range(0)),
        (range(4, 5), range(0)),
        (range(0), range(9, 10)),
    ]
    assert read_pins([], 0, 0) == []


def test_numbers_of_numpy_are_numbers():
    np = pytest.importorskip("numpy")
    assert read_pins([(np.arange(2), np.array([0]))], 2, 1) == [(range(2), range(1))]


@pytest.mark.parametrize(
    ("pins", "message"),
    [
        ([([3, 5], [1])], r"pin \[3,5\]:\[1\]: its sentences must follow one another"),
        ([([2, 1], [1])], r"pin \[2,1\]:\[1\]: its sentences must follow one another"),
        ([([], [])], r"pin \[\]:\[\]: both sides are empty"),
        ([([1], [1]), ([2], [1])], r"pin \[2\]:\[1\]: Russian sentence 1 is in pin \[1\]:\[1\] too"),
        ([([1], []), ([1], [0])], r"pin \[1\]:\[0\]: English sentence 1 is in pin \[1\]:\[\] too"),
        ([([9, 10], [1])], r"pin \[9,10\]:\[1\]: there is no such English sentence, only 0 to 9"),
        ([([1], [-1])], r"pin \[1\]:\[-1\]: there is no such Russian sentence, only 0 to 9"),
        ([([5], [1]), ([2], [7])], r"pin \[5\]:\[1\] crosses pin \[2\]:\[7\]; pins must run in the same order"),
        ([(1, 2)], r"pin \(1, 2\): not two lists of sentence numbers"),
        ([([1.5], [2])], r"pin \(\[1.5\], \[2\]\): not two lists of sentence numbers"),
        ([([1], [2], [3])], r"not two lists of sentence numbers"),
    ],
)
def test_a_pin_that_can_not_be_kept_is_named(pins, message):
    with pytest.raises(InputError, match=message):
        read_pins(pins, 10, 10)


def test_no_sentences_at_all():
    with pytest.raises(InputError, match=r"pin \[\]:\[0\]: there is no such Russian sentence, none"):
        read_pins([([], [0])], 3, 0)


def test_notation():
    assert notation([0, 1], range(2, 3)) == "[0,1]:[2]"
