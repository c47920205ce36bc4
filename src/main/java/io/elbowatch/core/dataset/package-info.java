/**
 * Images at rest: folders, IDX files and zip archives, read one image at a time. For whoever feeds a topic or scores offline;
 * nothing here knows either.
 */
package io.elbowatch.core.dataset;
