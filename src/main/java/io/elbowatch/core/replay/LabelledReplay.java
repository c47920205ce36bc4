package io.elbowatch.core.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What labels say of both models.
 *
 * @param labels sure labels of images of the range
 * @param now of the new model, on all images
 * @param before of the old model, on the compared images
 */
public record LabelledReplay(int labels, LabelledQuality now, LabelledQuality before) {
    /** What the old model says of an image: nothing known, reported, near its threshold, the rest. */
    private static final int ZONES = 4;

    /** Empty without a sure label. */
    static Optional<LabelledReplay> of(ReplayTable table) {
        int[][][] counts = new int[ZONES][2][3]; // [zone, reported now, images labels defects]
        int labels = 0;
        for (ReplayLane lane : table.lanes().values()) {
            for (int i = 0; i < lane.size(); i++) {
                int[] count = counts[zone(lane, i)][lane.is(i, ReplayLane.NEW_ANOMALOUS) ? 1 : 0];
                boolean defect = lane.is(i, ReplayLane.LABELLED_DEFECT);
                boolean labelled = defect || lane.is(i, ReplayLane.LABELLED_NORMAL);
                count[0]++;
                count[1] += labelled ? 1 : 0;
                count[2] += defect ? 1 : 0;
                labels += labelled ? 1 : 0;
            }
        }
        if (labels == 0) {
            return Optional.empty();
        }
        List<LabelledQuality.Stratum> now = new ArrayList<>();
        List<LabelledQuality.Stratum> before = new ArrayList<>();
        for (int zone = 0; zone < ZONES; zone++) {
            for (int reported = 0; reported < 2; reported++) {
                int[] count = counts[zone][reported];
                if (count[0] > 0) {
                    now.add(new LabelledQuality.Stratum(reported == 1, count[0], count[1], count[2]));
                }
                if (count[0] > 0 && zone > 0) {
                    before.add(new LabelledQuality.Stratum(zone == 1, count[0], count[1], count[2]));
                }
            }
        }
        return Optional.of(new LabelledReplay(labels, LabelledQuality.of(now), LabelledQuality.of(before)));
    }

    private static int zone(ReplayLane lane, int i) {
        if (!lane.is(i, ReplayLane.OLD_KNOWN)) {
            return 0;
        }
        if (lane.is(i, ReplayLane.OLD_ANOMALOUS)) {
            return 1;
        }
        return lane.is(i, ReplayLane.OLD_NEAR) ? 2 : 3;
    }
}
