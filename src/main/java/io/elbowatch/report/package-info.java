/**
 * What the offline commands print and write: histograms for the terminal and as a picture, tables, and a line an image as JSON
 * or CSV. The values of an image are those of the scores topic.
 */
package io.elbowatch.report;
