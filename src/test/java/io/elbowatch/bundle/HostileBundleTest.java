package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.ProtobufWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Malicious bundles. Their hashes agree; the files themselves are hostile. */
class HostileBundleTest {
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");
    private static final int GRAPH = 7;
    private static final int NODE = 1;
    private static final int INITIALIZER = 5;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    @TempDir
    private Path folder;

    @BeforeEach
    void copyABundle() throws IOException {
        copy(Bundles.ADOPTED, folder);
    }

    @Test
    void shouldRefuseAnExternalTensor() throws Exception {
        ProtobufWriter place = new ProtobufWriter().text(1, "location").text(2, "../../../etc/passwd");
        add(new ProtobufWriter()
                .message(INITIALIZER, tensor("w", FLOAT, 3).message(13, place).number(14, 1)));
        assertRefused("model.onnx", "'w'", "outside of the file", "../../../etc/passwd");
    }

    @Test
    void shouldRefuseAnExternalTensorInANestedGraph() throws Exception {
        ProtobufWriter inner =
                new ProtobufWriter().message(INITIALIZER, tensor("w", FLOAT, 3).number(14, 1));
        add(new ProtobufWriter()
                .message(NODE, node("If", "b", "a").message(5, new ProtobufWriter().message(6, inner))));
        assertRefused("model.onnx", "'w'", "outside of the file");
    }

    @Test
    void shouldRefuseACustomOperator() throws Exception {
        add(new ProtobufWriter().message(NODE, node("Run\nShell", "b", "a").text(7, "evil.example")));
        assertRefused("model.onnx", "custom operator 'Run?Shell' of 'evil.example'");
    }

    @ParameterizedTest
    @CsvSource({
        "4611686018427387904, 4, dimension",
        "100000, 100000, declares 10000000000 numbers",
        "-1, 1, dimension of -1"
    })
    void shouldRefuseATensorThatIsLargerThanItsBytes(long first, long second, String problem) throws Exception {
        add(new ProtobufWriter()
                .message(INITIALIZER, tensor("w", FLOAT, first, second).bytes(9, new byte[16])));
        assertRefused("model.onnx", "'w'", problem);
    }

    @Test
    void shouldRefuseASparseTensorThatWouldBecomeHuge() throws Exception {
        ProtobufWriter sparse = new ProtobufWriter()
                .message(1, tensor("w", FLOAT, 1).bytes(9, new byte[4]))
                .number(3, 1L << 20)
                .number(3, 1L << 20);
        add(new ProtobufWriter().message(15, sparse));
        assertRefused("model.onnx", "'w'", "sparse");
    }

    @Test
    void shouldRefuseAWeightOfNaN() throws Exception {
        ByteBuffer weights = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        weights.putFloat(1).putFloat(Float.POSITIVE_INFINITY).putFloat(Float.NaN);
        add(new ProtobufWriter().message(INITIALIZER, tensor("w", FLOAT, 3).bytes(9, weights.array())));
        assertRefused("model.onnx", "'w'", "NaN at index 2");
    }

    @Test
    void shouldRefuseACyclicGraph() throws Exception {
        add(new ProtobufWriter()
                .message(NODE, node("Neg", "back", "there"))
                .message(NODE, node("Neg", "there", "back")));
        assertRefused("ONNX Runtime does not load the graph");
    }

    @Test
    void shouldRefuseDeeplyNestedGraphs() throws Exception {
        ProtobufWriter graph = new ProtobufWriter();
        for (int i = 0; i < 3_000; i++) {
            graph = new ProtobufWriter()
                    .message(NODE, node("If", "b", "a").message(5, new ProtobufWriter().message(6, graph)));
        }
        add(graph);
        assertRefused("model.onnx", "more than 100 deep");
    }

    @Test
    void shouldRefuseATensorThatNeedsMoreMemoryThanThereIs() throws Exception {
        add(new ProtobufWriter()
                .message(INITIALIZER, whole("shape", 1L << 46))
                .message(NODE, node("ConstantOfShape", "huge", "shape"))
                .message(12, new ProtobufWriter().text(1, "huge")));
        assertRefused("model.onnx does not run", "ConstantOfShape");
    }

