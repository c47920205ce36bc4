/**
 * Generated circuit boards with and without defects: a layout of random features on a grid of copper, edges with
 * roughness, and the six defects of DeepPCB. Integer arithmetic and an own rasteriser give the same pixels for a seed
 * on every JDK.
 */
package io.elbowatch.lab.board;
