package dev.ingot.bake.template;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.template.TemplateBlocks.BucketBlock;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.Source;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;
import java.util.Optional;

/**
 * One source of one build, which becomes one image.
 *
 * @param templateBucket the bucket settings outside of builds
 * @param scope the scope of the source's block
 */
public record BuildUnit(
    BuildIdentity identity,
    Build build,
    Source source,
    SourceUse use,
    Optional<BucketBlock> templateBucket,
    TemplateScope scope) {}
