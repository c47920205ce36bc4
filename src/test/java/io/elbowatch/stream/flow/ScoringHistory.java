package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.DrivenTask;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.TaskCorruptedException;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream thread with several tasks that share its batch, as Kafka Streams drives it: tasks are committed together, a
 * failure ends all of them, and what was not committed comes again.
 */
final class ScoringHistory {
    static final int TASKS = 3;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BatchLimits BATCH = new BatchLimits(3, 1 << 20, Duration.ofMillis(40));
    private static final byte[] SETTINGS_KEY = "verdict".getBytes(UTF_8);
    private static final int TORN = 7; // a value that is no image
    private static final int HATED = 13; // an image on which the model fails

    enum Kind {
        /** Another image arrives; the task takes all that it has not taken. */
        IMAGE,
        TICK,
        COMMIT,
        /** A commit, after which the task is closed. */
        REVOCATION,
        /** The thread has lost its partitions: all tasks are closed without a commit. */
        LOSS,
        KILL,
        /** A failure of the work that is no image's own: a model that fails twice on one image refuses that image. */
        WORK_THROWS,
        FORWARD_THROWS,
        FORWARD_TIMES_OUT,
        SETTINGS
    }

    /** @param task a task that it concerns @param what the image, or which of the next calls throws */
    record Step(Kind kind, int task, int what) {}

    private final FlowSettings flow;
    private final List<List<Integer>> images = new ArrayList<>(); // by partition
    private final List<List<ProducerRecord<byte[], byte[]>>> outputs = new ArrayList<>(); // committed, by partition
    private final long[] committed = new long[TASKS];
    private final int[] taken = new int[TASKS];
    private final DrivenTask[] tasks = new DrivenTask[TASKS]; // null while closed
    private final List<byte[]> settings = new ArrayList<>(); // the settings topic
    private CurrentPlan plan;
    private Topology topology;
    private int settingsTaken;
    private volatile int workThrowsIn = -1; // calls until then; negative for never
    private int forwardThrowsIn = -1;
    private RuntimeException forwardThrows;

    ScoringHistory(boolean overlap) {
        flow = overlap ? Flows.overlapping(Topics.DEFAULT, BATCH) : Flows.of(Topics.DEFAULT, BATCH);
        for (int i = 0; i < TASKS; i++) {
            images.add(new ArrayList<>());
            outputs.add(new ArrayList<>());
        }
        start();
    }

    private void start() {
        FakeModel model = new FakeModel(this::score).failingOn(image -> image[0] == HATED);
        plan = Flows.plan(model, Calibrations.judge(199, 0.05));
        settingsTaken = 0;
        topology = new ScoringTopology(flow, Flows.scoring(plan), new Thrower())
                .build(
                        Outputs.of(Flows.LIMITS, 1 << 20),
                        new CommitTicks(Duration.ofMillis(100)),
                        this::catchUp,
                        InputReads.NONE);
    }

    /** Does a step; a failure of it ends the thread, as Kafka Streams does, and another takes its place. */
    void run(Step step) {
        try {
            switch (step.kind()) {
                case IMAGE -> {
                    images.get(step.task()).add(step.what());
                    take(step.task());
                }
                case TICK -> opened(step.task()).tick(step.what());
                case COMMIT -> commit();
                case REVOCATION -> {
                    commit();
                    close(step.task());
                }
                case LOSS -> lose();
                case KILL -> {
                    forget();
                    start();
                }
                case WORK_THROWS -> workThrowsIn = step.what() % 8;
                case FORWARD_THROWS -> throwInForward(step.what(), new IllegalStateException("injected"));
                case FORWARD_TIMES_OUT -> throwInForward(step.what(), new TimeoutException("injected"));
                case SETTINGS -> {
                    settings.add(("{\"schema\":1,\"alpha\":0." + (100 + step.what()) + "}").getBytes(UTF_8));
                    if (step.task() > 0) { // else no instance has read it yet
                        catchUp();
                    }
                }
            }
        } catch (TaskCorruptedException e) {
            corrupted(step.task());
        } catch (RuntimeException e) {
            lose();
        }
    }

    /** Kafka Streams makes this of a time-out that reaches it: it commits the other tasks, and closes this one. */
    private void corrupted(int which) {
        DrivenTask task = tasks[which];
        List<ProducerRecord<byte[], byte[]>> sent = List.copyOf(task.uncommitted());
        tasks[which] = null;
        commit();
        outputs.get(which).addAll(sent);
        task.closeDirty();
    }

    private void throwInForward(int what, RuntimeException failure) {
        forwardThrowsIn = what % 4;
        forwardThrows = failure;
    }

