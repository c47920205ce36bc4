package io.elbowatch.core.shadow;

/**
 * How the deciding p-values of a shadow differ from those of the deciding bundle, by the decadic logarithm of their
 * ratio.
 *
 * @param sum of the logarithms; negative where the shadow finds images more unusual
 * @param tenfoldLower images whose p-value is at most a tenth by the shadow
 * @param tenfoldHigher images whose p-value is ten times as high or higher by the shadow
 */
public record PValueShift(double sum, long tenfoldLower, long tenfoldHigher) {
    public static final PValueShift NONE = new PValueShift(0, 0, 0);

    /** With one more image. @param ratio p-value of the shadow over that of the deciding bundle; both are positive */
    PValueShift with(double ratio) {
        double log = Math.log10(ratio);
        return new PValueShift(sum + log, tenfoldLower + (log <= -1 ? 1 : 0), tenfoldHigher + (log >= 1 ? 1 : 0));
    }

    PValueShift plus(PValueShift other) {
        return new PValueShift(sum + other.sum, tenfoldLower + other.tenfoldLower, tenfoldHigher + other.tenfoldHigher);
    }
}
