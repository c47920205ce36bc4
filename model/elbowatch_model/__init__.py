"""The Python side of Elbowatch: train a VAE, export it with its scores inside the graph, calibrate it.

Read in this order: vae.py (the network), loss.py (what it minimises), training.py, scoring.py (what is exported),
calibration.py (what makes a score a p-value), bundle.py (the files that the Java side loads).
"""
