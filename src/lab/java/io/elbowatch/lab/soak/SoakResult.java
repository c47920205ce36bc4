package io.elbowatch.lab.soak;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of a soak.
 *
 * @param configuration in words
 * @param exactlyOnce whether duplicates are failures
 * @param followed whether anomalies and incidents are checked: at-least-once may write them twice, the control writes
 *     none
 * @param images that were sent
 * @param lost images that never left
 * @param overtaken images that were deleted from their topic before they left; not counted as lost
 * @param doubled records beyond the first of an image
 * @param disordered images that left after a later one of their source
 * @param differing records that differ from the undisturbed model
 * @param wrongAnomalies anomalous images that are not exactly once in the anomalies topic
 * @param incidents records of the incidents topic that agree with the replay
 * @param wrongIncidents records that differ from the replay or are missing
 * @param faults that have begun, by kind
 * @param coordinatorsRestarted brokers that were restarted because the coordinator of the group gave no offsets, or no stable group
 * @param plans records of routes and bundles that were to be taken
 * @param plansFollowed of those, records by which images were scored
 * @param planned images that were scored by a record of routes and bundles
 * @param refusedPlans records that were to be refused
 * @param fallen images that were judged by older settings than an image before them in their partition
 * @param scorers number of processes that were started
 * @param endedByThemselves number of processes that ended by themselves
 * @param seconds duration of the soak
 * @param examples of wrong records
 * @param recoveries from each fault, where faults come one after the other
 * @param skipped faults that this machine cannot inject, with the reason
 */
public record SoakResult(
        String configuration,
        boolean exactlyOnce,
        boolean followed,
        int images,
        int lost,
        int overtaken,
        int doubled,
        int disordered,
        int differing,
        int wrongAnomalies,
        int incidents,
        int wrongIncidents,
        Map<String, Integer> faults,
        int coordinatorsRestarted,
        int plans,
        int plansFollowed,
        int planned,
        int refusedPlans,
        int fallen,
        int scorers,
        int endedByThemselves,
        long seconds,
        long seed,
        List<String> examples,
        List<Recovery> recoveries,
        List<String> skipped) {

    public SoakResult {
        faults = Map.copyOf(faults);
        examples = List.copyOf(examples);
        recoveries = List.copyOf(recoveries);
        skipped = List.copyOf(skipped);
    }

    /**
     * Whether every check holds. At-least-once: no image is lost or scored differently. Exactly-once: nothing is wrong.
     */
    public boolean holds() {
        boolean scored = lost == 0 && differing == 0 && fallen == 0;
        boolean once = doubled == 0 && disordered == 0;
        boolean followedUp = wrongAnomalies == 0 && wrongIncidents == 0;
        return scored && (once || !exactlyOnce) && (followedUp || !followed);
    }

    public int faultsDone() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The header of the table that {@link #row} belongs to. */
    public static String header() {
        return "| configuration | images | faults | lost | doubled | disordered | scores that differ | anomalies wrong |"
                + " incidents (wrong) | seconds | seed |\n|---|---|---|---|---|---|---|---|---|---|---|";
    }

    /** A row of Markdown. */
    public String row() {
        String incident = followed ? String.format(Locale.ROOT, "%,d (%,d)", incidents, wrongIncidents) : "–";
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %s | %s | %,d | %d |",
                configuration,
                images,
                faultsDone(),
                lost,
                doubled,
                disordered,
                differing,
                followed ? String.format(Locale.ROOT, "%,d", wrongAnomalies) : "–",
                incident,
                seconds,
                seed);
    }

    /** One object of JSON. */
    public String json() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("configuration", configuration);
            json.writeBooleanField("holds", holds());
            json.writeNumberField("images", images);
            json.writeNumberField("lost", lost);
            json.writeNumberField("overtaken", overtaken);
            json.writeNumberField("doubled", doubled);
            json.writeNumberField("disordered", disordered);
            json.writeNumberField("differing", differing);
            json.writeNumberField("wrongAnomalies", wrongAnomalies);
            json.writeNumberField("incidents", incidents);
            json.writeNumberField("wrongIncidents", wrongIncidents);
            json.writeObjectFieldStart("faults");
            for (Map.Entry<String, Integer> fault : new TreeMap<>(faults).entrySet()) {
                json.writeNumberField(fault.getKey(), fault.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("coordinatorsRestarted", coordinatorsRestarted);
            json.writeNumberField("plans", plans);
            json.writeNumberField("plansFollowed", plansFollowed);
            json.writeNumberField("planned", planned);
            json.writeNumberField("refusedPlans", refusedPlans);
            json.writeNumberField("fallen", fallen);
            json.writeNumberField("scorers", scorers);
            json.writeNumberField("endedByThemselves", endedByThemselves);
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("seed", seed);
            write(json, "examples", examples);
            write(json, "skipped", skipped);
            json.writeArrayFieldStart("recoveries");
            for (Recovery recovery : recoveries) {
                json.writeStartObject();
                json.writeStringField("fault", recovery.kind().label());
                json.writeNumberField("fromStartMillis", recovery.fromStartMillis());
                json.writeNumberField("afterEndMillis", recovery.afterEndMillis());
                json.writeNumberField("silenceMillis", recovery.silenceMillis());
                json.writeStringField("health", recovery.health());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }
}