    /** Without further faults, until all images are out. */
    void end() {
        workThrowsIn = -1;
        forwardThrowsIn = -1;
        lose();
        IntStream.range(0, TASKS).forEach(this::take);
        commit();
    }

    private void catchUp() {
        while (settingsTaken < settings.size()) {
            plan.take(settingsTaken, SETTINGS_KEY, settings.get(settingsTaken));
            settingsTaken++;
        }
    }

    private DrivenTask opened(int which) {
        if (tasks[which] == null) {
            tasks[which] = new DrivenTask(topology, Topics.DEFAULT.images(), Instant.EPOCH);
            taken[which] = (int) committed[which];
        }
        return tasks[which];
    }

    private void take(int which) {
        DrivenTask task = opened(which);
        while (taken[which] < images.get(which).size()) {
            int image = images.get(which).get(taken[which]);
            task.add(taken[which], key(image), value(image));
            taken[which]++;
            task.process();
        }
    }

    private void commit() {
        for (DrivenTask task : tasks) {
            if (task != null) {
                task.prepareCommit();
            }
        }
        for (int i = 0; i < TASKS; i++) {
            if (tasks[i] != null) {
                committed[i] = tasks[i].committed(committed[i]);
                outputs.get(i).addAll(tasks[i].commit());
            }
        }
    }

    private void close(int which) {
        if (tasks[which] != null) {
            tasks[which].closeClean();
            tasks[which] = null;
        }
    }

    private void lose() {
        for (DrivenTask task : tasks) {
            if (task != null) {
                task.closeDirty();
            }
        }
        forget();
    }

    private void forget() {
        for (int i = 0; i < TASKS; i++) {
            tasks[i] = null;
        }
    }

    void check() throws IOException {
        for (int i = 0; i < TASKS; i++) {
            assertThat(committed[i])
                    .as("offset of partition " + i)
                    .isEqualTo(images.get(i).size());
            check("partition " + i, images.get(i), outputs.get(i));
        }
    }

    private static void check(String where, List<Integer> images, List<ProducerRecord<byte[], byte[]>> outputs)
            throws IOException {
        List<Long> scored = new ArrayList<>();
        List<Long> rejected = new ArrayList<>();
        long newest = -1;
        for (ProducerRecord<byte[], byte[]> output : outputs) {
            if (output.topic().equals(Topics.DEFAULT.rejected())) {
                rejected.add(Long.parseLong(new String(
                        output.headers().lastHeader("elbowatch-offset").value(), US_ASCII)));
            } else if (output.topic().equals(Topics.DEFAULT.scores())) {
                JsonNode score = JSON.readTree(output.value());
                long offset = score.at("/image/offset").asLong();
                int image = images.get((int) offset);
                scored.add(offset);
                assertThat(output.key()).as(where).isEqualTo(key(image));
                assertThat(score.at("/terms/local").floatValue())
                        .as(where + ", image " + offset)
                        .isEqualTo(FakeModel.meanPixel(value(image)).local());
                long settings = score.at("/verdict/settingsOffset").asLong(-1);
                assertThat(settings).as(where + ", settings of image " + offset).isGreaterThanOrEqualTo(newest);
                newest = settings;
            }
        }
        assertThat(scored).as("scores of " + where).isEqualTo(offsets(images, false));
        assertThat(rejected.stream().sorted().toList())
                .as("rejected of " + where)
                .isEqualTo(offsets(images, true));
    }

    private static List<Long> offsets(List<Integer> images, boolean rejected) {
        return IntStream.range(0, images.size())
                .filter(offset -> rejected == isRejected(images.get(offset)))
                .mapToObj(offset -> (long) offset)
                .toList();
    }

    private static boolean isRejected(int image) {
        return image == TORN || image == HATED;
    }

    private static byte[] key(int image) {
        return ("camera-" + image % 3).getBytes(UTF_8);
    }

    private static byte[] value(int image) {
        return image == TORN ? new byte[3] : new byte[] {(byte) image, (byte) image, (byte) image, (byte) image};
    }

    private ElboTerms score(byte[] image) {
        if (workThrowsIn >= 0 && workThrowsIn-- == 0) {
            throw new Refusal("the device is lost", "none");
        }
        return FakeModel.meanPixel(image);
    }

    /** Throws while a result is forwarded, as a producer does. */
    private final class Thrower implements ScoringObserver {
        @Override
        public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
            if (forwardThrowsIn >= 0 && forwardThrowsIn-- == 0) {
                throw forwardThrows;
            }
        }
    }
}
