package dev.ingot.deploy.configuration;

import dev.ingot.address.ConfigResource;
import dev.ingot.address.ResourceMode;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Traversal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A {@code resource}, {@code data} or {@code ephemeral} block.
 *
 * @param body the arguments the provider's schema describes
 * @param check the {@code check} block that contains it, if any
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

  /** The key of the resource a reference starts with; empty if it can't be one. */
  static String keyOf(Traversal reference) {
    List<String> names = new ArrayList<>(List.of(reference.root()));
    for (Traversal.Step step : reference.steps()) {
      if (!(step instanceof Traversal.Attribute(String name, SourceRange _))) {
        break;
      }
      names.add(name);
    }
    if (names.getFirst().equals("resource")) {
      names.removeFirst();
    }
    boolean other =
        !names.isEmpty()
            && (names.getFirst().equals("data") || names.getFirst().equals("ephemeral"));
    int length = other ? 3 : 2;
    return names.size() < length ? "" : String.join(".", names.subList(0, length));
  }
}
