package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.wire.ShadowTallyJson;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.LiveRecords;
import io.elbowatch.testing.Tallies;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class JournalWriterTest {
    private static final String SHA = "0123456789abcdef";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};
    private static final long NOW = 1_000_000;

    private final Journal journal = new Journal("j");
    private final Pictures pictures = new Pictures(Pictures.MAX_BYTES);
    private String sha = SHA;
    private final Judge judge = new Judge(Calibrations.upTo(2_000), 1, Decider.DEFAULT, 0.01);
    private final JournalWriter writer = new JournalWriter(
            journal,
            pictures,
            () -> new DrawnModel(new ModelIdentity("boards", "2.0.0", sha, "cpu"), judge),
            "elbowatch",
            Optional::empty);

    @Test
    void shouldShowWhatInstancesServeTogether() throws Exception {
        take(Output.INSTANCES, "a", state("elbowatch", NOW, 12, tally()));
        take(Output.INSTANCES, "b", state("elbowatch", NOW, 12, tally()));
        take(Output.INSTANCES, "of-another-application", state("other", NOW, 3, tally()));

        writer.beat(NOW, 1);

        JsonNode shown = only(Kind.BUNDLES);
        assertThat(shown.at("/instances")).hasSize(2);
        assertThat(shown.at("/bundles")).hasSize(1);
        assertThat(shown.at("/bundles/0/instances").asInt()).isEqualTo(2);
        assertThat(shown.at("/shadows")).hasSize(1);
        assertThat(shown.at("/shadows/0/images").asInt()).isEqualTo(200);
        assertThat(shown.at("/shadows/0/sources/0/0").asText()).isEqualTo("camera-7");
    }

    @Test
    void shouldShowAnInstanceThatSaysNothingAsGone() throws Exception {
        take(Output.INSTANCES, "a", state("elbowatch", NOW - 200_000, 12, tally()));
        take(Output.INSTANCES, "b", state("elbowatch", NOW, 12, tally()));

        writer.beat(NOW, 1);

        assertThat(only(Kind.BUNDLES).at("/instances/0/gone").asBoolean()).isTrue();
        assertThat(only(Kind.BUNDLES).at("/bundles/0/instances").asInt()).isEqualTo(1);

        writer.take(Output.INSTANCES, new OutputRecord("a".getBytes(UTF_8), null, NOW, name -> null, true), NOW);
        writer.beat(NOW, 1);
        assertThat(only(Kind.BUNDLES).at("/instances")).hasSize(1);
    }

    @Test
    void shouldShowWhatPeopleDoWithIncidents() throws Exception {
        String key = "images-0-17-anomalies/closed";
        byte[] record =
                ("{\"schema\":1,\"incident\":\"images-0-17-anomalies\",\"act\":\"closed\",\"by\":\"anna\",\"at\":5"
                                + ",\"comment\":\"<b>dust</b>\"}")
                        .getBytes(UTF_8);

        take(Output.HANDLING, key, record);
        assertThat(only(Kind.HANDLED).at("/key").asText()).isEqualTo(key);
        assertThat(only(Kind.HANDLED).at("/record/by").asText()).isEqualTo("anna");
        assertThat(only(Kind.HANDLED).at("/record/comment").asText()).isEqualTo("<b>dust</b>");

        writer.take(Output.HANDLING, new OutputRecord(key.getBytes(UTF_8), null, NOW, name -> null, true), NOW);
        assertThat(only(Kind.HANDLED).at("/record").isNull()).isTrue();

        take(Output.HANDLING, key, "{\"schema\":1}".getBytes(UTF_8));
        assertThat(writer.unreadable()).isEqualTo(1);
    }

    private static String tally() {
        return ShadowTallyJson.write(Tallies.hundred().now()).toString();
    }

    private static byte[] state(String application, long atMillis, long offset, String tally) {
        return ("{\"schema\":1,\"application\":\"" + application + "\",\"host\":\"h\",\"at\":" + atMillis
                        + ",\"settingsOffset\":" + offset + ",\"loading\":null,\"refused\":null,"
                        + "\"bundles\":[{\"bundle\":\"camera-7\",\"name\":\"boards\",\"version\":\"1.0.0\",\"sha256\":\"0\","
                        + "\"provider\":\"cpu\",\"state\":\"open\",\"routes\":[\"key camera-7\"]}],\"shadows\":["
                        + tally + "]}")
                .getBytes(UTF_8);
    }

    @Test
    void shouldShowAnAnomalyWithItsRecord() throws Exception {
        take(Output.ANOMALIES, "line-4", LiveRecords.anomaly("line-4", 17, NOW, 0.0002, SHA));

        JsonNode shown = only(Kind.PLAIN);
        assertThat(shown.at("/image").asText()).isEqualTo("images-0-17");
        assertThat(shown.at("/source").asText()).isEqualTo("line-4");
        assertThat(shown.at("/pictured").asBoolean()).isFalse();
        assertThat(shown.at("/record/verdict/pValue").asDouble()).isEqualTo(0.0002);
    }

    @Test
    void shouldJoinAPictureThatComesAfterItsAnomaly() throws Exception {
        take(Output.ANOMALIES, "line-4", LiveRecords.anomaly("line-4", 17, NOW, 0.0002, SHA));
        take(Output.EVIDENCE, "line-4", PNG, LiveRecords.coordinates(17));

        assertThat(only(Kind.PICTURED).at("/pictured").asBoolean()).isTrue();
        assertThat(kept(Kind.PLAIN)).isEmpty();
        assertThat(pictures.get("images-0-17")).isPresent();
    }

    @Test
    void shouldCountTheImagesOfAnOpenIncident() throws Exception {
        take(Output.INCIDENTS, "line-4", LiveRecords.incident("opened", "i-1", "line-4", NOW, NOW));
        for (int i = 0; i < 3; i++) {
            take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 17 + i, NOW, 0.0002, SHA), NOW + i);
            take(Output.ANOMALIES, "line-4", LiveRecords.anomaly("line-4", 17 + i, NOW, 0.0002, SHA), NOW + i);
        }
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 20, NOW, 0.5, SHA), NOW + 4);
        take(Output.SCORES, "line-5", LiveRecords.anomaly("line-5", 21, NOW, 0.5, SHA), NOW + 4);
        writer.beat(NOW, 1);

        // The image of NOW is among those with which it opened.
        assertThat(only(Kind.PROGRESS).at("/incidents").toString()).isEqualTo("[[\"i-1\",3,2,0,0,0]]");

        take(Output.INCIDENTS, "line-4", LiveRecords.incident("closed", "i-1", "line-4", NOW, NOW + 5));
        writer.beat(NOW, 1);
        assertThat(only(Kind.PROGRESS).at("/incidents")).isEmpty();
    }

    @Test
    void shouldTellWhatIsReadAndSinceWhenNothingCanBe() throws Exception {
        writer.reading(Set.of(Output.INCIDENTS), 17, NOW);

        assertThat(only(Kind.READING).toString()).isEqualTo("{\"away\":17,\"topics\":[\"incidents\"]}");
    }

    @Test
    void shouldJoinAPictureThatComesBeforeItsAnomaly() throws Exception {
        take(Output.EVIDENCE, "line-4", PNG, LiveRecords.coordinates(17));
        take(Output.ANOMALIES, "line-4", LiveRecords.anomaly("line-4", 17, NOW, 0.0002, SHA));

        assertThat(only(Kind.PICTURED).at("/pictured").asBoolean()).isTrue();
    }

    @Test
    void shouldWriteAsciiWhateverTheKeyIs() throws Exception {
        String key = "<img src=x onerror=alert(1)>\n\u2028 \u00fc";
        take(Output.ANOMALIES, key, LiveRecords.anomaly("x", 17, NOW, 0.0002, SHA));

        String json = kept(Kind.PLAIN).get(0).json();
        assertThat(json).matches("\\p{ASCII}+").doesNotContain("\n");
        assertThat(only(Kind.PLAIN).at("/source").asText()).isEqualTo(key);
    }

    @Test
    void shouldReplaceAnOpenIncidentOnceItIsClosed() throws Exception {
        take(Output.INCIDENTS, "line-4", LiveRecords.incident("opened", "i-1", "line-4", NOW, NOW));
        take(Output.INCIDENTS, "line-4", LiveRecords.incident("closed", "i-1", "line-4", NOW, NOW + 5));

        assertThat(kept(Kind.INCIDENT)).isEmpty();
        assertThat(only(Kind.CLOSED).at("/record/durationMillis").asLong()).isEqualTo(5);
    }

    @Test
    void shouldSayWhyAnImageWasRejected() throws Exception {
        Map<String, String> headers = new HashMap<>(LiveRecords.coordinates(17));
        headers.put("elbowatch-reason", "undecodable");
        headers.put("elbowatch-detail", "it breaks off");
        take(Output.REJECTED, "line-3", new byte[121], headers);

        JsonNode shown = only(Kind.REJECTED);
        assertThat(shown.at("/reason").asText()).isEqualTo("undecodable");
        assertThat(shown.at("/bytes").asInt()).isEqualTo(121);
    }

    @Test
    void shouldCountEveryScoreButParseALimitedNumberASecond() throws Exception {
        byte[] score = LiveRecords.anomaly("line-4", 17, NOW, 0.5, SHA);
        int all = ScoreTally.PARSED_PER_SECOND + 300;
        for (int i = 0; i < all; i++) {
            take(Output.SCORES, "line-4", score);
        }
        writer.beat(NOW, 1);

        assertThat(only(Kind.PULSE).at("/images").asDouble()).isEqualTo(all);
        assertThat(only(Kind.SCORES).at("/read").asInt()).isEqualTo(all);
        assertThat(only(Kind.SCORES).at("/looked").asInt()).isEqualTo(ScoreTally.PARSED_PER_SECOND);
    }

    /** A network that fails silences all sources at once, and they come back at once. */
    @Test
    void shouldTellAWatcherThatWasAwayOfAllIncidentsThatClosed() throws Exception {
        List<String> ids = IntStream.range(0, 844).mapToObj(i -> "i-" + i).toList();
        for (String id : ids) {
            take(Output.INCIDENTS, id, LiveRecords.incident("opened", id, id, NOW, NOW));
        }
        long seen = journal.after(0, 0).get(ids.size() - 1).id();
        for (String id : ids) {
            take(Output.INCIDENTS, id, LiveRecords.incident("closed", id, id, NOW, NOW + 5));
        }

        assertThat(journal.after(seen, 0))
                .filteredOn(entry -> entry.kind() == Kind.ENDED)
                .extracting(Entry::json)
                .containsExactlyElementsOf(
                        ids.stream().map(id -> "{\"id\":\"" + id + "\"}").toList());
        assertThat(kept(Kind.INCIDENT)).isEmpty();
    }

    @Test
    void shouldLeaveScoresOfAnotherModelOutOfTheHistogram() throws Exception {
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 17, NOW, 0.5, "another"));
        writer.beat(NOW, 1);

        assertThat(only(Kind.SCORES).at("/size").asInt()).isZero();
        assertThat(only(Kind.SCORES).at("/others").asInt()).isEqualTo(1);
    }

    @Test
    void shouldDrawTheScoresOfTheModelThatWasPromoted() throws Exception {
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 17, NOW, 0.5, SHA));
        writer.beat(NOW, 1);
        sha = "another";
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 18, NOW, 0.5, SHA));
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 19, NOW, 0.5, "another"));
        take(Output.SCORES, "line-4", LiveRecords.anomaly("line-4", 20, NOW, 0.5, "another"));
        writer.beat(NOW, 1);

        assertThat(only(Kind.SCORES).at("/size").asInt()).isEqualTo(2);
        assertThat(only(Kind.SCORES).at("/others").asInt()).isEqualTo(1);
    }

    @Test
    void shouldNotCountRecordsFromBeforeReadingBegan() throws Exception {
        byte[] score = LiveRecords.anomaly("line-4", 17, NOW, 0.5, SHA);
        writer.take(Output.SCORES, new OutputRecord(null, score, NOW, name -> null, false), NOW);
        writer.beat(NOW, 1);

        assertThat(only(Kind.PULSE).at("/images").asDouble()).isZero();
        assertThat(only(Kind.SCORES).at("/size").asInt()).isEqualTo(1);
    }

    @Test
    void shouldNameASourceThatWasReadBackWithoutCountingIt() throws Exception {
        byte[] anomaly = LiveRecords.anomaly("line-4", 17, NOW, 0.0002, SHA);
        writer.take(
                Output.ANOMALIES, new OutputRecord("line-4".getBytes(UTF_8), anomaly, NOW, name -> null, false), NOW);
        writer.beat(NOW, 1);

        JsonNode source = only(Kind.SOURCES).at("/sources/0");
        assertThat(source.get(0).asText()).isEqualTo("line-4");
        assertThat(source.get(1).asLong()).as("images").isZero();
        assertThat(source.get(2).asLong()).as("anomalies").isZero();
    }

    @Test
    void shouldReportTheAgeOfImages() throws Exception {
        writer.take(
                Output.SCORES,
                new OutputRecord(null, LiveRecords.anomaly("", 17, NOW, 0.5, SHA), NOW - 250, name -> null, true),
                NOW);
        writer.beat(NOW, 1);

        assertThat(only(Kind.PULSE).at("/p50").asLong()).isBetween(245L, 255L);
    }

    /** A record that Elbowatch did not write is counted and not shown. */
    @Property
    void shouldAcceptAnyBytes(@ForAll byte[] key, @ForAll byte[] value, @ForAll Output output) {
        writer.take(output, new OutputRecord(key, value, NOW, name -> null, true), NOW);

        assertThat(writer.unreadable()).isPositive();
    }

    private void take(Output output, String key, byte[] value) {
        take(output, key, value, Map.of());
    }

    private void take(Output output, String key, byte[] value, Map<String, String> headers) {
        writer.take(output, new OutputRecord(key.getBytes(UTF_8), value, NOW, headers::get, true), NOW);
    }

    private void take(Output output, String key, byte[] value, long atMillis) {
        Map<String, String> none = Map.of();
        writer.take(output, new OutputRecord(key.getBytes(UTF_8), value, atMillis, none::get, true), NOW);
    }

    private JsonNode only(Kind kind) throws Exception {
        List<Entry> kept = kept(kind);
        assertThat(kept).hasSize(1);
        return new ObjectMapper().readTree(kept.get(0).json());
    }

    private List<Entry> kept(Kind kind) throws InterruptedException {
        return journal.after(0, 0).stream()
                .filter(entry -> entry.kind() == kind)
                .toList();
    }
}
