"""Greedy farthest points: a few places that all others are near to (Gonzalez 1985)."""

import torch


def coreset(x, count, sketch, seed, runs=1, progress=None):
    """The indices [count] of rows of x [P, D] that all rows are near to.

    Distances are compared in a random projection to `sketch` dimensions (Johnson & Lindenstrauss 1984). With more
    runs, each run of rows gives its farthest points first, and the result is selected among these (composable
    core-sets, Indyk et al. 2014): nearly as good, and the time no longer grows with P·count.
    """
    generator = torch.Generator().manual_seed(seed)
    if sketch < x.shape[1]:
        x = x @ (torch.randn(x.shape[1], sketch, generator=generator) / sketch**0.5)
    start = int(torch.randint(len(x), (1,), generator=generator))
    if runs == 1:
        return farthest_points(x, count, start, progress)
    bounds = [run * len(x) // runs for run in range(runs + 1)]
    each = -(-SURPLUS * count // runs)
    parts = [farthest_points(x[a:b], min(each, b - a), start % (b - a)) + a for a, b in zip(bounds, bounds[1:])]
    candidates = torch.cat(parts)
    return candidates[farthest_points(x[candidates], count, 0, progress)]


SURPLUS = 3  # candidates for each point


def farthest_points(x, count, start, progress=None):
    """The indices [count] of rows of x [P, D]; each is the farthest from those before it, the first is `start`."""
    squares = (x * x).sum(1)
    chosen, index = torch.empty(count, dtype=torch.long), start
    nearest = torch.full((len(x),), float("inf"))
    for i in range(count):
        chosen[i] = index
        distance = torch.addmv(squares, x, x[index], alpha=-2).add_(squares[index])
        torch.minimum(nearest, distance, out=nearest)
        index = int(nearest.argmax())
        if progress is not None:
            progress.update()
    return chosen
