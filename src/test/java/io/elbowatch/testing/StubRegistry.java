package io.elbowatch.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The three calls of a schema registry that this program uses, as Confluent's API documents them. */
public final class StubRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final List<String> schemas = new ArrayList<>(); // by number
    private final List<String> subjects = new ArrayList<>(); // of the schemas
    /** Method and path of every call, and "-" or what it was authorized with. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    private volatile int registering = 200;

    public StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers with this status to whoever registers a schema. */
    public void refuseWith(int status) {
        registering = status;
    }

    /** Registers a schema; returns its number. */
    public synchronized int add(String subject, String schema) {
        schemas.add(schema);
        subjects.add(subject);
        return schemas.size() - 1;
    }

    public synchronized List<String> subjects() {
        return List.copyOf(subjects);
    }

    private synchronized void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getRawPath();
        calls.add(call.getRequestMethod() + " " + path + " "
                + Optional.ofNullable(call.getRequestHeaders().getFirst("authorization"))
                        .orElse("-"));
        String[] parts = path.split("/");
        if (path.startsWith("/schemas/ids/")) {
            int id = Integer.parseInt(parts[3]);
            if (id >= 0 && id < schemas.size()) {
                send(
                        call,
                        200,
                        JSON.createObjectNode().put("schema", schemas.get(id)).toString());
            } else {
                send(call, 404, "{\"error_code\":40403,\"message\":\"Schema not found\"}");
            }
            return;
        }
        String subject = URLDecoder.decode(parts[2], UTF_8);
        String schema = JSON.readTree(call.getRequestBody().readAllBytes())
                .get("schema")
                .textValue();
        int known = schemas.indexOf(schema);
        if (path.endsWith("/versions")) {
            String answer = registering == 200
                    ? "{\"id\":" + (known >= 0 ? known : add(subject, schema)) + "}"
                    : "{\"error_code\":409,\"message\":\"incompatible\"}";
            send(call, registering, answer);
        } else if (known >= 0) {
            send(call, 200, "{\"subject\":\"" + subject + "\",\"id\":" + known + ",\"version\":1}");
        } else {
            send(call, 404, "{\"error_code\":40401,\"message\":\"Subject not found\"}");
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        call.sendResponseHeaders(status, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
