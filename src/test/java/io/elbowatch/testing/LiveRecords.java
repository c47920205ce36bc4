package io.elbowatch.testing;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Records of the output topics as docs/schema describes them, for imaginary images in partition 0 of the topic images.
 */
public final class LiveRecords {
    private LiveRecords() {}

    /** An anomaly with a reason and a place; a record of the scores topic does not have these two fields. */
    public static byte[] anomaly(String source, long offset, long atMillis, double pValue, String modelSha256) {
        return String.format(Locale.ROOT, """
                {"schema": 1,
                 "image": {"topic": "images", "partition": 0, "offset": %d, "timestamp": %d, "source": %s},
                 "model": {"name": "boards", "version": "2.0.0", "sha256": "%s", "provider": "cpu"},
                 "terms": {"elboLoss": 471.75, "reconstructionError": 319.9, "kl": 151.86, "local": 9.65, "density": 21.78},
                 "pValues": {"default": %5$s, "elbo": 0.0334, "local": 0.0001, "density": 0.0008},
                 "verdict": {"anomalous": true, "score": "default", "pValue": %5$s, "alpha": 0.001},
                 "reasons": [{"score": "local", "side": "high", "value": 9.65, "limit": 3.21, "pValue": 0.0001}],
                 "evidence": {"limit": 3.21, "share": 0.034,
                  "places": [{"column": 12, "row": 30, "width": 9, "height": 9, "nats": 9.65}],
                  "latents": [{"channel": 1, "row": 3, "column": 5, "mean": 2.1, "variance": 0.04, "kl": 3.3}]}}
                """, offset, atMillis, quoted(source), modelSha256, pValue)
                .getBytes(UTF_8);
    }

    /** An incident. @param event opened or closed */
    public static byte[] incident(String event, String id, String source, long sinceMillis, long atMillis) {
        return String.format(Locale.ROOT, """
                        {"schema": 1, "event": "%s", "id": "%s", "kind": "anomalies", "source": %s, "since": %d, "at": %d,
                         "images": 14, "anomalous": 9, "durationMillis": %d,
                         "worst": {"topic": "images", "partition": 0, "offset": 17, "timestamp": %4$d, "pValue": 0.0001}}
                        """, event, id, quoted(source), sinceMillis, atMillis, atMillis - sinceMillis)
                .getBytes(UTF_8);
    }

    /** The headers with the coordinates of the image of a picture or rejection. */
    public static Map<String, String> coordinates(long offset) {
        return Map.of(
                "elbowatch-topic", "images", "elbowatch-partition", "0", "elbowatch-offset", Long.toString(offset));
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
