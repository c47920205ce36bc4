package io.elbowatch.core.statistics;

import java.util.ArrayList;
import java.util.List;

/** How well a score, high meaning anomalous, separates anomalous from normal images. Equal scores count as ties. */
public final class Ranking {
    private final List<Step> steps; // from the highest score down
    private final int normals;
    private final int anomalies;

    /** The numbers of images that score at least as high as one of the occurring scores. */
    private record Step(int normals, int anomalies) {}

    public Ranking(Sample normal, Sample anomalous) {
        this.normals = normal.size();
        this.anomalies = anomalous.size();
        this.steps = new ArrayList<>();
        int n = normals - 1;
        int a = anomalies - 1;
        while (n >= 0 || a >= 0) {
            double score = Math.max(
                    n < 0 ? Double.NEGATIVE_INFINITY : normal.get(n),
                    a < 0 ? Double.NEGATIVE_INFINITY : anomalous.get(a));
            while (n >= 0 && normal.get(n) == score) {
                n--;
            }
            while (a >= 0 && anomalous.get(a) == score) {
                a--;
            }
            steps.add(new Step(normals - 1 - n, anomalies - 1 - a));
        }
    }

    /**
     * The area under the ROC curve: the probability that an anomalous image scores higher than a normal one; ties count
     * half.
     */
    public double auroc() {
        double area = 0;
        Step last = new Step(0, 0);
        for (Step step : steps) {
            area += (double) (step.normals() - last.normals()) * (step.anomalies() + last.anomalies()) / 2;
            last = step;
        }
        return area / normals / anomalies;
    }

    /**
     * Σ (recallᵢ − recallᵢ₋₁)·precisionᵢ over the scores from the highest down; it depends on the share of anomalies.
     */
    public double averagePrecision() {
        double sum = 0;
        int found = 0;
        for (Step step : steps) {
            double precision = step.anomalies() / (double) (step.anomalies() + step.normals());
            sum += (step.anomalies() - found) * precision;
            found = step.anomalies();
        }
        return sum / anomalies;
    }

    /** The largest share of anomalies found at a threshold with at most this share of normal images above it. */
    public double truePositiveRate(double falsePositiveRate) {
        int allowed = (int) Math.floor(falsePositiveRate * normals + 1e-9);
        int found = 0;
        for (Step step : steps) {
            if (step.normals() > allowed) {
                break;
            }
            found = step.anomalies();
        }
        return found / (double) anomalies;
    }
}
