package io.elbowatch.bench.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown: one head, and rows of as many cells. */
public final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<String> head) {
        rows.add(List.copyOf(head));
        rows.add(head.stream().map(name -> "---").toList());
    }

    public void row(List<String> cells) {
        if (cells.size() != rows.get(0).size()) {
            throw new IllegalArgumentException(cells + " does not fit below " + rows.get(0));
        }
        rows.add(List.copyOf(cells));
    }

    /** All of it, with a line feed behind each row. */
    public String markdown() {
        return rows.stream()
                .map(cells -> "| " + String.join(" | ", cells) + " |\n")
                .collect(Collectors.joining());
    }
}
