package io.elbowatch.stream.wire;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RoutePattern;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanJsonTest {
    private static final byte[] KEY = "models".getBytes(UTF_8);
    static final PlanSpec PLAN = new PlanSpec(
            List.of(
                    new Route(new RoutePattern.Key("camera-7"), "camera-7", Optional.of("next")),
                    new Route(new RoutePattern.KeyGlob("line-2/*"), "boards"),
                    new Route(RoutePattern.KeyRegex.of("cam-[0-9]+"), "boards"),
                    new Route(new RoutePattern.Topic("images-b"), "boards"),
                    new Route(new RoutePattern.Any(), "next")),
            Map.of(
                    "camera-7",
                            new BundleRef(
                                    "camera-7-2",
                                    Optional.of("ab".repeat(32)),
                                    OptionalDouble.empty(),
                                    Optional.empty()),
                    "next", new BundleRef("camera-7-3"),
                    "boards",
                            new BundleRef(
                                    "boards", Optional.empty(), OptionalDouble.of(0.001), Optional.of(Decider.LOCAL))));

    @TempDir
    private Path folder;

    @Test
    void shouldReadWhatItWrites() throws IOException {
        PlanRecord written = new PlanRecord(PLAN, Optional.of("anna"), Optional.of(PLAN));
        byte[] json = SettingsJson.write(written);
        assertThat(SettingsJson.read(KEY, json)).isEqualTo(new SettingsRecord.Plan(written));
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs", "schema", "models.schema.json")), InputFormat.JSON);
        assertThat(schema.validate(new String(json, UTF_8), InputFormat.JSON)).isEmpty();
    }

    @Test
    void shouldRefuseAllMistakesAtOnce() {
        SettingsRecord read = SettingsJson.read(
                KEY,
                ("{\"schema\":2,\"routs\":1,\"routes\":[{\"key\":7,\"bundle\":\"a\"},{\"key\":\"x\",\"any\":true},7,"
                                + "{\"keyRegex\":\"(\",\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"alpha\":\"x\",\"decide\":\"z\"}}}")
                        .getBytes(UTF_8));
        assertThat(read).isInstanceOfSatisfying(SettingsRecord.Refused.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Reason.PLAN);
            assertThat(refused.refusal().details())
                    .satisfiesExactly(
                            one -> assertThat(one).startsWith("unknown field 'routs'"),
                            one -> assertThat(one).isEqualTo("route 1: key must be a text, in quotes"),
                            one -> assertThat(one).startsWith("route 2 must have exactly one of key,"),
                            one -> assertThat(one).isEqualTo("route 2: bundle must be a text"),
                            one -> assertThat(one).isEqualTo("route 3 must be an object"),
                            one -> assertThat(one).startsWith("route 4: keyRegex '(' is no expression of RE2"),
                            one -> assertThat(one).isEqualTo("bundle 'a': at must be a text"),
                            one -> assertThat(one).isEqualTo("bundle 'a': alpha must be a number"),
                            one -> assertThat(one).startsWith("bundle 'a': decide 'z'; there are default"));
        });
    }

    /** Mistakes of single fields, and routes and bundles that contradict each other. */
    @Test
    void shouldNameContradictionsBesideMistakesOfFields() {
        assertThat(refused("{\"schema\":2,\"routes\":[{\"keyRegex\":\"cam-[0-9\",\"bundle\":\"gone\"},{\"key\":\"x\"},"
                        + "{\"any\":true,\"bundle\":\"a\"},{\"any\":true,\"bundle\":\"line:1/a\"}],"
                        + "\"bundles\":{\"a\":{\"sha256\":\"12\",\"alpha\":\"x\"}},\"more\":1}"))
                .satisfiesExactly(
                        one -> assertThat(one).startsWith("unknown field 'more'"),
                        one -> assertThat(one)
                                .isEqualTo("route 1: keyRegex 'cam-[0-9' is no expression of RE2: error parsing regexp:"
                                        + " missing closing ]: `[0-9`"),
                        one -> assertThat(one).isEqualTo("route 2: bundle must be a text"),
                        one -> assertThat(one).isEqualTo("bundle 'a': at must be a text"),
                        one -> assertThat(one).isEqualTo("bundle 'a': alpha must be a number"),
                        one -> assertThat(one).isEqualTo("bundle 'a': sha256 must have 64 hexadecimal digits"),
                        one -> assertThat(one).isEqualTo("route 1: there is no bundle 'gone'"),
                        one -> assertThat(one).isEqualTo("route 4 (any): there is no bundle 'line:1/a'"),
                        one -> assertThat(one)
                                .isEqualTo("route 4 (any) is beyond reach: a route before it takes all images"));
    }

    @Test
    void shouldQuoteNoCharacterThatEndsAQuotation() {
        assertThat(refused(
                        "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"x\\\"\\n\u202e\"}],\"bundles\":{\"y\\\"\":{"
                                + "\"at\":\"a\"}}}"))
                .isNotEmpty()
                .allMatch(detail -> detail.matches("[^\"\\\\\n\u202e]*"));
    }

    private static List<String> refused(String json) {
        return ((SettingsRecord.Refused) SettingsJson.read(KEY, json.getBytes(UTF_8)))
                .refusal()
                .details();
    }

    @Test
    void shouldTakeAPlanWhosePreviousOneCannotBeRead() {
        byte[] json =
                "{\"schema\":2,\"routes\":[{\"any\":true,\"bundle\":\"a\"}],\"bundles\":{\"a\":{\"at\":\"a\"}},\"previous\":{\"x\":1}}"
                        .getBytes(UTF_8);
        assertThat(SettingsJson.read(KEY, json))
                .isInstanceOfSatisfying(
                        SettingsRecord.Plan.class,
                        plan -> assertThat(plan.plan().previous()).isEmpty());
    }

    @Test
    void shouldReadTheSameFromAFile() throws IOException {
        Path file = folder.resolve("routes.yaml");
        Files.writeString(
                file,
                "routes:\n  - keyGlob: line-2/*\n    bundle: boards\n  - any: true\n    bundle: rest\n"
                        + "bundles:\n  boards: {at: boards, alpha: 0.001}\n  rest: {at: rest}\n");
        PlanSpec plan = PlanFile.read(file).plan();
        assertThat(plan.routes().routes()).hasSize(2);
        assertThat(plan.bundles().get("boards").alpha()).hasValue(0.001);

        Files.writeString(file, "routes: [{key: 7, bundle: x}]\nbundles: {a: {at: }}\n");
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("route 1: key must be a text, in quotes; bundle 'a': at must be a text");
        Files.writeString(file, "a: b: c");
        assertThatThrownBy(() -> PlanFile.read(file)).hasMessageContaining("no YAML from line 1 on");
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("gone"))).hasMessageContaining("cannot read the routes");
    }
}
