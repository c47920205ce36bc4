package io.elbowatch.lab.bench.latency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One configuration of the product.
 *
 * @param name in reports
 * @param settings by key
 */
public record SettingsVariant(String name, Map<String, String> settings) {
    public SettingsVariant {
        settings = Map.copyOf(settings);
    }

    /** A preset without other settings. */
    public static SettingsVariant preset(String name) {
        return new SettingsVariant(name, Map.of("preset", name));
    }

    /**
     * Every combination of values.
     *
     * @param values of each key, in the order of the report
     */
    public static List<SettingsVariant> product(Map<String, List<String>> values) {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, List<String>> key : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : combinations) {
                for (String value : key.getValue()) {
                    Map<String, String> combination = new LinkedHashMap<>(shorter);
                    combination.put(key.getKey(), value);
                    longer.add(combination);
                }
            }
            combinations = longer;
        }
        return combinations.stream().map(SettingsVariant::of).toList();
    }

    private static SettingsVariant of(Map<String, String> settings) {
        return new SettingsVariant(
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(" ")),
                settings);
    }
}
