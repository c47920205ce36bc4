/**
 * The output of the offline commands: histograms for the terminal and as a picture, tables, and one line an image as
 * JSON or CSV. The values of an image are those of the scores topic.
 */
package io.elbowatch.report;
