"""Which network scores for a bundle: that of its checkpoint, or its graph."""

from dataclasses import replace

import numpy as np
import pytest
import torch

import export as export_command
from conftest import TINY
from elbowatch_model import checkpoint, vae
from elbowatch_model.bundle import files
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.onnx_graph.interpreter import Interpreter
from elbowatch_model.scoring import ScoringHead, score

CAMERA = replace(TINY, name="camera")


def trained(seed, trained_at):
    """The checkpoint of a network with these initial weights."""
    torch.manual_seed(seed)
    network = vae.build(CAMERA).eval()
    provenance = {"data": [], "architecture": vae.describe(CAMERA, network), "trainedAt": trained_at}
    found = checkpoint.Checkpoint(CAMERA, network, provenance)
    found.save()
    return found


@pytest.fixture
def first(tmp_path, monkeypatch):
    """A bundle and its checkpoint."""
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path / "runs")
    monkeypatch.setattr(files, "BUNDLES", tmp_path / "bundles")
    found = trained(1, "2026-01-01T00:00:00Z")
    export_command.export("camera")
    return found


@pytest.fixture
def images():
    return np.random.RandomState(4).randint(0, 256, (9, *CAMERA.image_shape)).astype(np.uint8)


def test_the_checkpoint_of_the_bundle_scores(first, capsys):
    head, recipe = scorer_of("camera")
    assert isinstance(head, ScoringHead) and recipe == CAMERA
    assert not capsys.readouterr().err


def test_the_graph_scores_where_the_checkpoint_is_of_another_training(first, images, capsys):
    second = trained(2, "2026-01-02T00:00:00Z")
    head, _ = scorer_of("camera")
    assert isinstance(head, Interpreter) and "another training" in capsys.readouterr().err
    found, expected, other = (
        score(scorer, images)["kl"] for scorer in (head, ScoringHead(first.vae, CAMERA), ScoringHead(second.vae, CAMERA))
    )
    assert np.abs(found - expected).max() < 0.01 * np.abs(found - other).max()
