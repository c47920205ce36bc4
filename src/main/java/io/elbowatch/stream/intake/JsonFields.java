package io.elbowatch.stream.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one image and some texts from JSON documents, in one pass and without a tree. The base64 of the image is decoded
 * where it lies in the document. The document is read to its end: what is no JSON is refused, whatever comes before.
 */
final class JsonFields {
    /** Far more than an envelope of an image needs. */
    private static final int MAX_NESTING = 100;

    /** More than the characters around the base64 of an image. */
    private static final int MAX_OTHER_CHARS = 1 << 20;

    private final JsonFactory factory;
    private final Wanted root;
    private final int maxBytes;

    /**
     * @param images pointers, of which at most one may lead to something
     * @param texts by their pointers
     * @param maxBytes of an image
     */
    JsonFields(Collection<String> images, Map<String, Place> texts, int maxBytes) {
        root = Wanted.of(images, texts);
        this.maxBytes = maxBytes;
        int maxChars = (int) Math.min(Integer.MAX_VALUE - 8L, maxBytes / 3L * 4 + MAX_OTHER_CHARS);
        factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // those of anybody would stay in memory
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_NESTING)
                        .maxStringLength(maxChars)
                        .build())
                .build();
    }

    /** Reads a document of JSON in UTF-8. @throws UnfitRecordException when it is none, or what is wanted is not there as wanted */
    Contents read(byte[] json, int from, int length) throws UnfitRecordException {
        Found found = new Found();
        try (JsonParser parser = factory.createParser(json, from, length)) {
            if (parser.nextToken() == null) {
                throw UnfitRecordException.envelope("the value has no JSON");
            }
            take(parser, root, found, json, from);
            if (parser.nextToken() != null) {
                throw UnfitRecordException.envelope("the JSON is followed by something else");
            }
        } catch (IOException | IllegalStateException e) { // the latter for names whose hashes collide on purpose
            throw UnfitRecordException.envelope("no JSON: " + sentence(e));
        }
        return found.contents();
    }

    /** Jackson's words without the place, whose lines quote the input. */
    private static String sentence(Exception e) {
        String text = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        String safe = String.valueOf(text).replaceAll("[^ -~]|[<>&\"'\\\\]", "?");
        return safe.length() > 200 ? safe.substring(0, 200) + "…" : safe;
    }

    private void take(JsonParser parser, Wanted node, Found found, byte[] json, int from)
            throws IOException, UnfitRecordException {
        if (node.image() != null) {
            image(parser, node, found, json, from);
        }
        if (node.text() != null) {
            text(parser, node.text(), found);
        }
        if (node.isLeaf()) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                Wanted next = node.below(parser.currentName());
                parser.nextToken();
                takeOrSkip(parser, next, found, json, from);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                takeOrSkip(parser, node.below(Integer.toString(i)), found, json, from);
            }
        }
    }

    private void takeOrSkip(JsonParser parser, Wanted next, Found found, byte[] json, int from)
            throws IOException, UnfitRecordException {
        if (next == null) {
            parser.skipChildren();
        } else {
            take(parser, next, found, json, from);
        }
    }

    private static void text(JsonParser parser, Place place, Found found) throws IOException, UnfitRecordException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (!token.isScalarValue()) {
            throw UnfitRecordException.envelope(place.name() + " is neither text nor a number");
        }
        found.text(place, parser.getText());
    }

    private void image(JsonParser parser, Wanted node, Found found, byte[] json, int from)
            throws IOException, UnfitRecordException {
        JsonToken token = parser.currentToken();
        boolean leadsOn = token.isStructStart() && !node.isLeaf();
        if (token == JsonToken.VALUE_NULL || leadsOn) {
            return;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw UnfitRecordException.noImage(node.image() + " is no text");
        }
        found.requireFirst(node.image());
        Optional<ImageText> plain = inPlace(parser, node.image(), json, from);
        found.image(plain.isPresent() ? plain.get() : ImageText.decode(parser.getText(), maxBytes, node.image()));
    }

    /** Decodes the text where it lies in the document; empty where it has escapes, or the document is not in UTF-8. */
    private Optional<ImageText> inPlace(JsonParser parser, String pointer, byte[] json, int from)
            throws UnfitRecordException {
        long offset = parser.currentTokenLocation().getByteOffset();
        boolean mark = json[from] == (byte) 0xef; // the parser skips a byte order mark without counting it
        if (offset < 0 || mark || from + offset >= json.length || json[(int) (from + offset)] != '"') {
            return Optional.empty();
        }
        int begin = (int) (from + offset) + 1;
        for (int end = begin; end < json.length && json[end] != '\\'; end++) {
            if (json[end] == '"') {
                return Optional.of(ImageText.decode(json, begin, end - begin, maxBytes, pointer));
            }
        }
        return Optional.empty();
    }
}
