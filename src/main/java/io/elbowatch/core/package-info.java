/**
 * The core: images are decoded in {@code image}, their terms are in {@code elbo}, and {@code verdict} judges them. This
 * package itself has refusals, rejections and the labels of enums. The core uses the JDK alone. The packages that run
 * models, move records or count metrics call it.
 */
package io.elbowatch.core;
