package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes numbers with nine significant digits, the precision of a float: a float is the same when it is read back, and
 * a double has a relative error of at most 5·10⁻⁹. It allocates nothing. The search for the shortest digits of a
 * double, as in the JDK and Jackson, took most of the time of a score. Used by one thread.
 */
final class Decimals {
    /** Bytes that a number takes at most: a sign, 17 decimal places, and a zero and a point before them. */
    static final int MAX_BYTES = 20;

    private static final double MIN = 1e-9;
    private static final double MAX = 1e9;
    private static final int DIGITS = 9;
    private static final int MAX_DECIMALS = 17;
    private static final double NINE_DIGITS = 1e8; // the least whole number that has them
    private static final int LOW = 100_000_000; // the last eight digits of a number are its remainder

    private static final double[] TEN_TO_THE = powers();
    private static final int LEAST_EXPONENT = Math.getExponent(MIN);
    private static final int[] LEAST_DECIMALS = leastDecimals(); // by the exponent to base 2, from LEAST_EXPONENT on
    private static final byte[] PAIRS = pairs(); // "00" to "99"

    private final byte[] bytes = new byte[MAX_BYTES];
    private final char[] text = new char[MAX_BYTES];

    /** Writes a field. Zero, NaN, infinities and sizes outside 10⁻⁹ to 10⁹ are left to Jackson. */
    void write(JsonGenerator json, String name, double value) throws IOException {
        json.writeFieldName(name);
        if (takes(value)) {
            int length = put(value, bytes, 0);
            for (int i = 0; i < length; i++) {
                text[i] = (char) bytes[i];
            }
            json.writeNumber(text, 0, length);
        } else {
            json.writeNumber(value);
        }
    }

    /** Whether {@link #put} writes this number. */
    static boolean takes(double value) {
        double size = Math.abs(value);
        return size >= MIN && size < MAX;
    }

    /**
     * Writes a number in ASCII, at most {@link #MAX_BYTES}.
     *
     * @param value that {@link #takes} accepts
     * @return the index after the last byte
     */
    static int put(double value, byte[] into, int from) {
        int at = from;
        if (value < 0) {
            into[at++] = '-';
        }
        double size = Math.abs(value);
        int decimals = decimals(size);
        long scaled = Math.round(size * TEN_TO_THE[decimals]); // has nine digits; more where one decimal place is left
        int digits = scaled < 1_000_000_000L ? DIGITS : scaled < 10_000_000_000L ? DIGITS + 1 : DIGITS + 2;
        int whole = digits - decimals;
        int point;
        int end;
        if (whole > 0) {
            putDigits(scaled, digits, into, at + 1);
            System.arraycopy(into, at + 1, into, at, whole);
            point = at + whole;
            end = at + 1 + digits;
        } else {
            into[at] = '0';
            point = at + 1;
            for (int i = point + 1; i < point + 1 - whole; i++) {
                into[i] = '0';
            }
            putDigits(scaled, digits, into, point + 1 - whole);
            end = point + 1 + decimals;
        }
        into[point] = '.';
        while (end > point + 2 && into[end - 1] == '0') {
            end--;
        }
        return end;
    }

    /** Decimal places for nine significant digits, at least one. */
    private static int decimals(double size) {
        int decimals = LEAST_DECIMALS[Math.getExponent(size) - LEAST_EXPONENT];
        while (decimals < MAX_DECIMALS && size * TEN_TO_THE[decimals] < NINE_DIGITS) {
            decimals++;
        }
        return decimals;
    }

    private static void putDigits(long number, int digits, byte[] into, int from) {
        long high = number / LOW;
        int low = (int) (number - high * LOW);
        for (int i = from + digits - DIGITS; i >= from; i--) {
            into[i] = (byte) ('0' + high % 10);
            high /= 10;
        }
        int at = from + digits - DIGITS + 1;
        putPair(low / 1_000_000, into, at);
        putPair(low / 10_000 % 100, into, at + 2);
        putPair(low / 100 % 100, into, at + 4);
        putPair(low % 100, into, at + 6);
    }

    private static void putPair(int number, byte[] into, int at) {
        into[at] = PAIRS[2 * number];
        into[at + 1] = PAIRS[2 * number + 1];
    }

    private static double[] powers() {
        double[] powers = new double[MAX_DECIMALS + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /** Those of the largest number of each exponent. */
    private static int[] leastDecimals() {
        int[] least = new int[Math.getExponent(MAX) - LEAST_EXPONENT + 1];
        for (int i = 0; i < least.length; i++) {
            double largest = Math.nextDown(Math.scalb(1.0, LEAST_EXPONENT + i + 1));
            int decimals = 1;
            while (decimals < MAX_DECIMALS && largest * TEN_TO_THE[decimals] < NINE_DIGITS) {
                decimals++;
            }
            least[i] = decimals;
        }
        return least;
    }

    private static byte[] pairs() {
        StringBuilder pairs = new StringBuilder(200);
        for (int i = 0; i < 100; i++) {
            pairs.append(i / 10).append(i % 10);
        }
        return pairs.toString().getBytes(US_ASCII);
    }
}
