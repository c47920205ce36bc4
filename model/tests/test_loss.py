from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from elbowatch_model.loss import (
    MAX_LOGIT,
    Bernoulli,
    ContinuousBernoulli,
    Gaussian,
    beta_in_epoch,
    bounded,
    kl_divergence,
    negative_elbo,
)
from elbowatch_model.recipes import Recipe
from elbowatch_model.vae import build


VECTORS = Path(__file__).resolve().parents[2] / "src/test/resources/reference/continuous-bernoulli.tsv"


def random_levels(seed=0):
    generator = torch.Generator().manual_seed(seed)
    levels = torch.randint(0, 256, (200, 1, 3, 3), generator=generator).double() / 255
    levels[0], levels[1] = 0, 1
    return levels


def test_kl_is_never_negative_and_zero_only_at_the_prior():
    mean, log_variance = torch.randn(2, 1000, dtype=torch.float64)
    assert (kl_divergence(mean, log_variance) > 0).all()
    assert kl_divergence(torch.zeros(5), torch.zeros(5)).abs().max() == 0


def test_kl_equals_its_monte_carlo_estimate():
    torch.manual_seed(0)
    mean, log_variance = torch.tensor(0.7).double(), torch.tensor(-0.4).double()
    q = torch.distributions.Normal(mean, torch.exp(0.5 * log_variance))
    z = q.sample((400_000,))
    estimate = (q.log_prob(z) - torch.distributions.Normal(0, 1).log_prob(z)).mean()
    assert abs(kl_divergence(mean, log_variance) - estimate) < 0.005


def test_bernoulli_nll_equals_torch():
    x, logits = random_levels(), 10 * torch.randn(200, 1, 3, 3, dtype=torch.float64)
    expected = torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none")
    assert torch.allclose(Bernoulli().nll(logits, x), expected, rtol=1e-12)


def test_bernoulli_nll_is_finite_in_float32_whatever_the_logit():
    logits = bounded(torch.tensor([-1e30, -100.0, -80.0, 0.0, 80.0, 100.0, 1e30]))
    for x in (0.0, 1.0, 0.5):
        nll = Bernoulli().nll(logits, torch.full_like(logits, x))
        assert torch.isfinite(nll).all() and (nll >= 0).all() and nll.max() <= 80.001


def test_continuous_bernoulli_nll_equals_torch_and_integrates_to_one():
    x, logits = random_levels(), 3 * torch.randn(200, 1, 3, 3, dtype=torch.float64)
    likelihood = ContinuousBernoulli()
    torch_one = torch.distributions.ContinuousBernoulli(logits=logits, lims=(0.4999, 0.5001), validate_args=False)
    assert torch.allclose(likelihood.nll(logits, x), -torch_one.log_prob(x), rtol=1e-4, atol=1e-5)
    assert torch.allclose(likelihood.mean(logits), torch_one.mean, rtol=1e-4)
    grid = torch.linspace(0, 1, 200_001, dtype=torch.float64)
    for logit in (-20.0, -0.3, 0.0, 1e-3, 0.49, 0.51, 7.0):
        density = torch.exp(-likelihood.nll(torch.full_like(grid, logit), grid))
        assert abs(torch.trapezoid(density, grid) - 1) < 1e-7
        assert abs(torch.trapezoid(grid * density, grid) - likelihood.mean(torch.tensor(logit).double())) < 1e-7


def test_continuous_bernoulli_is_exact_in_float32_and_smooth_where_the_series_begins():
    logits = torch.cat([torch.linspace(-1, 1, 4001), torch.linspace(-80, 80, 4001)])
    likelihood, exact = ContinuousBernoulli(), logits.double()
    for found, expected in (
        (likelihood.log_normaliser(logits), likelihood.log_normaliser(exact)),
        (likelihood.mean(logits), likelihood.mean(exact)),
    ):
        assert torch.isfinite(found).all() and (found.double() - expected).abs().max() < 6e-7
    logits.requires_grad_()
    likelihood.nll(logits, torch.full_like(logits, 0.3)).sum().backward()
    # The derivative of −log p is the mean less x; p and 1 − p are equal in float32 up to 6e-8.
    apart = logits.abs() > 1e-7
    assert torch.allclose(logits.grad[apart], likelihood.mean(logits)[apart] - 0.3, atol=2e-6) and (~apart).sum() <= 2


def test_continuous_bernoulli_equals_the_vectors_with_60_digits():
    rows = np.loadtxt(VECTORS, skiprows=1)
    logits, levels, nll, floor, mean = (torch.from_numpy(column) for column in rows.T)
    likelihood = ContinuousBernoulli()
    assert len(rows) == 170
    for found, expected in (
        (likelihood.nll(logits, levels / 255), nll),
        (likelihood.floor(levels / 255), floor),
        (likelihood.mean(logits), mean),
    ):
        assert torch.allclose(found, expected, rtol=1e-7, atol=2e-8)


def test_continuous_bernoulli_deviance_is_never_negative_and_zero_at_the_best_logit():
    likelihood, levels = ContinuousBernoulli(), torch.arange(256, dtype=torch.float64) / 255
    logits = torch.linspace(-MAX_LOGIT, MAX_LOGIT, 16_001, dtype=torch.float64)
    deviance = likelihood.nll(logits[:, None], levels) - likelihood.floor(levels)
    assert deviance.min() > -1e-9 and deviance.min(0)[0].max() < 1e-5


def test_gaussian_nll_equals_torch():
    x, logits = random_levels(), torch.randn(200, 1, 3, 3, dtype=torch.float64)
    gaussian = Gaussian(0.2).double()
    expected = -torch.distributions.Normal(torch.sigmoid(logits), gaussian.log_sigma.exp()).log_prob(x)
    assert torch.allclose(gaussian.nll(logits, x), expected, rtol=1e-10)


def test_deviance_is_never_negative_and_zero_at_a_perfect_reconstruction():
    x = random_levels()
    for likelihood in (Bernoulli(), Gaussian(0.2).double()):
        logits = 5 * torch.randn(200, 1, 3, 3, dtype=torch.float64)
        assert (likelihood.nll(logits, x) - likelihood.floor(x) >= -1e-12).all()
        perfect = torch.logit(x.clamp(1e-30, 1 - 1e-16))
        assert (likelihood.nll(perfect, x) - likelihood.floor(x)).abs().max() < 1e-12


def test_floor_is_zero_on_black_and_white():
    assert Bernoulli().floor(torch.tensor([0.0, 1.0])).abs().max() == 0


def test_beta_rises_linearly_and_stays():
    assert np.allclose([beta_in_epoch(2.0, epoch, 3) for epoch in range(6)], [0.5, 1.0, 1.5, 2.0, 2.0, 2.0])
    assert beta_in_epoch(2.0, 0, 0) == 2.0


def test_sigma_is_learned_only_when_asked():
    for learned in (False, True):
        recipe = Recipe(name="t", height=4, width=4, hidden=4, latent=2, likelihood="gaussian", sigma=0.3)
        vae = build(replace(recipe, learn_sigma=learned))
        loss, _, _ = negative_elbo(vae, torch.rand(5, 1, 4, 4), 1.0)
        loss.backward()
        assert ("likelihood.log_sigma" in dict(vae.named_parameters())) == learned
        assert abs(vae.likelihood.sigma - 0.3) < 1e-6
