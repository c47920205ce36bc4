"""Feature bundles: a VAE at each place of a grid of features of a frozen pretrained backbone.

In the order of the steps: options.py (what decides a bundle), backbone.py with taps.py, normalisation.py and
folding.py (the network), grid.py (its features at the places), folds.py (which images are fitted together), coreset.py,
codes.py and categorical.py (the latent of K codes), scores.py (the scores of an image), graph.py (one ONNX graph of
everything), fitting.py, checking.py and making.py (from images to a bundle).
"""
