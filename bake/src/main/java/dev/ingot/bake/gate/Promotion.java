package dev.ingot.bake.gate;

import dev.ingot.lang.SourceRange;
import java.util.Optional;

/**
 * One {@code promote} block of a {@code *.ingot.hcl} file: a channel that is to point to the newest
 * version of a bucket, once that has passed its gates.
 *
 * @param channel the label
 * @param bucket the bucket
 * @param bootTest the test the image has to pass first; without one every baked image is promoted
 */
public record Promotion(
    String channel, String bucket, Optional<BootTest> bootTest, SourceRange range) {}
