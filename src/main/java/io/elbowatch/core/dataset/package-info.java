/** Image sets on disk: folders, IDX files and zip archives, read one image at a time. */
package io.elbowatch.core.dataset;
