package dev.ingot.bake.chain;

import dev.ingot.bake.Provisioner;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.template.StepMeta;
import dev.ingot.lang.SourceRange;

/**
 * A provisioner block, ready to run.
 *
 * @param label how it is called in messages: its type, with its name where it has one
 * @param settings what applies to every provisioner
 * @param configuration a key of its type and evaluated arguments
 * @param place the head of its block
 */
public record PreparedStep(
    String label,
    StepMeta.Settings settings,
    LayerKey configuration,
    Provisioner.Prepared work,
    SourceRange place) {}
