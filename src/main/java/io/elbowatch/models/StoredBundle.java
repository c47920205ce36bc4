package io.elbowatch.models;

import java.nio.file.Path;

/**
 * A bundle that is here.
 *
 * @param folder its files, which nobody changes
 * @param sha256 of the archive or folder that it was made of
 */
record StoredBundle(Path folder, String sha256) {}
