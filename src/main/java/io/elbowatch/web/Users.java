package io.elbowatch.web;

import io.elbowatch.web.api.Author;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * People with a password of their own, so that what they write carries their name.
 *
 * @param passwords by name
 */
public record Users(Map<String, String> passwords) {
    public static final Users NONE = new Users(Map.of());

    private static final int MAX_NAME = 100;
    private static final Set<String> RESERVED = Set.of(Author.LOCAL, Author.TOKEN);

    public Users {
        passwords = Map.copyOf(passwords);
        passwords.forEach(Users::check);
    }

    /**
     * Those of a text: a line {@code name:password} for each; empty lines and lines that begin with # do not count.
     *
     * @throws IllegalArgumentException naming the line, not what it holds
     */
    public static Users parse(String text) {
        Map<String, String> passwords = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("line " + number + " has no colon between name and password");
            }
            String name = line.substring(0, colon);
            try {
                check(name, line.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
            }
            if (passwords.put(name, line.substring(colon + 1)) != null) {
                throw new IllegalArgumentException("line " + number + " has a name that is there already");
            }
        }
        if (passwords.isEmpty()) {
            throw new IllegalArgumentException("there is no line name:password");
        }
        return new Users(passwords);
    }

    private static void check(String name, String password) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("the name must have 1 to " + MAX_NAME + " characters");
        }
        if (name.contains(":") || RESERVED.contains(name)) {
            throw new IllegalArgumentException("the name must hold no colon, and be none of local and token");
        }
        if (password.length() < Credentials.MIN_CHARACTERS) {
            throw new IllegalArgumentException(
                    "the password must have at least " + Credentials.MIN_CHARACTERS + " characters");
        }
    }

    /** Contains no secret. */
    @Override
    public String toString() {
        return "Users" + passwords.keySet();
    }
}
