package io.elbowatch.lab.soak;

import io.elbowatch.cli.Main;
import io.elbowatch.lab.process.Abilities;
import io.elbowatch.lab.process.Ability;
import io.elbowatch.lab.process.Guard;
import io.elbowatch.lab.soak.SoakPlan.Overlapping;
import io.elbowatch.lab.soak.SoakPlan.Program;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Need;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** A short soak. The faults of its seed are a kill, exceptions, a pause, a store that is away and a broker that stops. */
class SoakIT {
    private static final Logger LOG = LoggerFactory.getLogger(SoakIT.class);
    private static final long SEED = 453;
    private static final long SEED_OF_MODELS = 262_432;
    private static final double IMAGES_PER_SECOND = 50; // with brokers as processes; all share this machine

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNothing() throws Exception {
        SoakResult result = soak(5_000, 6, false);

        assertThat(result.faultsDone()).isEqualTo(6);
        assertThat(result.images()).isEqualTo(5_000);
        assertThat(result.holds()).as(result.json()).isTrue();
    }

    /** A check that cannot fail is no check. */
    @Test
    void shouldSeeANaiveBufferLoseImages() throws Exception {
        SoakResult result = soak(2_000, 2, true);

        assertThat(result.lost()).isPositive();
        assertThat(result.holds()).isFalse();
    }

    /**
     * With other models and routes meanwhile: the faults of this seed change, refuse and take them back, then stop a broker, kill a
     * scorer and take the store away. They are far enough apart that images are scored between two changes also on a busy machine.
     */
    @Test
    void shouldScoreEveryImageByTheModelOfItsStamp() throws Exception {
        SoakResult result = run(plan(
                4_000,
                8,
                Duration.ofSeconds(4),
                SEED_OF_MODELS,
                SoakPlan.Cluster.EMBEDDED,
                Set.of(),
                false,
                Optional.of(Bundles.FASHION_MNIST_CONV)));

        assertThat(result.plansFollowed()).isGreaterThan(1);
        assertThat(result.planned()).isPositive();
        assertThat(result.refusedPlans()).isPositive();
        assertThat(result.fallen()).isZero();
        assertThat(result.holds()).as(result.json()).isTrue();
    }

    /**
     * Brokers as processes, with the product's timeouts: a scorer and a broker are killed, a broker is cut off. {@code
     * ./elbowatch soak --cluster processes} has all faults.
     */
    @Test
    void shouldOutliveBrokersThatDieAndThatNobodyReaches() throws Exception {
        try (Guard guard = Guard.of(folder)) {
            Optional<String> missing =
                    Optional.ofNullable(Abilities.probe(guard, folder).missing().get(Ability.CUTS));
            Need.NAMESPACES.check(
                    missing.isEmpty(), () -> "no network namespaces, so no broker was cut off: " + missing.get());
        }

        SoakResult result = run(plan(
                200,
                3,
                Duration.ofSeconds(1),
                SEED,
                SoakPlan.Cluster.PROCESSES,
                Set.of(FaultKind.KILL, FaultKind.KILL_BROKER_OF_INPUT, FaultKind.BROKER_CUT_OFF),
                false,
                Optional.empty()));

        assertThat(result.faultsDone()).isEqualTo(3);
        assertThat(result.holds()).as(result.json()).isTrue();
    }

    private static SoakResult soak(int images, int faults, boolean naive) throws InterruptedException {
        return run(plan(
                images,
                faults,
                Duration.ofSeconds(2),
                SEED,
                SoakPlan.Cluster.EMBEDDED,
                Set.of(),
                naive,
                Optional.empty()));
    }

    private static SoakPlan plan(
            int images,
            int faults,
            Duration faultEvery,
            long seed,
            SoakPlan.Cluster cluster,
            Set<FaultKind> only,
            boolean naive,
            Optional<Path> swapped) {
        return new SoakPlan(
                images,
                Optional.empty(),
                cluster,
                Optional.empty(),
                SoakPlan.Store.FOLDER,
                false,
                IMAGES_PER_SECOND,
                OptionalInt.of(faults),
                only,
                faultEvery,
                seed,
                "classic",
                Guarantee.EXACTLY_ONCE_V2,
                Overlapping.MIXED,
                naive,
                Bundles.FASHION_MNIST,
                swapped,
                Optional.empty(),
                new Program(classPath(), Main.class.getName()),
                Map.of());
    }

    private static SoakResult run(SoakPlan plan) throws InterruptedException {
        SoakResult result = new Soak(plan, LOG::info).run();
        LOG.info("soak {}", result.row());
        return result;
    }

    /** Without the tests', which log as tests do. */
    private static String classPath() {
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(tests.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
