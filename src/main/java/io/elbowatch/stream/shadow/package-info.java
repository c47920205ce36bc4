/**
 * Shadow scoring: a second bundle scores the images of a route after the one that decides, off the path of the results.
 */
package io.elbowatch.stream.shadow;
