package io.elbowatch.operate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every file that names the version names that of pom.xml. */
class VersionsTest {
    private static final String VERSION =
            one("pom.xml", "<artifactId>elbowatch</artifactId>\\s*<version>(.*)</version>");

    @ParameterizedTest
    @CsvSource({
        "deploy/helm/elbowatch/Chart.yaml, ^version: (.*)$",
        "deploy/helm/elbowatch/Chart.yaml, ^appVersion: (.*)$",
        "deploy/kubernetes/base/kustomization.yaml, newTag: (.*)",
        "deploy/kubernetes/gpu/kustomization.yaml, newTag: (.*)-gpu",
        "Dockerfile, org.opencontainers.image.version=\"(.*)\"",
        "docs/deploy.md, docker build -t registry.example.com/elbowatch:(\\S*) \\.",
        "docs/air-gapped.md, tar xzf elbowatch-(\\S*)\\.tar\\.gz"
    })
    void shouldNameTheVersionOfThePom(String file, String pattern) {
        assertThat(one(file, pattern)).as(file).isEqualTo(VERSION);
    }

    private static String one(String file, String pattern) {
        try {
            Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(Files.readString(Path.of(file)));
            assertThat(found.find()).as(file + " has " + pattern).isTrue();
            return found.group(1);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
