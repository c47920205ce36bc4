/**
 * Configuration. {@link io.elbowatch.settings.SettingsTable} has one row for every setting; flags, environment variables,
 * checks and the reference page are derived from the rows. {@link io.elbowatch.settings.SettingsLoader} reads flags,
 * environment, file, preset and defaults, in this order of precedence, and refuses all problems in one message.
 */
package io.elbowatch.settings;
