import numpy as np

from elbowatch_model import evaluation


def test_auroc_of_known_cases():
    assert evaluation.auroc(np.array([1.0, 2.0]), np.array([3.0, 4.0])) == 1
    assert evaluation.auroc(np.array([3.0, 4.0]), np.array([1.0, 2.0])) == 0
    assert evaluation.auroc(np.array([1.0, 1.0]), np.array([1.0])) == 0.5
    assert evaluation.auroc(np.array([1.0, 3.0]), np.array([2.0, 3.0])) == 0.625


def test_faults_keep_shape_and_leave_the_original_alone():
    normal = np.random.RandomState(0).randint(0, 256, (4, 1, 16, 16)).astype(np.uint8)
    before = normal.copy()
    for fault in (
        evaluation.blurred(normal, 1),
        evaluation.noisy(normal, 0.1),
        evaluation.patched(normal, 4),
        evaluation.darkened(normal),
    ):
        assert fault.shape == normal.shape and fault.dtype == np.uint8 and not np.array_equal(fault, normal)
    assert np.array_equal(normal, before)
