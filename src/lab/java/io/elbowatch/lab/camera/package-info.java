/** Cameras over generated boards with faults at given rates, and the true content of each frame. */
package io.elbowatch.lab.camera;
