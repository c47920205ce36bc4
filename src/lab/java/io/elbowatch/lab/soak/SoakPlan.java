package io.elbowatch.lab.soak;

import io.elbowatch.core.Labelled;
import io.elbowatch.lab.broker.BrokerProgram;
import io.elbowatch.lab.process.Ability;
import io.elbowatch.stream.access.Guarantee;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The parameters of a soak.
 *
 * @param images number of images to send
 * @param duration after which no more are sent; empty for no limit
 * @param cluster where the brokers are
 * @param brokers of another version of Kafka; empty for this build's
 * @param store of the images that records refer to
 * @param librdkafka whether images are sent and outcomes are read by librdkafka, in place of Kafka's own clients
 * @param perSecond images to send a second, with brokers as processes: then faults come one after the other, and images are sent
 *     steadily, until both are done
 * @param faults number of faults; empty for as many as there is time for
 * @param only these kinds of faults; empty for all
 * @param faultEvery mean pause from fault to fault
 * @param seed of faults, bursts and images
 * @param groupProtocol {@code classic} or {@code streams}
 * @param overlap of scoring and receiving
 * @param naive whether the control runs instead of the product
 * @param bundle folder of the model
 * @param swapped folder of another model for images of the same shape; routes choose between both, and change meanwhile.
 *     Empty for one model throughout
 * @param data set of images to send; empty for generated ones
 * @param program that runs as scorer
 * @param settings of the scorers, over those of the soak
 */
public record SoakPlan(
        int images,
        Optional<Duration> duration,
        Cluster cluster,
        Optional<BrokerProgram> brokers,
        Store store,
        boolean librdkafka,
        double perSecond,
        OptionalInt faults,
        Set<FaultKind> only,
        Duration faultEvery,
        long seed,
        String groupProtocol,
        Guarantee guarantee,
        Overlapping overlap,
        boolean naive,
        Path bundle,
        Optional<Path> swapped,
        Optional<Path> data,
        Program program,
        Map<String, String> settings) {

    public static final int MAX_IMAGES = 1_000_000_000;
    private static final int MAX_PER_SECOND = 100_000;

    /** Where the brokers are. */
    public enum Cluster implements Labelled {
        /** In this process. */
        EMBEDDED,
        /** Processes of their own, in network namespaces where this machine can, else on the loopback interface. */
        PROCESSES,
        /** Processes of their own on the loopback interface. */
        LOOPBACK
    }

    /** Where images are that records refer to. */
    public enum Store implements Labelled {
        /** A folder. */
        FOLDER,
        /** A server of S3; pictures and values of rejected records go there as well. */
        S3
    }

    /** Whether a batch is scored while the next one fills. */
    public enum Overlapping implements Labelled {
        ON,
        OFF,
        /** On in one scorer, off in the other. */
        MIXED;

        /** The value of {@code batch.overlap} for a scorer. */
        String of(int slot) {
            return this == ON || this == MIXED && slot == 0 ? "on" : "off";
        }
    }

    /**
     * A Java program.
     *
     * @param classPath of the process
     * @param mainClass of Elbowatch's command line
     */
    public record Program(String classPath, String mainClass) {}

    public SoakPlan {
        only = Set.copyOf(only);
        settings = Map.copyOf(settings);
        if (images < 1 || images > MAX_IMAGES) {
            throw new IllegalArgumentException("images must lie between 1 and " + MAX_IMAGES + ", not " + images);
        }
        if (faults.isPresent() && (faults.getAsInt() < 0 || faults.getAsInt() > images)) {
            throw new IllegalArgumentException(
                    "faults must lie between 0 and the number of images, not " + faults.getAsInt());
        }
        if (faultEvery.isNegative() || faultEvery.isZero()) {
            throw new IllegalArgumentException("the pause between faults must be positive, not " + faultEvery);
        }
        if (!(perSecond > 0 && perSecond <= MAX_PER_SECOND)) {
            throw new IllegalArgumentException(
                    "images a second must lie between 0 and " + MAX_PER_SECOND + ", not " + perSecond);
        }
        if (duration.isPresent()
                && (duration.get().isNegative() || duration.get().isZero())) {
            throw new IllegalArgumentException("the duration must be positive, not " + duration.get());
        }
        if (naive && cluster != Cluster.EMBEDDED) {
            throw new IllegalArgumentException("the naive control has its brokers in this process");
        }
        if (brokers.isPresent() && cluster == Cluster.EMBEDDED) {
            throw new IllegalArgumentException(
                    "brokers of another version are processes: choose processes or loopback");
        }
        if (store == Store.S3 && (naive || cluster == Cluster.PROCESSES)) {
            throw new IllegalArgumentException("the server of S3 is on the loopback interface: scorers must be, too");
        }
        if (naive && swapped.isPresent()) {
            throw new IllegalArgumentException("the naive control has one model");
        }
        if (!groupProtocol.equals("classic") && !groupProtocol.equals("streams")) {
            throw new IllegalArgumentException("'" + groupProtocol + "' is no group protocol: classic or streams");
        }
    }

    boolean exactlyOnce() {
        return guarantee == Guarantee.EXACTLY_ONCE_V2;
    }

    /** Whether a fault may occur that needs this of the machine. */
    boolean mayHave(Ability ability) {
        return only.isEmpty()
                || only.stream()
                        .anyMatch(kind -> kind.needs().filter(ability::equals).isPresent());
    }

    /** Whether the brokers are processes of their own. */
    boolean processes() {
        return cluster != Cluster.EMBEDDED;
    }

    /** Whether records refer to images of a store: the control cannot fetch them. */
    boolean references() {
        return !naive;
    }

    /** In words, for the table of results. */
    String configuration() {
        return (naive ? "naive control, " : "") + groupProtocol + ", " + guarantee.label() + ", overlap "
                + overlap.label()
                + (swapped.isPresent() ? ", changing models" : "") + (processes() ? ", brokers as processes" : "")
                + brokers.flatMap(BrokerProgram::version)
                        .map(version -> " of Kafka " + version)
                        .orElse("")
                + (store == Store.S3 ? ", store on S3" : "")
                + (librdkafka ? ", clients of librdkafka" : "");
    }
}
