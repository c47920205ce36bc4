package io.elbowatch.testing;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a test needs and not every machine has. Where it is missing the test is skipped, and a line says why; where the variable
 * {@code TESTS_NEED} names it, as continuous integration does, the test fails instead.
 */
public enum Need {
    /** Real images; also insisted on where {@code CI} is true and there is a folder for them. */
    DATA,
    /** A container engine that Testcontainers finds. */
    CONTAINERS,
    /** A Python with PyTorch, matplotlib and pytest. */
    PYTHON,
    /** Debian's prometheus and prometheus-alertmanager, or the same programs on the path. */
    PROMETHEUS,
    /** The bill of materials, which {@code mvn package} makes unless it is offline. */
    BILL,
    /** The distribution of this build, which {@code mvn -Prelease package} makes. */
    DISTRIBUTION,
    /** Node and npm, with a way to npm's registry. */
    NODE,
    /** Debian's chromium and chromium-driver, or the same programs on the path. */
    BROWSER,
    /** ONNX Runtime with WebGPU, as {@code deploy/webgpu/install target/webgpu} gets it, and a Vulkan device, a software one too. */
    WEBGPU,
    /** Debian's postgresql, and Kafka Connect with a JDBC sink, as {@code mvn -f deploy/connect package} gets them. */
    POSTGRESQL,
    /** Debian's python3-confluent-kafka, or the same module of another Python 3. */
    LIBRDKAFKA,
    /** A schema registry with Confluent's API, whose address is in {@code SCHEMA_REGISTRY}. */
    REGISTRY,
    /** The model checker Spin and a C compiler, Debian's spin and gcc. */
    SPIN,
    /** Debian's faketime. */
    FAKETIME,
    /** Network namespaces: Linux, root, iproute2, iptables. */
    NAMESPACES;

    private static final Logger LOG = LoggerFactory.getLogger(Need.class);

    /** Goes on where the need is met. */
    public void check(boolean met, Supplier<String> missing) {
        check(met, false, missing);
    }

    void check(boolean met, boolean insisted, Supplier<String> missing) {
        if (met) {
            return;
        }
        if (insisted || named()) {
            throw new AssertionError(missing.get() + " (and this is not to be skipped here)");
        }
        LOG.warn("test skipped need={} why=\"{}\"", label(), missing.get());
        assumeTrue(false, missing);
    }

    private boolean named() {
        String needed = System.getenv().getOrDefault("TESTS_NEED", "");
        return Arrays.asList(needed.split("[ ,]+")).contains(label());
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
