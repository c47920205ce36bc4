"""Greedy farthest points: a few places that all others are near to (Gonzalez 1985)."""

import torch


def farthest_points(x, count, sketch, seed, progress=None):
    """The indices [count] of rows of x [P, D]; each is the farthest from those before it.

    Distances are compared in a random projection to `sketch` dimensions (Johnson & Lindenstrauss 1984).
    """
    generator = torch.Generator().manual_seed(seed)
    if sketch < x.shape[1]:
        x = x @ (torch.randn(x.shape[1], sketch, generator=generator) / sketch**0.5)
    squares = (x * x).sum(1)
    chosen = torch.empty(count, dtype=torch.long)
    index = int(torch.randint(len(x), (1,), generator=generator))
    nearest = torch.full((len(x),), float("inf"))
    for i in range(count):
        chosen[i] = index
        distance = torch.addmv(squares, x, x[index], alpha=-2).add_(squares[index])
        torch.minimum(nearest, distance, out=nearest)
        index = int(nearest.argmax())
        if progress is not None:
            progress.update()
    return chosen
