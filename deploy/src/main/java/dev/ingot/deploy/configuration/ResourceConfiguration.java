package dev.ingot.deploy.configuration;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.List;
import java.util.Optional;

/**
 * A {@code resource}, {@code data} or {@code ephemeral} block.
 *
 * @param body the arguments the provider's schema describes
 * @param check the {@code check} block it stands in, if it does
 * @param declaration the block's header
 * @param typeRange the first label
 */
public record ResourceConfiguration(
    ResourceMode mode,
    String type,
    String name,
    Optional<Expression> count,
    Optional<Expression> forEach,
    Optional<ProviderReference> provider,
    List<Traversal> dependsOn,
    Lifecycle lifecycle,
    List<Provisioner> provisioners,
    Body body,
    Optional<String> check,
    SourceRange declaration,
    SourceRange typeRange) {
  public ResourceConfiguration {
    dependsOn = List.copyOf(dependsOn);
    provisioners = List.copyOf(provisioners);
  }

  /** Whether it is a {@code resource} block. */
  public boolean isManaged() {
    return mode == ResourceMode.MANAGED;
  }

  /** {@code TYPE.NAME} or {@code data.TYPE.NAME}: unique in its module. */
  public String key() {
    return ConfigResource.localText(mode, type, name);
  }
}
