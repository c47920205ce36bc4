package io.elbowatch.core.replay;

import io.elbowatch.core.statistics.Interval;
import io.elbowatch.core.statistics.Proportion;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How good the verdicts of one model are on the images of a replay, as far as people have labelled these.
 *
 * <p>The images are divided into strata by what both models say of them, and the labelled images of a stratum count as a
 * random part of it. So it does no harm that people label mostly what the old model reports. Images that nobody labelled
 * in a stratum without any label may all be defects, or none: then there is no value, and the interval says what is
 * possible. The intervals cover the true shares in at least 95 % of cases: those of the strata are Wilson's and hold all
 * at once (Bonferroni).
 *
 * @param precision defects among what the model reports
 * @param falseAlarmRate reported images among the normal ones
 * @param recall reported images among the defects
 */
public record LabelledQuality(Share precision, Share falseAlarmRate, Share recall) {
    private static final double ERROR = 0.05;

    /**
     * A share of images.
     *
     * @param value empty where images without labels decide it
     * @param low lower bound
     * @param high upper bound
     * @param labels sure labels that it is made from
     */
    public record Share(OptionalDouble value, double low, double high, int labels) {}

    /**
     * Images of which both models say the same.
     *
     * @param reported whether the model reports them
     * @param images all of them
     * @param labels those with a sure label
     * @param defects those labelled as defects
     */
    record Stratum(boolean reported, int images, int labels, int defects) {
        private Interval defects(double error) {
            if (labels == 0) {
                return new Interval(0, images);
            }
            Interval share = new Proportion(defects, labels).interval(error);
            return new Interval(defects + (images - labels) * share.low(), defects + (images - labels) * share.high());
        }

        private double expectedDefects() {
            return labels == 0 ? 0 : defects / (double) labels * images;
        }

        private boolean unknown() {
            return images > 0 && labels == 0;
        }
    }

    /** Defects and normal images, between bounds. */
    private record Sum(
            double value,
            double low,
            double high,
            double normals,
            double fewNormals,
            double manyNormals,
            boolean unknown) {
        static Sum of(List<Stratum> strata, boolean reported, double error) {
            double[] sums = new double[6];
            boolean unknown = false;
            for (Stratum stratum : strata) {
                if (stratum.reported() == reported) {
                    Interval defects = stratum.defects(error);
                    double value = stratum.expectedDefects();
                    sums[0] += value;
                    sums[1] += defects.low();
                    sums[2] += defects.high();
                    sums[3] += stratum.images() - value;
                    sums[4] += stratum.images() - defects.high();
                    sums[5] += stratum.images() - defects.low();
                    unknown |= stratum.unknown();
                }
            }
            return new Sum(sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], unknown);
        }
    }

    /** @param strata without one that has no image */
    static LabelledQuality of(List<Stratum> strata) {
        double error = ERROR
                / Math.max(1, strata.stream().filter(each -> each.labels() > 0).count());
        Sum in = Sum.of(strata, true, error);
        Sum out = Sum.of(strata, false, error);
        int all = strata.stream().mapToInt(Stratum::labels).sum();
        int inside = strata.stream()
                .filter(Stratum::reported)
                .mapToInt(Stratum::labels)
                .sum();
        boolean unknown = in.unknown() || out.unknown();
        return new LabelledQuality(
                share(
                        in.unknown(),
                        share(in.value(), in.normals()),
                        share(in.low(), in.manyNormals()),
                        share(in.high(), in.fewNormals()),
                        inside),
                share(
                        unknown,
                        share(in.normals(), out.normals()),
                        share(in.fewNormals(), out.manyNormals()),
                        share(in.manyNormals(), out.fewNormals()),
                        all),
                share(
                        unknown,
                        share(in.value(), out.value()),
                        share(in.low(), out.high()),
                        share(in.high(), out.low()),
                        all));
    }

    private static Share share(
            boolean unknown, OptionalDouble value, OptionalDouble low, OptionalDouble high, int labels) {
        double from = low.orElse(0);
        double to = high.orElse(1);
        OptionalDouble known = unknown || value.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(Math.max(value.getAsDouble(), from), to));
        return new Share(known, from, to, labels);
    }

    private static OptionalDouble share(double part, double other) {
        return part + other > 0 ? OptionalDouble.of(part / (part + other)) : OptionalDouble.empty();
    }
}
