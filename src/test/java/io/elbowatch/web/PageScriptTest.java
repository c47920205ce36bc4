package io.elbowatch.web;

import io.elbowatch.settings.Setting;
import io.elbowatch.settings.SettingsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The scripts of the page: text from Kafka stays text and never becomes HTML, code or the address of a script. */
class PageScriptTest {
    private static final Path WEB = Path.of("src", "main", "resources", "web");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]*'\\./([\\w-]+\\.js)';");

    private static final Pattern TEXT = Pattern.compile("'[^'\n]*'|`[^`]*`");

    static Stream<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            return files.filter(file -> file.toString().matches(".*\\.(js|html)")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void shouldMakeNoHtmlAndNoCodeOfText(Path script) throws IOException {
        assertThat(Files.readString(script))
                .doesNotContainPattern("\\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment)\\b")
                .doesNotContainPattern("\\bdocument\\.write|\\beval\\(|\\bnew Function\\b|\\bDOMParser\\b")
                .doesNotContainPattern("javascript:|\\bon(click|error|load)=");
    }

    @Test
    void shouldNameSettingsThatThereAre() throws IOException {
        Set<String> settings =
                SettingsTable.rows().stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        for (Path script : scripts().toList()) {
            named.addAll(settingsIn(Files.readString(script), settings));
        }

        assertThat(named).contains("topics.feedback", "evidence.per-minute");
        assertThat(settings).containsAll(named);
    }

    /** What looks like a setting in texts: a name with a dot that begins as the name of a setting. */
    private static Set<String> settingsIn(String script, Set<String> settings) {
        String prefixes = settings.stream()
                .filter(key -> key.contains("."))
                .map(key -> key.substring(0, key.indexOf('.')))
                .distinct()
                .collect(Collectors.joining("|"));
        Pattern setting = Pattern.compile("(?<![\\w./-])(?:" + prefixes + ")\\.[a-z][a-z-]*(?:\\.[a-z][a-z-]*)*");
        Set<String> names = new TreeSet<>();
        TEXT.matcher(script.replaceAll("(?m)(^|\\s)//.*$", ""))
                .results()
                .map(text -> text.group().replaceAll("\\$\\{[^}]*}", ""))
                .forEach(text -> setting.matcher(text).results().forEach(found -> names.add(found.group())));
        return names;
    }

    @Test
    void shouldImportWithoutCircles() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (Path script :
                scripts().filter(file -> file.toString().endsWith(".js")).toList()) {
            imports.put(script.getFileName().toString(), imports(Files.readString(script)));
        }

        assertThat(imports.get("app.js")).contains("anomalies.js", "dom.js");
        assertThat(imports.keySet())
                .containsAll(imports.values().stream().flatMap(Set::stream).toList());
        assertThat(afterRemovingLeaves(imports))
                .as("scripts in or behind a circle")
                .isEmpty();
    }

    private static Set<String> imports(String script) {
        Set<String> names = new TreeSet<>();
        IMPORT.matcher(script).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** Removes scripts without imports until none is left; what stays imports itself in the end. */
    private static Map<String, Set<String>> afterRemovingLeaves(Map<String, Set<String>> imports) {
        Map<String, Set<String>> left = new TreeMap<>(imports);
        while (left.values().removeIf(names -> names.stream().noneMatch(left::containsKey))) {
            // each round removes the scripts that import no remaining one
        }
        return left;
    }
}
