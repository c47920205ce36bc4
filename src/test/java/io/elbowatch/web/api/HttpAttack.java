package io.elbowatch.web.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A request of attacks.txt, which explains the format.
 *
 * @param answers statuses that are right; "closed" for a connection that ends without an answer
 * @param text of the request, with escapes
 */
record HttpAttack(String name, Set<String> answers, String text) {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "elbowatch", "web");
    private static final Pattern ROUTE = Pattern.compile("routes\\.(get|post)\\(\\s*\"([^\"]+)\"");
    private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(r|n|t|\\\\|x([0-9a-f]{2}))");
    private static final String END = "\r\n\r\n";

    /** All attacks, one for each route that they are for. */
    static List<HttpAttack> all() {
        List<HttpAttack> all = new ArrayList<>();
        for (String block : resource().split("(?m)^== ")) {
            if (!block.startsWith("#")) {
                expand(parse(block), all);
            }
        }
        return all;
    }

    private static String resource() {
        try (InputStream in = HttpAttack.class.getResourceAsStream("/io/elbowatch/web/attacks.txt")) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpAttack parse(String block) {
        List<String> lines = new ArrayList<>(block.lines().toList());
        while (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        String expect = lines.get(1);
        if (!expect.startsWith("expect ")) {
            throw new IllegalStateException("no answer is expected: " + lines.get(0));
        }
        Set<String> answers = new LinkedHashSet<>(
                Arrays.asList(expect.substring("expect ".length()).split(" ")));
        String text = String.join("\r\n", lines.subList(2, lines.size()));
        return new HttpAttack(lines.get(0), answers, text.contains(END) ? text : text + END);
    }

    private static void expand(HttpAttack attack, List<HttpAttack> all) {
        for (String kind : List.of("{get}", "{post}", "{any}")) {
            if (attack.text.contains(kind)) {
                routes(kind)
                        .forEach(route -> all.add(new HttpAttack(
                                attack.name + ": " + route, attack.answers, attack.text.replace(kind, route))));
                return;
            }
        }
        all.add(attack);
    }

    /** The routes of the server, as the sources name them: a new one is attacked from then on. */
    static List<String> routes(String kind) {
        List<String> routes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Matcher route = ROUTE.matcher(Files.readString(file));
                while (route.find()) {
                    if (kind.equals("{any}") || kind.equals("{" + route.group(1) + "}")) {
                        routes.add(route.group(2)
                                .replaceAll("/$", "/x/app.js") // the files, below a version
                                .replaceAll("^/x/app.js$", "/")
                                .replace("{id}", "images-0-17-anomalies")
                                .replaceAll("\\{[a-z]+}", "images-0-17"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return routes.stream().distinct().toList();
    }

    /** The bytes to be sent to a server at a port. */
    byte[] request(int port) {
        Matcher repeated = REPEATED.matcher(text.replace("{port}", Integer.toString(port)));
        String whole = repeated.replaceAll(
                found -> Matcher.quoteReplacement(found.group(1).repeat(Integer.parseInt(found.group(2)))));
        Matcher escape = ESCAPE.matcher(whole);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int from = 0;
        while (escape.find()) {
            bytes.writeBytes(whole.substring(from, escape.start()).getBytes(ISO_8859_1));
            bytes.write(
                    switch (escape.group(1)) {
                        case "r" -> '\r';
                        case "n" -> '\n';
                        case "t" -> '\t';
                        case "\\" -> '\\';
                        default -> Integer.parseInt(escape.group(2), 16);
                    });
            from = escape.end();
        }
        bytes.writeBytes(whole.substring(from).getBytes(ISO_8859_1));
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
