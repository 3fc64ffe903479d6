package dev.ingot.deploy.configuration;

import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;

/**
 * A {@code removed} block.
 *
 * @param destroy whether the objects are destroyed; otherwise they are only forgotten
 * @param provisioners run when an object is destroyed
 * @param declaration the block's header
 */
public record RemovedBlock(
    Traversal from, boolean destroy, List<Provisioner> provisioners, SourceRange declaration) {
  public RemovedBlock {
    provisioners = List.copyOf(provisioners);
  }
}
