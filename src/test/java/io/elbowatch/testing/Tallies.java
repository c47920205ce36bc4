package io.elbowatch.testing;

import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.shadow.TallyCounter;
import java.util.OptionalLong;

/** Comparisons of imaginary bundles. */
public final class Tallies {
    public static final ShadowPair PAIR = new ShadowPair(side("camera-7", "1.0.0"), side("camera-7-next", "1.1.0"));

    private Tallies() {}

    public static ComparedBundle side(String bundle, String version) {
        return new ComparedBundle(bundle, "boards", version, "0".repeat(64), "5000", "default", 0.001);
    }

    /** Of 100 images of camera-7: 90 normal by both, 2 anomalous by both, 5 flips to anomalous and 3 to normal. */
    public static TallyCounter hundred() {
        TallyCounter counter = new TallyCounter(PAIR, OptionalLong.of(12), 1_000);
        for (int i = 0; i < 100; i++) {
            boolean anomalous = i < 5;
            boolean byShadow = i < 2 || i >= 95;
            counter.compared("camera-7", anomalous, anomalous ? 0.0005 : 0.5, byShadow, byShadow ? 0.0005 : 0.5);
        }
        counter.spent(200_000_000);
        return counter;
    }
}
