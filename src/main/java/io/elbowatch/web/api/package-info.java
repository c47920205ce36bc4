/**
 * What the page asks for and changes besides its events: an {@link io.elbowatch.web.api.Api} adds routes below
 * {@code /api/}. {@link io.elbowatch.web.WebServer} takes a list of them and guards every one.
 */
package io.elbowatch.web.api;
