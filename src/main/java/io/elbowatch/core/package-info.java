/**
 * The judgement of images, stage by stage, in {@code image}, {@code elbo} and {@code verdict}; in this package itself what
 * may go wrong. It knows the JDK alone: whatever runs models, moves records or draws metrics calls it.
 */
package io.elbowatch.core;
