package io.elbowatch.operate;

import io.elbowatch.operate.Dependencies.Component;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the shipped libraries, after {@code mvn package}. */
class DependenciesIT {
    private static final Path PAGE = Path.of("docs", "dependencies.md");

    /** Each of these permits an Apache-2.0 program to be shipped with the unmodified library. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-2.0");

    /** The licence in the library's own file, where its POM names another or none that SPDX knows. */
    private static final Map<String, String> BY_THEIR_OWN_FILES = Map.of(
            "org.jline:jline-native", "BSD-3-Clause",
            "org.jline:jline-terminal", "BSD-3-Clause",
            "com.google.re2j:re2j", "BSD-3-Clause");

    @Test
    void shouldShipUnderLicencesThatAllowIt() throws IOException {
        assertThat(Dependencies.read().components())
                .isNotEmpty()
                .filteredOn(component -> !ALLOWED.contains(BY_THEIR_OWN_FILES.getOrDefault(component.name(), ""))
                        && component.licences().stream().noneMatch(ALLOWED::contains))
                .isEmpty();
    }

    @Test
    void shouldShipNothingButReleases() throws IOException {
        assertThat(Dependencies.read().components())
                .extracting(Component::version)
                .noneMatch(version -> version.matches("(?i).*(snapshot|alpha|beta|rc|cr|[.-]m)[.-]?\\d*"));
    }

    @Test
    void shouldListThemInTheDocs() throws IOException {
        String page = Dependencies.read().page();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE).hasContent(page);
    }

    /** The container image for arm64 is made of the same jars. The GPU variant of ONNX Runtime is for amd64 alone. */
    @Test
    void shouldShipNoNativeLibraryForAmd64Alone() throws IOException {
        Map<String, Set<String>> missing = new TreeMap<>();
        Set<String> native64 = new TreeSet<>();
        for (Path jar : jars()) {
            String name = jar.getFileName().toString();
            Natives natives = Natives.of(jar);
            if (!natives.amd64().isEmpty()) {
                native64.add(name.replaceFirst("-\\d.*", ""));
            }
            if (!natives.missingOnArm64().isEmpty() && !name.startsWith("onnxruntime_gpu-")) {
                missing.put(name, natives.missingOnArm64());
            }
        }

        assertThat(missing).isEmpty();
        assertThat(native64).contains("lz4-java", "snappy-java", "zstd-jni");
    }

    /** The order of the class path would decide which copy of a class is used. */
    @Test
    void shouldShipNoClassTwice() throws IOException {
        Map<String, String> jarOfClass = new HashMap<>();
        Map<String, Set<String>> twice = new TreeMap<>();
        for (Path jar : jars()) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                zip.stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                        .filter(name -> !name.equals("module-info.class"))
                        .forEach(name -> {
                            String other =
                                    jarOfClass.put(name, jar.getFileName().toString());
                            if (other != null) {
                                twice.computeIfAbsent(other + " " + jar.getFileName(), both -> new TreeSet<>())
                                        .add(name);
                            }
                        });
            }
        }

        assertThat(jarOfClass).hasSizeGreaterThan(10_000);
        assertThat(twice).isEmpty();
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("target", "lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
