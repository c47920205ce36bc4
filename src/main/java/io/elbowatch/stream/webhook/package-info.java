/**
 * Tells an HTTP receiver of incidents that open and close. A {@link io.elbowatch.stream.webhook.WebhookSender} reads the
 * incidents topic as a member of a consumer group, so that one instance sends each event, and commits it once it was
 * accepted.
 */
package io.elbowatch.stream.webhook;
