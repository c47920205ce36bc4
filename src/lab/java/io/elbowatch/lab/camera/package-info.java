/** Cameras over generated boards that go wrong at set rates, and say what is really on a frame. */
package io.elbowatch.lab.camera;
