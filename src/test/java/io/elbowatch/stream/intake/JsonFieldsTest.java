package io.elbowatch.stream.intake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class JsonFieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("a", "b", "ä/~", "image", "", "0");
    private static final Place TEXT = new Place(Place.Kind.POINTER, "/a/0");

    /** Jackson's tree and its pointers are the reference. */
    @Property(tries = 2_000)
    void shouldFindWhatATreeHasAtTheSamePointers(
            @ForAll long seed, @ForAll boolean pretty, @ForAll @IntRange(max = 3) int before) throws IOException {
        Random random = new Random(seed);
        ObjectNode document = JSON.createObjectNode();
        fill(document, random, 0);
        byte[] image = new byte[random.nextInt(50)];
        random.nextBytes(image);
        document.put("b", image);
        byte[] plain = pretty
                ? JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document)
                : JSON.writeValueAsBytes(document);
        byte[] json = new byte[before + plain.length];
        System.arraycopy(plain, 0, json, before, plain.length);

        JsonNode expected = JSON.readTree(plain).at(JsonPointer.compile(TEXT.name()));
        try {
            Contents contents =
                    new JsonFields(List.of("/b"), Map.of(TEXT.name(), TEXT), 1_000).read(json, before, plain.length);
            assertThat(contents.image()).isEqualTo(image);
            boolean there = expected.isValueNode() && !expected.isNull();
            assertThat(contents.texts().get(TEXT)).isEqualTo(there ? expected.asText() : null);
        } catch (UnfitRecordException e) {
            assertThat(expected.isContainerNode()).as(e.getMessage()).isTrue();
        }
        assertRefused(Arrays.copyOf(plain, random.nextInt(plain.length)));
    }

    private static void assertRefused(byte[] prefix) {
        try {
            new JsonFields(List.of("/b"), Map.of(), 1_000).read(prefix, 0, prefix.length);
        } catch (UnfitRecordException e) {
            assertThat(e.rejection().detail()).matches("[ -~…]*");
            return;
        }
        throw new AssertionError("a part of a document was read");
    }

    private static void fill(ObjectNode object, Random random, int depth) {
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), any(random, depth));
        }
    }

    private static JsonNode any(Random random, int depth) {
        switch (random.nextInt(depth > 3 ? 5 : 7)) {
            case 0:
                return JSON.getNodeFactory().nullNode();
            case 1:
                return JSON.getNodeFactory().booleanNode(random.nextBoolean());
            case 2:
                return JSON.getNodeFactory().numberNode(random.nextInt());
            case 3:
                return JSON.getNodeFactory().textNode("\"\\b/ä\u2028\ud83d\ude00".repeat(random.nextInt(3)));
            case 4:
                return JSON.getNodeFactory().textNode("x".repeat(random.nextInt(20_000)));
            case 5:
                ArrayNode array = JSON.createArrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(any(random, depth + 1));
                }
                return array;
            default:
                ObjectNode object = JSON.createObjectNode();
                fill(object, random, depth + 1);
                return object;
        }
    }
}
