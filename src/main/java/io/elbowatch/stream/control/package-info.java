/** Settings at run time: the follower of the settings topic and its publisher. */
package io.elbowatch.stream.control;
