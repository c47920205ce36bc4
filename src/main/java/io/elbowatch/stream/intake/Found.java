package io.elbowatch.stream.intake;

import java.util.HashMap;
import java.util.Map;

/** What a reader of an envelope has found so far. Nothing is found twice. */
final class Found {
    private final Map<Place, String> texts = new HashMap<>();
    private ImageText image; // null until it is found

    void text(Place place, String text) throws UnfitRecordException {
        if (texts.put(place, text) != null) {
            throw UnfitRecordException.envelope(place.name() + " is there twice");
        }
    }

    /** To be asked before an image is decoded. */
    void requireFirst(String pointer) throws UnfitRecordException {
        if (image != null) {
            throw UnfitRecordException.envelope("there are two images, one of them at " + pointer);
        }
    }

    void image(ImageText decoded) {
        image = decoded;
    }

    Contents contents() {
        return new Contents(image == null ? null : image.bytes(), image == null ? null : image.contentType(), texts);
    }
}
