import copy

import numpy as np
import torch
from naive import naive_terms

from elbowatch_model import mixture
from elbowatch_model.bundle.manifest import manifest_json
from elbowatch_model.features import feature_names
from elbowatch_model.scoring import FEATURES, TERMS, derived_scores, score
from elbowatch_model.vae import latent_shape


def as_table(terms):
    return np.concatenate([np.stack([terms[term] for term in TERMS], axis=1), terms[FEATURES]], axis=1)


def test_terms_equal_the_naive_ones(head, recipe, pixels):
    exact = copy.deepcopy(head).double()
    with torch.no_grad():
        *_, mean, log_variance, logits = exact(torch.from_numpy(pixels))
    manifest = manifest_json(recipe, head.vae.likelihood, {}, "")
    expected = np.concatenate(naive_terms(manifest, pixels, mean, log_variance, logits), axis=1)
    assert np.allclose(as_table(score(exact, pixels)), expected, rtol=1e-6, atol=1e-6)
    assert np.allclose(as_table(score(head, pixels)), expected, rtol=2e-5, atol=2e-5)


def test_a_batch_scores_like_its_singletons(head, pixels):
    exact = copy.deepcopy(head).double()
    batch = as_table(score(exact, pixels))
    singles = np.concatenate([as_table(score(exact, pixels[i : i + 1])) for i in range(len(pixels))])
    assert np.allclose(batch, singles, rtol=1e-12)


def test_scoring_is_reproducible(head, pixels):
    assert np.array_equal(as_table(score(head, pixels)), as_table(score(head, pixels)))


def test_kl_map_sums_to_kl(head, pixels):
    with torch.no_grad():
        kl = 0.5 * torch.ones_like(head.vae.encode(torch.from_numpy(pixels).float() / 255)[0])
    _, height, width = head.formula.image_shape
    spread = head.formula.kl_map(kl).expand(len(pixels), 1, height, width)
    assert torch.allclose(spread.flatten(1).sum(1), kl.flatten(1).sum(1))


def test_scores_follow_from_terms(head, pixels):
    terms = score(head, pixels)
    fitted = mixture.fit(np.random.RandomState(1).standard_normal((500, terms[FEATURES].shape[1])))
    scores = derived_scores(terms, 0.5, fitted)
    assert scores["elbo"].dtype == np.float64
    assert np.allclose(scores["elbo"], terms["reconstruction_nll"] + 0.5 * terms["kl"], rtol=1e-6)
    assert (scores["reconstruction"] >= -1e-3).all()
    assert np.allclose(scores["density"], fitted.density(terms[FEATURES]), rtol=1e-6)


def test_every_feature_has_a_name(head, recipe, pixels):
    assert score(head, pixels)[FEATURES].shape == (len(pixels), len(feature_names(latent_shape(recipe))))
