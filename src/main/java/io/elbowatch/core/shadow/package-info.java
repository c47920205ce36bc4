/** The comparison of a bundle that decides with a shadow bundle that scored the same images. */
package io.elbowatch.core.shadow;
