/** Breaks the whole of it on purpose, a cluster and scorers in processes of their own, and counts what became of every image. */
package io.elbowatch.lab.soak;
