/**
 * The commands {@code demo} and {@code boards}. The demo plays cameras over generated boards, scores their images,
 * reads the results as any consumer would, and shows them.
 */
package io.elbowatch.lab.demo;
