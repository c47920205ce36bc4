package io.elbowatch.web.api;

import io.elbowatch.core.image.Viewed;
import io.elbowatch.stream.lookup.StoredImage;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Images as browsers show them, the last ones kept. One is decoded at a time, since a large one takes hundreds of
 * megabytes. Used by many threads.
 */
final class Originals {
    /** What a browser shows at once on a large screen. */
    private static final int MAX_SIDE = 2048;

    private static final int MAX_KEPT = 8;
    private static final long MAX_BYTES = 24 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ModelsInForce models;
    private final Map<String, Viewed> kept = new LinkedHashMap<>();

    Originals(ModelsInForce models) {
        this.models = models;
    }

    /** One that is kept: then Kafka need not be asked again. */
    synchronized Optional<Viewed> kept(OutputOrigin image, String bundle) {
        return Optional.ofNullable(kept.get(key(image, bundle)));
    }

    private static String key(OutputOrigin image, String bundle) {
        return image.text() + " " + bundle;
    }

    /** @param bundle for the shape of a raw image */
    synchronized Viewed of(StoredImage image, String bundle) {
        String key = key(image.coordinates(), bundle);
        Viewed before = kept.get(key);
        if (before != null) {
            return before;
        }
        Viewed viewed = image.refused().isPresent()
                ? new Viewed.Unviewable(image.refused().get())
                : models.decoder(bundle).view(image.value(), image.contentType(), MAX_SIDE);
        kept.put(key, viewed);
        while (kept.size() > MAX_KEPT || kept.size() > 1 && bytes() > MAX_BYTES) {
            kept.remove(kept.keySet().iterator().next());
        }
        return viewed;
    }

    private long bytes() {
        return kept.values().stream()
                .mapToLong(viewed -> viewed instanceof Viewed.Picture picture ? picture.png().length : 0)
                .sum();
    }

    /** Whether these bytes begin with the PNG signature; others are never served as a PNG. */
    static boolean isPng(byte[] value) {
        return value.length > PNG.length && Arrays.equals(value, 0, PNG.length, PNG, 0, PNG.length);
    }
}
