package io.elbowatch.lab.board;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The numbers of connected pieces of copper and of bare board. Copper connects across corners and bare board does not,
 * so that one is separated exactly where the other connects.
 */
record Islands(int copper, int bare) {

    static Islands of(Copper board) {
        int size = board.size();
        boolean[] seen = new boolean[size * size]; // [size, size]
        int copper = 0;
        int bare = 0;
        for (int cell = 0; cell < seen.length; cell++) {
            if (!seen[cell]) {
                boolean isCopper = board.at(cell % size, cell / size);
                flood(board, cell, isCopper, seen);
                copper += isCopper ? 1 : 0;
                bare += isCopper ? 0 : 1;
            }
        }
        return new Islands(copper, bare);
    }

    private static void flood(Copper board, int start, boolean isCopper, boolean[] seen) {
        int size = board.size();
        Deque<Integer> open = new ArrayDeque<>();
        seen[start] = true;
        open.add(start);
        while (!open.isEmpty()) {
            int cell = open.remove();
            for (Direction direction : Direction.values()) {
                boolean corner = direction.stepX() != 0 && direction.stepY() != 0;
                int column = cell % size + direction.stepX();
                int row = cell / size + direction.stepY();
                int next = row * size + column;
                if ((isCopper || !corner)
                        && board.contains(column, row)
                        && !seen[next]
                        && board.at(column, row) == isCopper) {
                    seen[next] = true;
                    open.add(next);
                }
            }
        }
    }
}
