package io.elbowatch.report;

import io.elbowatch.core.Printable;
import io.elbowatch.core.replay.Flip;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The flips of a replay as a page of HTML with their pictures. Whatever a source is named, it is text there. */
public final class FlipsPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Flips</title>
            <style>
            body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color-scheme: light dark }
            table { border-collapse: collapse }
            td, th { padding: .4rem .8rem; text-align: left; vertical-align: top; border-top: 1px solid #8888 }
            img { max-height: 12rem }
            </style>
            </head>
            <body>
            """;

    private FlipsPage() {}

    /** One flip and its picture. @param picture name of the file beside the page; empty where the image is gone */
    public record Row(Flip flip, Optional<String> picture) {}

    /** @param words one sentence above the table */
    public static String of(String topic, String words, List<Row> rows) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>").append(escaped(words)).append("</p>\n<table>\n");
        page.append("<tr><th>image</th><th>source</th><th></th><th>p before</th><th>p now</th><th>picture</th></tr>\n");
        for (Row row : rows) {
            Flip flip = row.flip();
            page.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s-%d-%d<br>%s</td><td>%s</td><td>%s</td><td>%.3g</td><td>%.3g</td><td>%s</td></tr>%n",
                    escaped(topic),
                    flip.partition(),
                    flip.offset(),
                    Instant.ofEpochMilli(flip.timestampMillis()),
                    escaped(flip.source()),
                    flip.newly() ? "reported now" : "no longer reported",
                    flip.pBefore(),
                    flip.pNow(),
                    row.picture().map(FlipsPage::image).orElse("no picture")));
        }
        return page.append("</table>\n</body>\n</html>\n").toString();
    }

    private static String image(String file) {
        String name = escaped(file);
        return "<a href=\"" + name + "\"><img loading=\"lazy\" alt=\"image and reconstruction\" src=\"" + name
                + "\"></a>";
    }

    private static String escaped(String text) {
        return Printable.line(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
