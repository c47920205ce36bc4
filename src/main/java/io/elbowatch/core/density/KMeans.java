package io.elbowatch.core.density;

/**
 * Clusters of points (Lloyd 1982, "Least squares quantization in PCM"). The initial centres are points evenly spread
 * over the set, so that the same points always give the same clusters.
 */
final class KMeans {
    private static final int ITERATIONS = 20;

    private final double[] points; // [N, F]
    private final int features;
    private final double[] centres; // [K, F]
    private final int[] nearest; // [N]

    private KMeans(double[] points, int features, int count) {
        this.points = points;
        this.features = features;
        this.centres = new double[count * features];
        this.nearest = new int[points.length / features];
        for (int k = 0; k < count; k++) {
            long point = (2L * k + 1) * nearest.length / (2L * count);
            System.arraycopy(points, (int) point * features, centres, k * features, features);
        }
    }

    /** The cluster of every point, 0 to count − 1 // [N] */
    static int[] clusters(double[] points, int features, int count) {
        KMeans means = new KMeans(points, features, count);
        for (int i = 0; i < ITERATIONS; i++) {
            means.assign();
            means.move();
        }
        return means.nearest;
    }

    /** By |p|² − 2·p·c + |c|² as in Python, so that ties break in the same way. */
    private void assign() {
        int count = centres.length / features;
        double[] squares = new double[count];
        for (int k = 0; k < count; k++) {
            squares[k] = dot(centres, k, centres, k);
        }
        for (int n = 0; n < nearest.length; n++) {
            double own = dot(points, n, points, n);
            double smallest = Double.POSITIVE_INFINITY;
            for (int k = 0; k < count; k++) {
                double distance = own - 2 * dot(points, n, centres, k) + squares[k];
                if (distance < smallest) {
                    smallest = distance;
                    nearest[n] = k;
                }
            }
        }
    }

    /** A cluster without points keeps its centre. */
    private void move() {
        double[] sums = new double[centres.length];
        int[] sizes = new int[centres.length / features];
        for (int n = 0; n < nearest.length; n++) {
            sizes[nearest[n]]++;
            for (int j = 0; j < features; j++) {
                sums[nearest[n] * features + j] += points[n * features + j];
            }
        }
        for (int i = 0; i < centres.length; i++) {
            if (sizes[i / features] > 0) {
                centres[i] = sums[i] / sizes[i / features];
            }
        }
    }

    private double dot(double[] one, int row, double[] other, int otherRow) {
        double sum = 0;
        for (int j = 0; j < features; j++) {
            sum += one[row * features + j] * other[otherRow * features + j];
        }
        return sum;
    }
}
