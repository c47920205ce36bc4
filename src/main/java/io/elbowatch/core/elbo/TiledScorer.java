package io.elbowatch.core.elbo;

import io.elbowatch.core.image.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores images that are larger than the graph: it cuts them into tiles, scores these, and combines their terms as
 * {@link TileTerms} says. It holds a bounded number of tiles at a time, whatever the number and size of the images. A
 * tile that fails makes its image fail.
 */
public final class TiledScorer implements ImageScorer {
    /** Several runs of the graph on the CPU; more do not make it faster. */
    private static final int MAX_HELD_BYTES = 16 << 20;

    private final ImageScorer tileScorer;
    private final Tiling tiling;
    private final List<Rectangle> places;
    private final List<String> features;
    private final int held;

    /** @param tileScorer scores tiles; closed with this one @param features their names, in their order */
    public TiledScorer(ImageScorer tileScorer, Tiling tiling, List<String> features) {
        this.tileScorer = tileScorer;
        this.tiling = tiling;
        this.places = tiling.places();
        this.features = List.copyOf(features);
        this.held = Math.max(1, MAX_HELD_BYTES / tiling.tile().bytes());
    }

    @Override
    public List<ElboTerms> score(List<byte[]> images) {
        List<TileTerms> sums = new ArrayList<>(images.size());
        List<byte[]> tiles = new ArrayList<>();
        List<TileTerms> owners = new ArrayList<>(); // of each of the tiles
        for (byte[] image : images) {
            if (image.length != tiling.image().bytes()) {
                throw new ModelException("an image has " + image.length + " bytes, the model takes " + tiling.image());
            }
            TileTerms sum = new TileTerms(features);
            sums.add(sum);
            for (Rectangle place : places) {
                tiles.add(tiling.cut(image, place));
                owners.add(sum);
                if (tiles.size() == held) {
                    scoreTiles(tiles, owners);
                }
            }
        }
        scoreTiles(tiles, owners);
        return sums.stream().map(TileTerms::terms).toList();
    }

    private void scoreTiles(List<byte[]> tiles, List<TileTerms> owners) {
        List<ElboTerms> scored = tileScorer.score(tiles);
        if (scored.size() != tiles.size()) {
            throw new ModelException("the model gave " + scored.size() + " scores for " + tiles.size() + " tiles");
        }
        for (int i = 0; i < scored.size(); i++) {
            owners.get(i).add(scored.get(i));
        }
        tiles.clear();
        owners.clear();
    }

    @Override
    public String provider() {
        return tileScorer.provider();
    }

    @Override
    public void close() {
        tileScorer.close();
    }
}
