import numpy as np

from elbowatch_model.corruption import Blobs

SHAPE = (1, 24, 20)


def blobs(share, seed=1):
    return Blobs(share, 3.0, SHAPE, np.random.RandomState(seed))


def test_a_share_of_none_leaves_images_alone():
    pixels = np.random.RandomState(0).randint(0, 256, (5, *SHAPE)).astype(np.uint8)
    assert blobs(0).corrupt(pixels) is pixels


def test_blobs_are_small_and_stand_out():
    for level, blob in ((0, 255), (255, 0)):
        clean = np.full((200, *SHAPE), level, np.uint8)
        corrupted = blobs(0.5).corrupt(clean)
        changed = (corrupted != clean).reshape(200, -1).mean(1)
        assert set(np.unique(corrupted)) == {level, blob} or set(np.unique(corrupted)) == {0, 255}
        assert 0.35 < np.mean(changed > 0) < 0.6
        assert changed.max() < 0.6
        assert (clean == level).all()


def test_the_same_seed_gives_the_same_blobs():
    clean = np.zeros((20, *SHAPE), np.uint8)
    assert np.array_equal(blobs(1, seed=3).corrupt(clean), blobs(1, seed=3).corrupt(clean))
    assert not np.array_equal(blobs(1, seed=3).corrupt(clean), blobs(1, seed=4).corrupt(clean))
