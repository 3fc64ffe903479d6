package dev.ingot.bake.template;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.template.TemplateBlocks.Build;
import dev.ingot.bake.template.TemplateBlocks.Source;
import dev.ingot.bake.template.TemplateBlocks.SourceUse;

/**
 * One source of one build: what becomes one image.
 *
 * @param scope what names mean in the source's block
 */
public record BuildUnit(
    BuildIdentity identity, Build build, Source source, SourceUse use, TemplateScope scope) {}
