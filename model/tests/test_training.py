from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import TINY

from elbowatch_model import checkpoint, training
from elbowatch_model.vae import build, latent_size


def squares(count):
    """Bright squares on black, uint8 [N, 1, 16, 12]."""
    random = np.random.RandomState(1)
    images = np.zeros((count, 1, 16, 12), np.uint8)
    for image in images:
        y, x = random.randint(0, 10), random.randint(0, 6)
        image[:, y : y + 5, x : x + 5] = 255
    return images


def trained(recipe):
    torch.manual_seed(recipe.seed)
    vae = build(recipe)
    before = training.validate(vae, squares(50), recipe, torch.device("cpu"))
    result = training.Training(vae, recipe, squares(200), squares(50), torch.device("cpu")).run()
    return vae, before[0], result


def test_training_raises_the_validation_elbo_and_keeps_the_best_weights():
    recipe = replace(TINY, epochs=5, batch_size=20, learning_rate=1e-2)
    vae, before, (epoch, loss) = trained(recipe)
    assert loss < 0.7 * before and 1 <= epoch <= 5
    assert training.validate(vae, squares(50), recipe, torch.device("cpu"))[0] == loss


def test_training_is_reproducible():
    recipe = replace(TINY, epochs=2, batch_size=20, warm_up_epochs=1)
    (first, _, _), (second, _, _) = trained(recipe), trained(recipe)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters()))


def test_a_run_of_other_images_is_not_resumed(tmp_path, capsys):
    recipe = replace(TINY, epochs=1, batch_size=20)
    path = tmp_path / "unfinished.pt"
    unknown = "nobody knows of which images"  # older versions saved none
    for saved, said in (({"images": ("a", "b")}, "is of other images"), ({}, unknown)):
        torch.save({"recipe": recipe.to_dict(), "state": {}, **saved}, path)
        run = training.Training(build(recipe), recipe, squares(60), squares(20), torch.device("cpu"))
        training.run_or_resume(run, path, ("a", "c"))
        assert said in capsys.readouterr().out


def test_an_interrupted_run_resumes_with_the_result_of_an_uninterrupted_one(tmp_path):
    recipe = replace(TINY, epochs=4, batch_size=20, corrupted=0.5)

    def run():
        torch.manual_seed(recipe.seed)
        return training.Training(build(recipe), recipe, squares(200), squares(50), torch.device("cpu"))

    class BrokenOff(Exception):
        pass

    def break_off(after):
        def check(done):
            if done.epoch == after:
                raise BrokenOff

        return check

    whole = run()
    whole.run()
    broken = run()
    path = tmp_path / "unfinished.pt"
    with pytest.raises(BrokenOff):
        broken.run(break_off(2))
    torch.save({"recipe": recipe.to_dict(), "state": broken.state()}, path)
    resumed = run()
    training.run_or_resume(resumed, path)
    assert len(resumed.history) == 4 and not path.exists()
    assert all(torch.equal(a, b) for a, b in zip(whole.vae.parameters(), resumed.vae.parameters()))


def test_a_run_of_another_recipe_is_not_resumed(tmp_path, capsys):
    recipe = replace(TINY, epochs=1, batch_size=20)
    path = tmp_path / "unfinished.pt"
    torch.save({"recipe": replace(recipe, hidden=99).to_dict(), "state": {}}, path)
    torch.manual_seed(1)
    run = training.Training(build(recipe), recipe, squares(60), squares(20), torch.device("cpu"))
    training.run_or_resume(run, path)
    assert "starts from the first epoch" in capsys.readouterr().out


class OnGpu:
    """Stands for a run on a GPU, which this machine need not have."""

    recipe, device, epoch = TINY, torch.device("cuda"), 0

    def restore(self, state):
        torch.set_rng_state(state["noise"])

    def run(self, save):
        return "the result"


def test_the_state_of_a_run_on_a_gpu_is_loaded_on_the_cpu(tmp_path):
    path, noise = tmp_path / "unfinished.pt", torch.get_rng_state()
    torch.save({"recipe": TINY.to_dict(), "state": {"noise": noise}}, path)
    torch.rand(1)
    assert training.run_or_resume(OnGpu(), path) == "the result"
    assert torch.equal(torch.get_rng_state(), noise)


def test_latent_size_counts_places():
    assert latent_size(TINY) == 3
    assert latent_size(replace(TINY, network="conv", halvings=2)) == 3 * 4 * 3


def test_a_checkpoint_knows_the_losses_of_its_epochs(tmp_path, monkeypatch):
    monkeypatch.setattr(checkpoint, "RUNS", tmp_path)
    recipe = replace(TINY, epochs=2, batch_size=20)
    torch.manual_seed(1)
    run = training.Training(build(recipe), recipe, squares(60), squares(20), torch.device("cpu"))
    run.run()
    checkpoint.Checkpoint(recipe, run.vae, {}, run.history).save()
    loaded = checkpoint.load("tiny")
    assert loaded.history == tuple(run.history) and len(loaded.history) == 2
    assert all(type(value) is float for epoch in loaded.history for value in epoch)
