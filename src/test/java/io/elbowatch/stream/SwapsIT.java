package io.elbowatch.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.flow.BundleOpener;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.OpenedBundle;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.PlanRecord;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeBundles;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Bundles that change while images flow: a refused plan, a restart, a partition that moves, an instance that cannot load. */
class SwapsIT {
    private static final Topics TOPICS = Topics.DEFAULT.withSettings("settings");
    private static final byte[] IMAGE = {1, 2, 3, 100};

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();
    private final Map<String, String> places = new HashMap<>(Map.of("-1/start", "0")); // by settings offset and bundle
    private int sent;

    @Test
    void shouldSwapUnderLoadAndKeepTheOrderAcrossARestart() {
        long second;
        try (ScoringApplication one = start("one")) {
            feedUntil(scores -> scores.size() >= 20);
            long first = publish("1", "2");
            feedUntil(scores -> scores.stream().anyMatch(by(first)));
            publish("3", "broken");
            second = publish("3", "2");
            feedUntil(scores -> scores.stream().anyMatch(by(second)));
            assertThat(one.endedBy()).isEmpty();
        }
        try (ScoringApplication again = start("two");
                ScoringApplication beside = start("three")) {
            int before = sent;
            feedUntil(scores -> scores.size() >= before + 20);
            long third = publish("4", "5");
            feedUntil(scores -> scores.stream().anyMatch(by(third)));
            assertThat(again.endedBy()).isEmpty();
            assertThat(beside.endedBy()).isEmpty();
        }
        check(records.readJson("scores"));
    }

    /** It goes on with the plan before, says why, and stamps that truthfully; the other instance follows. */
    @Test
    void shouldScoreByTheirOwnPlansWhereOneInstanceAloneCannotLoad() {
        List<SettingsRefusal.Reason> refused = new CopyOnWriteArrayList<>();
        CurrentPlan poor = planBy(SwapsIT::openWithoutSeven);
        try (ScoringApplication able = start("able");
                ScoringApplication unable = stream("unable")
                        .planned(poor)
                        .creatingTopics()
                        .seenBy(new ScoringObserver() {
                            @Override
                            public void settingsRefused(SettingsRefusal.Reason reason) {
                                refused.add(reason);
                            }
                        })
                        .start()) {
            feedUntil(scores -> scores.size() >= 20);
            long offset = publish("7", "2");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> poor.state().refused().isPresent());
            int before = sent;
            feedUntil(scores -> scores.stream().anyMatch(by(offset))
                    && scores.stream().filter(by(-1)).count() > before);

            assertThat(poor.state().refused()).hasValueSatisfying(record -> {
                assertThat(record.offset()).isEqualTo(offset);
                assertThat(record.refusal().detail()).contains("7 is damaged here");
            });
            assertThat(refused).containsExactly(SettingsRefusal.Reason.BUNDLE);
            assertThat(able.endedBy()).isEmpty();
            assertThat(unable.endedBy()).isEmpty();
        }
        records.readJson("scores").forEach(this::checkStamp);
    }

    private static OpenedBundle openWithoutSeven(String bundle, BundleRef ref) throws BundleProblem {
        if (ref.at().equals("7")) {
            throw new BundleProblem(BundleProblem.Reason.INVALID, "7 is damaged here");
        }
        return new FakeBundles().open(bundle, ref);
    }

    private void check(List<JsonNode> scores) {
        Map<Integer, List<JsonNode>> partitions = scores.stream()
                .sorted(Comparator.comparingLong(
                        score -> score.at("/image/offset").asLong()))
                .collect(Collectors.groupingBy(
                        score -> score.at("/image/partition").asInt()));
        partitions.values().forEach(images -> {
            assertThat(images)
                    .extracting(score -> score.at("/image/offset").asLong())
                    .containsExactlyElementsOf(
                            LongStream.range(0, images.size()).boxed().toList());
            assertThat(images).extracting(SwapsIT::settings).isSorted();
        });
        scores.forEach(this::checkStamp);
    }

    /** The score is that of the bundle in its stamp. */
    private void checkStamp(JsonNode score) {
        String at = places.get(settings(score) + "/" + score.get("bundle").asText());
        assertThat(score.at("/terms/local").floatValue()).isCloseTo(FakeBundles.local(at, IMAGE), within(1e-3f));
    }

    private static long settings(JsonNode score) {
        return score.at("/verdict/settingsOffset").asLong(-1);
    }

    private static Predicate<JsonNode> by(long offset) {
        return score -> settings(score) == offset;
    }

    /** Camera 1 and 2 get a, the others b. */
    private long publish(String a, String b) {
        PlanSpec plan = new PlanSpec(
                List.of(
                        new Route(RoutePattern.KeyRegex.of("camera-[12]"), "a"),
                        new Route(new RoutePattern.Any(), "b")),
                Map.of("a", new BundleRef(a), "b", new BundleRef(b)));
        long offset = new SettingsPublisher(stream("publisher").settings()).publish(new PlanRecord(plan));
        places.put(offset + "/a", a);
        places.put(offset + "/b", b);
        return offset;
    }

    private void feedUntil(Predicate<List<JsonNode>> enough) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (String camera : List.of("camera-1", "camera-2", "camera-3", "camera-4")) {
                records.send("images", camera, new ArrayList<>(List.of(IMAGE, IMAGE)));
                sent += 2;
            }
            return enough.test(records.readJson("scores"));
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> records.readJson("scores").size() == sent);
    }

    private ScoringApplication start(String client) {
        return stream(client)
                .planned(planBy(new FakeBundles()))
                .creatingTopics()
                .start();
    }

    private static CurrentPlan planBy(BundleOpener opener) {
        return CurrentPlan.ofOne(
                "start", OpenedBundle.of(Flows.named("start", new FakeModel(), Calibrations.judge(999, 0.01))), opener);
    }

    private TestStream stream(String client) {
        return broker.stream("swaps").over(TOPICS).kafka("client.id", client).kafka("heartbeat.interval.ms", 300);
    }
}
