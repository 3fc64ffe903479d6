package dev.ingot.bake.chain;

import dev.ingot.bake.Provisioner;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.template.StepMeta;
import dev.ingot.lang.SourceRange;
import java.util.Optional;

/**
 * A provisioner block, ready to run.
 *
 * @param label its name in messages: its type, and its name if it has one
 * @param settings the settings common to all provisioners
 * @param configuration a key of its type and evaluated arguments
 * @param late prepares it again if its arguments use values of the running machine
 * @param place the head of its block
 */
public record PreparedStep(
    String label,
    StepMeta.Settings settings,
    LayerKey configuration,
    Provisioner.Prepared work,
    Optional<Late<Provisioner.Prepared>> late,
    SourceRange place) {}
