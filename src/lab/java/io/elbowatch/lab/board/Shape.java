package io.elbowatch.lab.board;

/** An outline of copper. Integer arithmetic decides whether a point lies in it, exactly and equally on every JDK. */
sealed interface Shape {

    /**
     * Whether the point lies in this shape.
     *
     * @param growth moves the edge outwards, or inwards if negative, in sixteenths
     */
    boolean covers(Point point, int growth);

    /**
     * A straight line with round ends: a trace, a disc if both ends are the same point, or the edge of a copper area if
     * it is very wide. Radius in sixteenths.
     */
    record Stroke(Point from, Point to, int radius) implements Shape {

        static Stroke ofWidth(Point from, Point to, int widthPixels) {
            return new Stroke(from, to, widthPixels * Point.PIXEL / 2);
        }

        static Stroke disc(Point centre, int radiusPixels) {
            return new Stroke(centre, centre, radiusPixels * Point.PIXEL);
        }

        @Override
        public boolean covers(Point point, int growth) {
            long reach = radius + growth;
            if (reach < 0) {
                return false;
            }
            long dx = to.x() - from.x();
            long dy = to.y() - from.y();
            long px = point.x() - from.x();
            long py = point.y() - from.y();
            long length2 = dx * dx + dy * dy;
            long along = px * dx + py * dy;
            if (along <= 0) {
                return px * px + py * py <= reach * reach;
            }
            if (along >= length2) {
                return (px - dx) * (px - dx) + (py - dy) * (py - dy) <= reach * reach;
            }
            long across = px * dy - py * dx;
            return across * across <= reach * reach * length2;
        }
    }

    /** A rectangle along the sides of the board with rounded corners. Half sizes and corner radius in sixteenths. */
    record Box(Point centre, int halfWidth, int halfHeight, int corner) implements Shape {

        @Override
        public boolean covers(Point point, int growth) {
            long dx = Math.abs(point.x() - centre.x()) - (halfWidth - corner);
            long dy = Math.abs(point.y() - centre.y()) - (halfHeight - corner);
            long reach = corner + growth;
            if (dx <= 0 || dy <= 0) {
                return Math.max(dx, dy) <= reach;
            }
            return reach >= 0 && dx * dx + dy * dy <= reach * reach;
        }
    }
}
