package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
