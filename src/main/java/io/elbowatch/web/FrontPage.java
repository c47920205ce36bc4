package io.elbowatch.web;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The page at {@code /} without the live page: the model, and links to the other addresses. It refers to no other
 * host, and all text is escaped.
 */
record FrontPage(Supplier<ModelCard> card) {

    String html() {
        ModelCard model = card.get();
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <meta name="color-scheme" content="light dark">
                <title>Elbowatch: %1$s</title>
                </head>
                <body>
                <h1>Elbowatch</h1>
                <p>Scores images with <strong>%1$s</strong> %2$s.</p>
                <dl>
                <dt>Runs on</dt><dd>%3$s</dd>
                <dt>Calibration images</dt><dd>%4$d</dd>
                <dt>False-alarm rate &alpha;</dt><dd>%5$s</dd>
                <dt>Decided by</dt><dd>%6$s</dd>
                </dl>
                <ul>
                <li><a href="/metrics">Metrics</a></li>
                <li><a href="/health/live">Live?</a></li>
                <li><a href="/health/ready">Ready?</a></li>
                </ul>
                </body>
                </html>
                """,
                escaped(model.name()),
                escaped(model.version()),
                escaped(model.provider()),
                model.calibrationImages(),
                BigDecimal.valueOf(model.alpha()).toPlainString(),
                escaped(model.decider()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
