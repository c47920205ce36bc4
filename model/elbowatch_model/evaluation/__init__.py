"""How well scores separate anomalies from normal images, and how exact the p-values of normal images are."""
