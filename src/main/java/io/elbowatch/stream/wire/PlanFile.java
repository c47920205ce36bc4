package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads a plan from a file: the fields of a record of the settings topic, as YAML or as JSON, which is YAML too. The
 * field {@code schema} may be left out.
 */
public final class PlanFile {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private PlanFile() {}

    /** Reads a file. @throws Refusal when it cannot be read, with all that is wrong with it */
    public static PlanRecord read(Path file) {
        JsonNode json;
        try {
            if (Files.size(file) > SettingsJson.MAX_MODELS_BYTES) {
                throw refusal(file, "it has more than " + SettingsJson.MAX_MODELS_BYTES + " bytes");
            }
            json = YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw refusal(
                    file,
                    "no YAML"
                            + (e.getLocation() == null
                                    ? ""
                                    : " from line " + e.getLocation().getLineNr() + " on"));
        } catch (IOException e) {
            throw Refusal.ofMistake(
                    "cannot read the routes in " + file + ": "
                            + (e instanceof NoSuchFileException ? "there is no such file" : e.toString()),
                    "name a file of routes and bundles, as docs/models.md shows");
        }
        return read(file, json);
    }

    private static PlanRecord read(Path file, JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            throw refusal(file, "it must have the fields routes and bundles");
        }
        JsonNode schema = object.path("schema");
        if (!schema.isMissingNode() && schema.asInt() != PlanJson.SCHEMA) {
            throw refusal(file, "schema " + Quoted.of(schema) + ", understood is " + PlanJson.SCHEMA);
        }
        PlanJson.Read read = PlanJson.read(object);
        return read.plan().orElseThrow(() -> refusal(file, String.join("; ", read.problems())));
    }

    private static Refusal refusal(Path file, String what) {
        return Refusal.ofMistake("the routes in " + file + ": " + what, "correct them; docs/models.md has an example");
    }
}
