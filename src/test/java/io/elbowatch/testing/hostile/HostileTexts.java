package io.elbowatch.testing.hostile;

import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Keys and headers that mean something else to a log, a page, a metric or a parser than a name. */
public final class HostileTexts {
    private static final List<String> TEXTS = List.of(
            "camera-1",
            "",
            " ",
            "\n12:00:00 ERROR forged",
            "\r\n\r\n<script>alert(1)</script>",
            "\"><img src=x onerror=alert(1)>",
            "\u202eenil\u2066",
            "\0",
            "\u001b[2J\u001b]0;title\u0007",
            "{source=\"other\"} 1\n# EOF",
            "${jndi:ldap://localhost/a}",
            "../../etc/passwd",
            "\",\"schema\":2,\"x\":\"",
            "%s%n%x",
            "\ufeff\u200b\ufffe",
            "\ud83d\ude00".repeat(128),
            "e\u0301".repeat(500),
            "x".repeat(257),
            "x".repeat(70_000));

    /** Some of them no UTF-8; or null. */
    public byte[] key(Random random) {
        String text = any(random);
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1 -> ("\u00c3" + text).getBytes(ISO_8859_1);
            case 2 -> new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80}; // half of a character
            default -> text.getBytes(UTF_8);
        };
    }

    /** None to four, one of them with names of ours. */
    public RecordHeaders headers(Random random) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = random.nextInt(5); i > 0; i--) {
            byte[] value = random.nextInt(4) == 0 ? null : any(random).getBytes(UTF_8);
            headers.add(random.nextInt(4) == 0 ? "elbowatch-reason" : any(random), value);
        }
        return headers;
    }

    private static String any(Random random) {
        // The last is too large for any output, which should not be what most records are refused for.
        return TEXTS.get(random.nextInt(random.nextInt(10) == 0 ? TEXTS.size() : TEXTS.size() - 1));
    }
}
