package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

/** Images whose timestamps are out of order by hours open no incident of silence where every source sends. */
class DisorderTest {
    private static final Instant LONG_AFTER = CameraLine.START.plus(Duration.ofDays(30));

    @Example
    void shouldTakeHoursOutOfOrderForNoSilence() {
        try (CameraLine line = new CameraLine(LONG_AFTER, IncidentSettings.DEFAULT, ScoringObserver.NONE)) {
            line.steady("camera-1", 4);
            line.ahead("camera-1", Duration.ofHours(2)).ahead("camera-1", Duration.ofHours(1));
            line.ahead("camera-2", Duration.ofHours(9)).steady("camera-1", 10);

            assertThat(line.told()).isEmpty();
        }
    }

    @Example
    void shouldBearAnyTimestamp() {
        try (CameraLine line = new CameraLine(CameraLine.START, IncidentSettings.DEFAULT, ScoringObserver.NONE)) {
            for (int minute = 0; minute < 10; minute++) {
                line.at("camera-1", Instant.ofEpochMilli(Long.MAX_VALUE)).at("camera-1", Instant.EPOCH);
                line.steady("camera-2", 1);
            }
            assertThat(line.told()).isEmpty();

            line.sleeps(IncidentSettings.DEFAULT.forget().plusMinutes(2));
            assertThat(line.told()).allMatch(told -> told.endsWith("silence")).hasSize(4);
        }
    }

    /** Up to ten cameras, each of which sends once in every round, in any order. */
    @Property(tries = 60)
    void shouldMissNoSourceThatSendsInEveryRound(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int cameras, @ForAll boolean live) {
        Random random = new Random(seed);
        int rounds = 60;
        List<Instant> times = new ArrayList<>();
        for (int image = 0; image < rounds * cameras; image++) {
            times.add(CameraLine.START.minusSeconds(random.nextInt(36_000)));
        }
        try (CameraLine line =
                new CameraLine(live ? CameraLine.START : LONG_AFTER, IncidentSettings.DEFAULT, ScoringObserver.NONE)) {
            for (int round = 0; round < rounds; round++) {
                for (int camera = 0; camera < cameras; camera++) {
                    line.at("camera-" + camera, times.get(round * cameras + camera));
                }
                line.sleeps(Duration.ofMinutes(random.nextInt(9)));
            }

            assertThat(line.told()).isEmpty();
        }
    }

    /** A day of ordered images of all cameras, whose order is lost within each few hours. */
    @Property(tries = 20)
    void shouldMissNoSourceWhoseImagesAreShuffled(@ForAll long seed) {
        Random random = new Random(seed);
        List<Integer> minutes = new ArrayList<>();
        for (int minute = 0; minute < 1_440; minute++) {
            minutes.add(minute);
        }
        for (int from = 0; from < minutes.size(); from += 240) {
            Collections.shuffle(minutes.subList(from, from + 240), random);
        }
        try (CameraLine line = new CameraLine(LONG_AFTER, IncidentSettings.DEFAULT, ScoringObserver.NONE)) {
            for (int minute : minutes) {
                for (int camera = 0; camera < 3; camera++) {
                    line.at("camera-" + camera, CameraLine.START.plus(Duration.ofMinutes(minute)));
                }
            }

            assertThat(line.told()).isEmpty();
        }
    }
}
