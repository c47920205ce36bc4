"""A bundle made of a VAE that is ONNX already: the graph is loaded, analysed, joined with scores, checked.

In the order of the steps: options.py (what the user says), loading.py, detection.py with image_input.py,
noise.py, reconstruction.py and latents.py (what the graph is), stages.py and merging.py (the scores joined to
it), checking.py, report.py (what is printed and written).
"""
