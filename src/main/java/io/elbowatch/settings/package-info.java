/**
 * Configuration. {@link io.elbowatch.settings.SettingsTable} holds every setting once; flags, environment names, checks
 * and the reference page are derived from it. {@link io.elbowatch.settings.SettingsLoader} lays flags over the
 * environment over a file over the preset over the defaults, and refuses everything that is wrong with them in one message.
 */
package io.elbowatch.settings;
