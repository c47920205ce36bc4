package io.elbowatch.stream.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How far the images of a partition have left, as a transaction says it beside the offsets that it commits: in a header of
 * the changelog of the sources, {@code <id of the topic> <offset> <topic>}. A header, so that releases which do not know
 * it read the changelog as before.
 *
 * @param topic of the images
 * @param id of the topic: another one of the same name has other offsets
 * @param next the offset behind the last image that has left
 */
public record ResultsEnd(String topic, Uuid id, long next) {
    static final String HEADER = Headers.PREFIX + "results-end";
    private static final Pattern SYNTAX = Pattern.compile("([A-Za-z0-9_-]{22}) (\\d{1,18}) (\\S+)");

    /** @param ends of several topics */
    public static org.apache.kafka.common.header.Headers headers(Collection<ResultsEnd> ends) {
        RecordHeaders headers = new RecordHeaders();
        for (ResultsEnd end : ends) {
            headers.add(HEADER, (end.id() + " " + end.next() + " " + end.topic()).getBytes(UTF_8));
        }
        return headers;
    }

    /** What a record says; what is not written as above is left out, and is then as if nobody had said it. */
    public static List<ResultsEnd> in(org.apache.kafka.common.header.Headers headers) {
        List<ResultsEnd> ends = new ArrayList<>();
        for (Header header : headers.headers(HEADER)) {
            Matcher text = SYNTAX.matcher(header.value() == null ? "" : new String(header.value(), UTF_8));
            if (text.matches()) {
                ends.add(new ResultsEnd(text.group(3), Uuid.fromString(text.group(1)), Long.parseLong(text.group(2))));
            }
        }
        return ends;
    }
}
