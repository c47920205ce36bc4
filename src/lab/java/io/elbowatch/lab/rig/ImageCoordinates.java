package io.elbowatch.lab.rig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The image that a score record belongs to, from the record's field {@code image}. */
record ImageCoordinates(int partition, long offset) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Parses up to that field only, which is among the first. */
    static ImageCoordinates of(byte[] score) {
        try (JsonParser parser = JSON.createParser(score)) {
            int partition = -1;
            long offset = -1;
            while (parser.nextToken() != null && (partition < 0 || offset < 0)) {
                if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    switch (parser.currentName()) {
                        case "partition" -> partition = parser.getIntValue();
                        case "offset" -> offset = parser.getLongValue();
                        default -> {} // other fields are not needed
                    }
                }
            }
            if (partition < 0 || offset < 0) {
                throw new IllegalStateException("a score record names no image");
            }
            return new ImageCoordinates(partition, offset);
        } catch (IOException e) {
            throw new UncheckedIOException("a score record is no JSON", e);
        }
    }
}
