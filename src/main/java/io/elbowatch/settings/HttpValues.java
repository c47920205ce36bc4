package io.elbowatch.settings;

import io.elbowatch.web.Credentials;
import io.elbowatch.web.HttpAccess;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.TlsFiles;

/** Reads what is said of HTTP. */
final class HttpValues {
    private HttpValues() {}

    /** @throws IllegalArgumentException naming what contradicts */
    static HttpSettings read(Values values) {
        HttpAccess access = new HttpAccess(
                TlsFiles.of(values.find(SettingsTable.HTTP_CERTIFICATE), values.find(SettingsTable.HTTP_KEY)),
                Credentials.of(
                        values.get(SettingsTable.HTTP_USER),
                        values.find(SettingsTable.HTTP_PASSWORD),
                        values.find(SettingsTable.HTTP_TOKEN)),
                values.get(SettingsTable.HTTP_INSECURE));
        return new HttpSettings(
                values.get(SettingsTable.HTTP_HOST),
                values.get(SettingsTable.HTTP_PORT),
                values.get(SettingsTable.HTTP_PAGE),
                access);
    }
}
