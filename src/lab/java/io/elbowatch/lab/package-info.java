/**
 * The lab: demo, benchmarks and soak. It has its own jar and is no part of the product; the command line finds it
 * through {@link io.elbowatch.lab.LabCommands}.
 */
package io.elbowatch.lab;
