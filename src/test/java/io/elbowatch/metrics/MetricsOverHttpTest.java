package io.elbowatch.metrics;

import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Meters and server together, as in the run command. */
class MetricsOverHttpTest {
    /** The Accept header of Prometheus 3. */
    private static final String PROMETHEUS = "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
            + "application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
            + "text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private final Metrics metrics = new Metrics(TestModel.IDENTITY, TestModel.judge());
    private final WebServer server = WebServer.start(
            new HttpSettings("127.0.0.1", 0, false),
            accept -> {
                Scrape scrape = metrics.scrape(accept);
                return new Exposition.Page(scrape.contentType(), scrape.body());
            },
            () -> new Health(true, true, Map.of()),
            () -> ModelCard.of(TestModel.IDENTITY, Map.of(), TestModel.judge()));

    @AfterEach
    void close() {
        server.close();
        metrics.close();
    }

    @Test
    void shouldServeOpenMetricsToPrometheus() throws Exception {
        HttpResponse<String> response = scrape(PROMETHEUS);

        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.body()).endsWith("# EOF\n");
    }

    @Test
    void shouldServePrometheusTextToBrowsers() throws Exception {
        TestModel.oneOfEach(metrics);

        HttpResponse<String> response = scrape("text/html,application/xhtml+xml,*/*;q=0.8");

        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(ScrapeText.of(response.body()).value("elbowatch_images_received_total"))
                .isEqualTo(2);
    }

    private HttpResponse<String> scrape(String accept) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.url()).resolve("/metrics"))
                                .header("Accept", accept)
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
