/**
 * The lab: what is run to see Elbowatch work, to measure it and to break it. It has its own jar, is no part of the product, and is
 * found by the command line through {@link io.elbowatch.lab.LabCommands}.
 */
package io.elbowatch.lab;
