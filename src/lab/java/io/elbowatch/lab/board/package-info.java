/**
 * Generated circuit boards with and without defects. Pixels depend on seeds alone: integer arithmetic and an own rasteriser,
 * so that no JDK draws another board.
 */
package io.elbowatch.lab.board;
