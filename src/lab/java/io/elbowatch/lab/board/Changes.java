package io.elbowatch.lab.board;

/**
 * The difference of two boards of the same size: the number of changed cells and the smallest rectangle around them.
 */
record Changes(int count, Rectangle place) {

    static Changes between(Copper before, Copper after) {
        int count = 0;
        int left = before.size();
        int right = -1;
        int top = before.size();
        int bottom = -1;
        for (int row = 0; row < before.size(); row++) {
            for (int column = 0; column < before.size(); column++) {
                if (before.at(column, row) != after.at(column, row)) {
                    count++;
                    left = Math.min(left, column);
                    right = Math.max(right, column);
                    top = Math.min(top, row);
                    bottom = row;
                }
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("the boards are equal");
        }
        return new Changes(count, new Rectangle(left, top, right - left + 1, bottom - top + 1));
    }
}
