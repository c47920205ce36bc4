/**
 * Bundles that are named while the stream runs: where they lie, how they get here, and which of them are open.
 *
 * <ul>
 *   <li>Places: {@code io.elbowatch.download} reads {@code at}, and gets what is there
 *   <li>Fetching: {@code BundleStore} gives the folder of a bundle, out of its cache or through {@code Unpacking} and {@code FolderDigest}. Nothing of a place is used before its hash is known
 *   <li>Opening: {@code ModelPool} holds the opened models, and closes those that were not used for longest; {@code
 *       PooledModel} is one of them as the flow sees it
 * </ul>
 */
package io.elbowatch.models;
