/** The composition root, the only place that puts stream, metrics and web server together around a loaded model. */
package io.elbowatch.service;
