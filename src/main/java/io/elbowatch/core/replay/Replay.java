package io.elbowatch.core.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Two models on the same images.
 *
 * @param all over all sources
 * @param sources each of them, by falling number of flips, then of images
 * @param flips the images on which the models disagree, by partition and offset
 * @param shifts of the p-values and, where they are comparable, of the scores; empty where nothing is compared
 * @param labelled what labels say; empty without any
 */
public record Replay(
        SourceReplay all,
        List<SourceReplay> sources,
        List<Flip> flips,
        List<ScoreShift> shifts,
        Optional<LabelledReplay> labelled) {

    public Replay {
        sources = List.copyOf(sources);
        flips = List.copyOf(flips);
        shifts = List.copyOf(shifts);
    }

    /** The counts of one source while the images are counted. */
    private static final class Tally {
        private final String source;
        private int images;
        private int reported;
        private int compared;
        private int reportedBefore;
        private int newly;
        private int noLonger;

        Tally(String source) {
            this.source = source;
        }

        void add(ReplayLane lane, int i) {
            boolean now = lane.is(i, ReplayLane.NEW_ANOMALOUS);
            images++;
            reported += now ? 1 : 0;
            if (lane.is(i, ReplayLane.OLD_KNOWN)) {
                boolean before = lane.is(i, ReplayLane.OLD_ANOMALOUS);
                compared++;
                reportedBefore += before ? 1 : 0;
                newly += now && !before ? 1 : 0;
                noLonger += before && !now ? 1 : 0;
            }
        }

        SourceReplay sum() {
            return new SourceReplay(source, images, reported, compared, reportedBefore, newly, noLonger);
        }
    }

    /** @param comparable whether the scores of both models have one meaning: those of one graph, or of one form of model */
    public static Replay of(ReplayTable table, boolean comparable) {
        List<Tally> tallies = table.sources().stream().map(Tally::new).toList();
        Tally total = new Tally(ReplayTable.NO_SOURCE);
        List<Flip> flips = new ArrayList<>();
        table.lanes().forEach((partition, lane) -> {
            for (int i = 0; i < lane.size(); i++) {
                total.add(lane, i);
                tallies.get(lane.source(i)).add(lane, i);
                if (isFlip(lane, i)) {
                    flips.add(flip(table, partition, lane, i));
                }
            }
        });
        List<SourceReplay> sources =
                new ArrayList<>(tallies.stream().map(Tally::sum).toList());
        sources.sort(Comparator.comparingInt(SourceReplay::flips)
                .thenComparingInt(SourceReplay::images)
                .reversed()
                .thenComparing(SourceReplay::source));
        SourceReplay all = total.sum();
        return new Replay(
                all,
                sources,
                flips,
                all.compared() == 0 ? List.of() : shifts(table, all.compared(), comparable),
                LabelledReplay.of(table));
    }

    private static boolean isFlip(ReplayLane lane, int i) {
        return lane.is(i, ReplayLane.OLD_KNOWN)
                && lane.is(i, ReplayLane.NEW_ANOMALOUS) != lane.is(i, ReplayLane.OLD_ANOMALOUS);
    }

    private static Flip flip(ReplayTable table, int partition, ReplayLane lane, int i) {
        return new Flip(
                partition,
                lane.offset(i),
                lane.timestampMillis(i),
                table.sources().get(lane.source(i)),
                lane.is(i, ReplayLane.NEW_ANOMALOUS),
                lane.before(i, 0),
                lane.now(i, 0));
    }

    private static List<ScoreShift> shifts(ReplayTable table, int compared, boolean comparable) {
        int numbers = comparable ? Outcome.NAMES.size() : Outcome.FIRST_SCORE;
        List<ScoreShift> shifts = new ArrayList<>();
        for (int number = 0; number < numbers; number++) {
            if (!Outcome.belongsToItsCalibration(number)) {
                shifts.add(shift(table, compared, number));
            }
        }
        return shifts;
    }

    private static ScoreShift shift(ReplayTable table, int compared, int number) {
        double[] before = new double[compared];
        double[] now = new double[compared];
        int k = 0;
        for (ReplayLane lane : table.lanes().values()) {
            for (int i = 0; i < lane.size(); i++) {
                if (lane.is(i, ReplayLane.OLD_KNOWN)) {
                    before[k] = lane.before(i, number);
                    now[k++] = lane.now(i, number);
                }
            }
        }
        return ScoreShift.of(Outcome.NAMES.get(number), before, now);
    }
}
