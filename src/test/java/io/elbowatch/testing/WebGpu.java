package io.elbowatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Elbowatch in a process of its own with WebGPU, on the device that Vulkan finds: a GPU, or one in software. */
public final class WebGpu {
    private static final String LIBRARY = "libonnxruntime.so";
    /** Names a driver; whoever has a GPU sets it to that of its maker. */
    private static final String DRIVERS = "VK_ICD_FILENAMES";

    private static final Path SWIFTSHADER = Path.of("/usr/lib/chromium/vk_swiftshader_icd.json");
    private static final List<Path> FOLDERS = List.of(Path.of("target", "webgpu"), Path.of("webgpu"));
    private static final List<Path> LOADERS = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/libvulkan.so.1"),
            Path.of("/usr/lib64/libvulkan.so.1"),
            Path.of("/usr/lib/libvulkan.so.1"));

    private WebGpu() {}

    /** The test is skipped where library or device are missing. */
    public static void require() {
        Need.WEBGPU.check(
                libraries().findFirst().isPresent(), () -> "no WebGPU: deploy/webgpu/install target/webgpu gets it");
        Need.WEBGPU.check(
                LOADERS.stream().anyMatch(Files::exists)
                        && (System.getenv(DRIVERS) != null || Files.exists(SWIFTSHADER)),
                () -> "no Vulkan device: install libvulkan1 and chromium, which brings one, or name another by "
                        + DRIVERS);
    }

    /** Starts a command with the library and the device. */
    public static Program elbowatch(Path output, String... arguments) {
        return elbowatch(output, environment().get(DRIVERS), arguments);
    }

    /** Starts a command with the library and no device. */
    public static Program elbowatchWithoutDevice(Path output, String... arguments) {
        return elbowatch(output, "none.json", arguments);
    }

    /** The environment with the device. */
    public static Map<String, String> environment() {
        return Map.of(DRIVERS, System.getenv().getOrDefault(DRIVERS, SWIFTSHADER.toString()));
    }

    /** The option of the Java virtual machine with the library. */
    public static String options() {
        return "-Donnxruntime.native.path="
                + libraries().findFirst().orElseThrow().toAbsolutePath();
    }

    private static Program elbowatch(Path output, String drivers, String... arguments) {
        return Program.elbowatch(output, Map.of(DRIVERS, drivers), List.of(options()), arguments);
    }

    private static Stream<Path> libraries() {
        return FOLDERS.stream().filter(folder -> Files.exists(folder.resolve(LIBRARY)));
    }
}
