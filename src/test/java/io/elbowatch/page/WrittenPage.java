package io.elbowatch.page;

import com.fasterxml.jackson.databind.node.TextNode;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.testing.JournalView;
import io.elbowatch.testing.LiveRecords;
import io.elbowatch.testing.PageServer;
import io.elbowatch.web.WebServer;
import io.elbowatch.web.api.Api;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The live page of a journal that a test writes: no broker and no model. */
final class WrittenPage implements AutoCloseable {
    private final JournalView view;
    private final WebServer server;

    /** @param picture of every image */
    WrittenPage(byte[] picture) {
        this(picture, List.of());
    }

    /** @param apis what the page asks for and changes besides its events */
    WrittenPage(byte[] picture, List<Api> apis) {
        view = new JournalView(name -> Optional.of(picture));
        server = PageServer.start(view, apis);
    }

    String url() {
        return server.url();
    }

    void write(Kind kind, String key, String json) {
        view.journal().add(kind, key, "", System.currentTimeMillis(), json);
    }

    /** All topics are read, up to their ends. */
    void read() {
        write(
                Kind.READING,
                "",
                "{\"away\":0,\"topics\":[\"scores\",\"anomalies\",\"evidence\",\"incidents\",\"rejected\"]}");
    }

    void incident(String id, String source, String kind, long sinceMillis) {
        String record = line(LiveRecords.incident("opened", id, source, sinceMillis, sinceMillis))
                .replace("\"kind\": \"anomalies\"", "\"kind\": \"" + kind + "\"");
        write(Kind.INCIDENT, id, "{\"source\":" + quoted(source) + ",\"record\":" + record + "}");
    }

    void closed(String id, String source, long sinceMillis, long atMillis) {
        String record = line(LiveRecords.incident("closed", id, source, sinceMillis, atMillis));
        write(Kind.CLOSED, id, "{\"source\":" + quoted(source) + ",\"record\":" + record + "}");
    }

    /** An anomaly with a picture. @param reasons JSON, empty for those of {@link LiveRecords} */
    void anomaly(String source, long offset, String reasons) {
        long now = System.currentTimeMillis();
        String record = line(LiveRecords.anomaly(source, offset, now, 0.0002, "0"));
        if (!reasons.isEmpty()) {
            record = record.replaceFirst("\"reasons\": \\[[^]]*]", "\"reasons\": " + reasons);
        }
        String image = "images-0-" + offset;
        write(
                Kind.PICTURED,
                image,
                String.format(
                        Locale.ROOT,
                        "{\"image\":\"%s\",\"source\":%s,\"at\":%d,\"pictured\":true,\"record\":%s}",
                        image,
                        quoted(source),
                        now,
                        record));
    }

    private static String line(byte[] json) {
        return new String(json, UTF_8).replace("\n", "");
    }

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }

    @Override
    public void close() {
        server.close();
    }
}
