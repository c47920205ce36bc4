"""PNG files of what a model does: losses, samples, paths in latent space, reconstructions and scores."""
