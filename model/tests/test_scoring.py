import copy

import numpy as np
import torch

from elbowatch_model.scoring import TERMS, derived_scores, score


def naive_terms(head, pixels):
    """The definitions, written out with loops in double precision: the oracle of the scoring head."""
    head = copy.deepcopy(head).double()
    vae, (channels, height, width), box = head.vae, head.image_shape, head.box
    found = []
    for image in pixels:
        x = image.astype(np.float64) / 255
        with torch.no_grad():
            mean, log_variance = vae.encode(torch.from_numpy(x)[None])
            logits = vae.decode(mean)[0].numpy()
        mean, log_variance = mean[0].numpy(), log_variance[0].numpy()
        p = 1 / (1 + np.exp(-logits))
        if type(vae.likelihood).__name__ == "Bernoulli":
            with np.errstate(divide="ignore", invalid="ignore"):
                nll = -(x * np.log(p) + (1 - x) * np.log(1 - p))
                floor = -(np.nan_to_num(x * np.log(x)) + np.nan_to_num((1 - x) * np.log(1 - x)))
        else:
            sigma = vae.likelihood.sigma
            floor = np.full_like(x, np.log(sigma * np.sqrt(2 * np.pi)))
            nll = (x - p) ** 2 / (2 * sigma**2) + floor
        kl = 0.5 * (mean**2 + np.exp(log_variance) - log_variance - 1)
        loss = (nll - floor).sum(axis=0)
        for row in range(height):
            for column in range(width):
                if kl.ndim == 1:
                    loss[row, column] += head.beta * kl.sum() / (height * width)
                else:
                    rows, columns = height // kl.shape[1], width // kl.shape[2]
                    cell = kl[:, row // rows, column // columns].sum()
                    loss[row, column] += head.beta * cell / (rows * columns)
        local = max(
            loss[top : top + box, left : left + box].mean()
            for top in range(height - box + 1)
            for left in range(width - box + 1)
        )
        steps = [
            abs(x[channel, row, column] - x[channel, row - down, column - 1 + down])
            for channel in range(channels)
            for down in (0, 1)
            for row in range(down, height)
            for column in range(1 - down, width)
        ]
        contrast = sum(step**2 for step in steps) / (sum(steps) + 1e-6)
        found.append([nll.sum(), floor.sum(), kl.sum(), local, contrast])
    return np.array(found)


def as_table(terms):
    return np.stack([terms[term] for term in TERMS], axis=1)


def test_terms_equal_the_naive_ones(head, pixels):
    expected = naive_terms(head, pixels)
    assert np.allclose(as_table(score(copy.deepcopy(head).double(), pixels)), expected, rtol=1e-6)
    assert np.allclose(as_table(score(head, pixels)), expected, rtol=2e-5)


def test_a_batch_scores_like_its_singletons(head, pixels):
    exact = copy.deepcopy(head).double()
    batch = as_table(score(exact, pixels))
    singles = np.concatenate([as_table(score(exact, pixels[i : i + 1])) for i in range(len(pixels))])
    assert np.allclose(batch, singles, rtol=1e-12)


def test_scoring_is_reproducible(head, pixels):
    assert np.array_equal(as_table(score(head, pixels)), as_table(score(head, pixels)))


def test_kl_spread_over_the_image_sums_to_kl(head, pixels):
    with torch.no_grad():
        kl = 0.5 * torch.ones_like(head.vae.encode(torch.from_numpy(pixels).float() / 255)[0])
    _, height, width = head.image_shape
    spread = head.spread(kl).expand(len(pixels), 1, height, width)
    assert torch.allclose(spread.flatten(1).sum(1), kl.flatten(1).sum(1))


def test_scores_follow_from_terms(head, pixels):
    terms = score(head, pixels)
    scores = derived_scores(terms, beta=0.5)
    assert scores["elbo"].dtype == np.float64
    assert np.allclose(scores["elbo"], terms["reconstruction_nll"] + 0.5 * terms["kl"], rtol=1e-6)
    assert (scores["reconstruction"] >= -1e-3).all()