    /** A batch of more than 32 images needs more memory than there is: 2^48 bytes for each further image. */
    @Test
    void shouldScoreOneByOneABatchThatDoesNotFitIntoMemory() throws Exception {
        add(new ProtobufWriter()
                .message(INITIALIZER, whole("first", 0))
                .message(INITIALIZER, whole("golden", 32))
                .message(INITIALIZER, whole("none", 0))
                .message(INITIALIZER, whole("much", 1L << 46))
                .message(NODE, node("Shape", "sizes", "image"))
                .message(NODE, node("Gather", "batch", "sizes", "first"))
                .message(NODE, node("Sub", "over", "batch", "golden"))
                .message(NODE, node("Max", "beyond", "over", "none"))
                .message(NODE, node("Mul", "size", "beyond", "much"))
                .message(NODE, node("ConstantOfShape", "huge", "size"))
                .message(12, new ProtobufWriter().text(1, "huge")));
        try (OnnxModel model = OnnxModel.open(Bundle.load(folder), CPU);
                IsolatingScorer scorer = new IsolatingScorer(model.newScorer(), model.shape());
                ImageScorer alone = model.newScorer()) {
            List<byte[]> images = Collections.nCopies(40, new byte[model.shape().bytes()]);
            assertThatThrownBy(() -> alone.score(images))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("ConstantOfShape");

            List<Scoring> scored = scorer.score(images);

            assertThat(scored).hasSize(40).allMatch(Scoring.Scored.class::isInstance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 5_000, 26_000})
    void shouldRefuseATruncatedGraph(int length) throws Exception {
        write(Arrays.copyOf(Files.readAllBytes(folder.resolve("model.onnx")), length));
        assertThatThrownBy(() -> OnnxModel.open(BundledModel.load(folder), CPU).close())
                .isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "golden.json", "calibration.json", "model.onnx"})
    void shouldNotReadAFileThatIsTooLarge(String name) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            sparse.setLength((2L << 30) + 1);
        }
        assertRefused(name, "has 2147483649 bytes, at most ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "golden.json", "calibration.json", "model.onnx"})
    void shouldRefuseALinkOutOfTheFolder(String name) throws IOException {
        Path outside = Files.createTempFile("outside", name);
        Files.copy(folder.resolve(name), outside, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder.resolve(name));
        Files.createSymbolicLink(folder.resolve(name), outside);
        try {
            assertRefused(name, "is a link out of the folder");
        } finally {
            Files.delete(outside);
        }
    }

    /** Kubernetes mounts a volume like this: each file is a link to a file in a folder that is itself a link. */
    @Test
    void shouldFollowALinkWithinTheFolder() throws IOException {
        Path version = Files.createDirectory(folder.resolve("..2026"));
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
        for (String name : new String[] {"manifest.json", "golden.json", "calibration.json", "model.onnx"}) {
            Files.move(folder.resolve(name), version.resolve(name));
            Files.createSymbolicLink(folder.resolve(name), Path.of("..data", name));
        }
        assertThat(Bundle.load(folder).manifest().name()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "golden.json", "calibration.json"})
    void shouldRefuseAFileOfNull(String name) throws IOException {
        Files.writeString(folder.resolve(name), "null");
        assertRefused(name, "is null");
    }

    @ParameterizedTest
    @CsvSource({"100000, 100000", "40000, 40000", "2147483647, 2147483647", "-65536, -65536", "0, 16"})
    void shouldRefuseAnAbsurdImage(int height, int width) throws IOException {
        String manifest = Files.readString(folder.resolve("manifest.json"));
        Files.writeString(
                folder.resolve("manifest.json"),
                manifest.replaceFirst(
                        "(?s)(\"image\": \\{.*?\"height\": )\\d+(.*?\"width\": )\\d+", "$1" + height + "$2" + width));
        assertRefused("manifest.json", "image");
    }

    @Test
    void shouldRefuseAGraphOutsideOfTheFolder() throws IOException {
        String manifest = Files.readString(folder.resolve("manifest.json"));
        Files.writeString(folder.resolve("manifest.json"), manifest.replace("\"model.onnx\"", "\"../model.onnx\""));
        assertRefused("manifest.json", "a plain name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "golden.json", "calibration.json"})
    void shouldRefuseDeeplyNestedLists(String name) throws IOException {
        Files.writeString(folder.resolve(name), "{\"x\":" + "[".repeat(200_000));
        assertRefused(name);
    }

    private static ProtobufWriter tensor(String name, int type, long... dimensions) {
        ProtobufWriter tensor = new ProtobufWriter();
        for (long dimension : dimensions) {
            tensor.number(1, dimension);
        }
        return tensor.number(2, type).text(8, name);
    }

    private static ProtobufWriter node(String operator, String output, String... inputs) {
        ProtobufWriter node = new ProtobufWriter().text(2, output).text(4, operator);
        for (String input : inputs) {
            node.text(1, input);
        }
        return node;
    }

    /** A list of one whole number. */
    private static ProtobufWriter whole(String name, long number) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        return tensor(name, INT64, 1).bytes(9, bytes);
    }

    /** Protobuf merges a message that occurs twice, so the rest of the graph stays complete. */
    private void add(ProtobufWriter graph) throws Exception {
        byte[] before = Files.readAllBytes(folder.resolve("model.onnx"));
        byte[] more = new ProtobufWriter().message(GRAPH, graph).array();
        byte[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        write(all);
    }

    private void write(byte[] graph) throws Exception {
        String before = Sha256.hex(Files.readAllBytes(folder.resolve("model.onnx")));
        Files.write(folder.resolve("model.onnx"), graph);
        for (String name : new String[] {"manifest.json", "calibration.json"}) {
            String json = Files.readString(folder.resolve(name));
            assertThat(json).contains(before);
            Files.writeString(folder.resolve(name), json.replace(before, Sha256.hex(graph)));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private void assertRefused(String... facts) {
        assertThatThrownBy(() -> OnnxModel.open(Bundle.load(folder), CPU).close())
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll(facts)
                .satisfies(e -> assertThat(((Refusal) e).remedy()).isNotBlank());
    }
}
