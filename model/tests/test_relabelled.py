"""What labels of reported images do to the next calibration."""

import numpy as np

from elbowatch_model.evaluation import relabelled
from elbowatch_model.evaluation.coverage import part
from elbowatch_model.evaluation.sources import simulated


def test_a_label_leaves_out_defects_and_adds_nothing():
    defective = np.array([True, True, False, False, False])
    reported = np.array([True, False, True, True, False])
    labelled = np.array([True, False, True, False, False])
    kept = relabelled.kept(defective, reported, labelled)
    assert kept["labelled defects left out"].tolist() == [False, True, True, True, True]
    assert kept["without what is reported"].tolist() == [False, True, False, False, True]
    half = kept["half labelled, the rest of the reported ones left out"]
    assert half.tolist() == [False, True, True, False, True]
    assert set(kept) == set(relabelled.WAYS) - {"before"}


def test_labels_keep_the_false_alarm_rate_where_normal_images_are_new():
    terms, sources = simulated(1500)
    order = np.random.RandomState(2).permutation(len(sources))
    old = order[sources[order] != "noisy"][:1000]
    random = np.random.RandomState(3)
    stream, held = np.array_split(random.permutation(np.setdiff1d(order, old)), 2)
    defects = {name: 4 * values[stream[:40]] for name, values in terms.items()}
    both = {name: np.concatenate([values[stream[40:]], defects[name]]) for name, values in terms.items()}
    mixed = random.permutation(len(stream))
    found = relabelled.measured(
        (1.0, part(terms, old)),
        part(both, mixed),
        (np.arange(len(stream)) >= len(stream) - 40)[mixed],
        (part(terms, held), defects),
        0.02,
        random,
    )
    labels = found["labelled defects left out"]
    assert found["before"].false_alarms > 0.04
    assert 0.01 < labels.false_alarms < 0.035
    assert labels.precision(0.02) > found["before"].precision(0.02)
    assert labels.recall > found["stream as it is"].recall


def test_precision_weighs_by_the_share_of_defects():
    assert relabelled.Rates(false_alarms=0.01, recall=0.5).precision(0.02) == 0.01 / (0.01 + 0.0098)
    assert np.isnan(relabelled.Rates(false_alarms=0, recall=0).precision(0.02))
