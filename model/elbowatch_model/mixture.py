"""A mixture of Gaussians over the features of normal images: how usual an image is by all features together.

Dempster, Laird & Rubin 1977 (expectation–maximisation); Bishop 2006, "Pattern Recognition and Machine
Learning", section 9.2.2. Nothing is random, and the number of iterations is fixed. The Java side therefore
fits the same mixture to the same features, up to rounding.
"""

from dataclasses import dataclass

import numpy as np

MAX_COMPONENTS = 10  # 20 and 30 detected hardly more (docs/decisions/0008-density.md)
IMAGES_PER_FEATURE = 8  # fewer are not enough to estimate a component's covariance
LLOYD_ITERATIONS = 20
EM_ITERATIONS = 40
RIDGE = 1e-3  # added to every variance; features are standardised, so this is a share of their variance
MIN_DEVIATION = 1e-6  # a feature with a smaller standard deviation is not scaled


@dataclass(frozen=True)
class Mixture:
    """Σ_k w_k · N(f | m_k, Σ_k) over standardised features f = (features − centre) / scale."""

    fitted: int  # number of images fitted to
    centre: np.ndarray  # [D]
    scale: np.ndarray  # [D]
    weights: np.ndarray  # [K]
    means: np.ndarray  # [K, D]
    covariances: np.ndarray  # [K, D, D]

    @staticmethod
    def from_json(content):
        size = len(content["centre"])
        covariances = np.zeros((len(content["weights"]), size, size))
        for covariance, lower in zip(covariances, content["covariances"]):
            covariance[np.tril_indices(size)] = lower
            covariance += np.tril(covariance, -1).T
        parts = (np.array(content[key]) for key in ("centre", "scale", "weights", "means"))
        return Mixture(content["fitted"], *parts, covariances)

    def to_json(self):
        """The covariances as their lower triangles, row by row."""
        lower = np.tril_indices(len(self.centre))
        return {
            "fitted": self.fitted,
            "centre": self.centre,
            "scale": self.scale,
            "weights": self.weights,
            "means": list(self.means),
            "covariances": [covariance[lower] for covariance in self.covariances],
        }

    def density(self, features):
        """−log p, nats: features [N, D] → [N]. Higher is more unusual."""
        standard = (np.asarray(features, np.float64) - self.centre) / self.scale
        return -_log_sum(_log_joint(standard, self.weights, self.means, self.covariances))


def components(images, size):
    """How many components so many images of so many features determine."""
    return int(np.clip(images // (IMAGES_PER_FEATURE * size), 1, MAX_COMPONENTS))


def fit(features, count=None):
    """The mixture of features [N, D], of so many components or as many as they determine."""
    features = np.asarray(features, np.float64)
    centre, scale = features.mean(0), features.std(0)
    scale = np.where(scale < MIN_DEVIATION, 1.0, scale)
    x = (features - centre) / scale
    images, size = x.shape
    count = count or components(images, size)
    if count == 1:
        return Mixture(images, centre, scale, np.ones(1), np.zeros((1, size)), _shrunk(x)[None])
    weights, means, covariances = _maximise(x, np.eye(count)[_clusters(x, count)])
    for _ in range(EM_ITERATIONS):
        joint = _log_joint(x, weights, means, covariances)
        responsibilities = np.exp(joint - _log_sum(joint)[:, None])  # [N, K]
        weights, means, covariances = _maximise(x, responsibilities)
    return Mixture(images, centre, scale, weights, means, covariances)


def _shrunk(x):
    """The covariance of few standardised features, [D, D]: Ledoit & Wolf 2004, with the variances raised by RIDGE.

    Σ* = ρ·μI + (1 − ρ)·S, of S = Σ_n x_n x_nᵀ/N, μ = tr S/D and ρ = min(1, Σ_n |x_n x_nᵀ − S|²/N² / |S − μI|²).
    """
    images, size = x.shape
    sample = x.T @ x / images
    mean = np.trace(sample) / size
    distance = ((sample - mean * np.eye(size)) ** 2).sum()
    spread = max(0.0, ((x * x).sum(1) ** 2).sum() / images - (sample**2).sum()) / images
    share = 1.0 if spread >= distance else spread / distance
    return share * mean * np.eye(size) + (1 - share) * sample + RIDGE * np.eye(size)


def _clusters(x, count):
    """k-means (Lloyd 1982), starting from images evenly spread over the set: the cluster of each, [N]."""
    centres = x[[(2 * k + 1) * len(x) // (2 * count) for k in range(count)]]
    for _ in range(LLOYD_ITERATIONS):
        distances = (x * x).sum(1)[:, None] - 2 * x @ centres.T + (centres * centres).sum(1)
        nearest = distances.argmin(1)
        # An empty cluster keeps its centre.
        members = [nearest == k for k in range(count)]
        centres = np.stack([x[m].mean(0) if m.any() else centre for m, centre in zip(members, centres)])
    return nearest


def _maximise(x, responsibilities):
    """Equations 9.24 to 9.26 of Bishop, the variances raised by RIDGE."""
    totals = responsibilities.sum(0) + 1e-10  # keeps a component valid that lost all its images
    means = responsibilities.T @ x / totals[:, None]
    covariances = np.empty((len(totals), x.shape[1], x.shape[1]))
    for k, total in enumerate(totals):
        centred = x - means[k]
        scatter = (responsibilities[:, k, None] * centred).T @ centred
        covariances[k] = scatter / total + RIDGE * np.eye(x.shape[1])
    return totals / totals.sum(), means, covariances


def _log_joint(x, weights, means, covariances):
    """log w_k + log N(x | m_k, Σ_k): [N, K]."""
    joint = np.empty((len(x), len(weights)))
    for k, weight in enumerate(weights):
        lower = np.linalg.cholesky(covariances[k])
        whitened = np.linalg.solve(lower, (x - means[k]).T)  # [D, N]
        log_determinant = 2 * np.log(np.diagonal(lower)).sum()
        squares = (whitened * whitened).sum(0)
        joint[:, k] = np.log(weight) - 0.5 * (squares + log_determinant + x.shape[1] * np.log(2 * np.pi))
    return joint


def _log_sum(joint):
    """log Σ_k exp(joint_k): [N, K] → [N]."""
    largest = joint.max(1)
    return largest + np.log(np.exp(joint - largest[:, None]).sum(1))
