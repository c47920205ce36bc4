package io.elbowatch.stream.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A point in time as text: ISO 8601 with an offset, such as {@code 2026-11-29T08:15:00.25Z}, or a number of seconds,
 * milliseconds, microseconds or nanoseconds since 1970. The size of a number tells its unit, which is right for times from
 * 1973 to 5138.
 */
final class MomentText {
    private static final int MAX_CHARS = 40;

    /** Seconds below, milliseconds from here on. */
    private static final BigDecimal MILLIS = BigDecimal.valueOf(100_000_000_000L);

    private static final BigDecimal MICROS = MILLIS.scaleByPowerOfTen(3);
    private static final BigDecimal NANOS = MILLIS.scaleByPowerOfTen(6);
    private static final BigDecimal TOO_LARGE = MILLIS.scaleByPowerOfTen(9);

    private MomentText() {}

    /** Milliseconds since 1970. @throws UnfitRecordException for another text, and for times before 1970 */
    static long millis(String text) throws UnfitRecordException {
        String given = text.strip();
        try {
            if (given.length() <= MAX_CHARS) {
                long millis =
                        given.matches("[0-9]+(\\.[0-9]+)?([eE]\\+?[0-9]{1,2})?") ? ofNumber(given) : ofText(given);
                if (millis >= 0) {
                    return millis;
                }
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw unreadable();
        }
        throw unreadable();
    }

    private static long ofText(String text) {
        return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                .toInstant()
                .toEpochMilli();
    }

    private static long ofNumber(String text) {
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(TOO_LARGE) >= 0) {
            return -1;
        }
        int digits = number.compareTo(MILLIS) < 0
                ? 3
                : number.compareTo(MICROS) < 0 ? 0 : number.compareTo(NANOS) < 0 ? -3 : -6;
        return number.scaleByPowerOfTen(digits).setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static UnfitRecordException unreadable() {
        return UnfitRecordException.envelope(
                "the time of the image is neither ISO 8601 with an offset, such as"
                        + " 2026-11-29T08:15:00Z, nor a number of seconds, milliseconds, microseconds or nanoseconds since 1970");
    }
}
