package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DecimalsTest {
    private final Decimals decimals = new Decimals();

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        "1, 1.0",
        "-1, -1.0",
        "0.001, 0.001",
        "0.45235476452354764, 0.452354765",
        "0.0000499975, 0.0000499975",
        "123456789.04, 123456789.0",
        "999999999.96, 1000000000.0",
        "0.99999999999, 1.0",
        "0, 0.0",
        "1e12, 1.0E12",
        "3e-12, 3.0E-12"
    })
    void shouldWriteNineDigits(double value, String text) throws IOException {
        assertThat(written(value)).isEqualTo(text);
    }

    @Property(tries = 10_000)
    void shouldReadAFloatBackAsItWas(@ForAll float value) throws IOException {
        if (Float.isFinite(value)) {
            assertThat((float) Double.parseDouble(written(value))).isEqualTo(value);
        }
    }

    @Property(tries = 10_000)
    void shouldReadAFloatOfEverydaySizeBackAsItWas(@ForAll @DoubleRange(min = -2_000, max = 2_000) double size)
            throws IOException {
        float value = (float) size;
        assertThat((float) Double.parseDouble(written(value))).isEqualTo(value);
    }

    @Property(tries = 10_000)
    void shouldBeOffByLessThanTheNinthDigit(@ForAll @DoubleRange(min = -8.9, max = 8.9) double exponent)
            throws IOException {
        double value = Math.pow(10, exponent);
        assertThat(Double.parseDouble(written(value))).isCloseTo(value, within(5.1e-9 * value));
    }

    @Property(tries = 10_000)
    void shouldWriteTheDigitsOfTheSimpleWay(@ForAll @DoubleRange(min = -9, max = 9) double exponent) {
        double value = Math.pow(10, exponent);
        for (double near : new double[] {value, -value, (float) value, Math.rint(value), Math.nextUp(value)}) {
            if (Decimals.takes(near)) {
                byte[] text = new byte[Decimals.MAX_BYTES];
                assertThat(new String(text, 0, Decimals.put(near, text, 0), US_ASCII))
                        .isEqualTo(simply(near));
            }
        }
    }

    /** As few decimal places as give nine digits, at least one, without zeros at the end. */
    private static String simply(double value) {
        double size = Math.abs(value);
        int decimals = 1;
        while (size * power(decimals) < 1e8) {
            decimals++;
        }
        String text = BigDecimal.valueOf(Math.round(size * power(decimals)), decimals)
                .toPlainString()
                .replaceAll("(\\.\\d+?)0+$", "$1");
        return (value < 0 ? "-" : "") + text;
    }

    private static double power(int decimals) {
        double power = 1;
        for (int i = 0; i < decimals; i++) {
            power *= 10;
        }
        return power;
    }

    private String written(double value) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            decimals.write(json, "x", value);
            json.writeEndObject();
        }
        return text.toString().replace("{\"x\":", "").replace("}", "");
    }
}
