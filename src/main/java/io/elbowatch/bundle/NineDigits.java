package io.elbowatch.bundle;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as C and Python print them with %.9g: nine significant digits, none for show. */
final class NineDigits {
    private static final int DIGITS = 9;
    private static final MathContext NINE = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

    private NineDigits() {}

    /** @param value finite */
    static String text(double value) {
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(NINE).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < DIGITS) {
            return rounded.toPlainString();
        }
        String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
