package dev.ingot.deploy.operation.state;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.ResourceAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.state.Change;
import dev.ingot.state.ResourceState;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Has resources belong to another provider, such as a fork of the one they were made with. Rules:
 * the recorded behaviour of Terraform 1.11.
 */
public record ProviderReplacement(ProviderAddress from, ProviderAddress to) {
  /** A replacement, or why one of the texts is no address of a provider. */
  public static Result<ProviderReplacement> of(String from, String to) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<ProviderAddress> source = parse("from", from, diagnostics);
    Optional<ProviderAddress> target = parse("to", to, diagnostics);
    return source.isPresent() && target.isPresent()
        ? Result.of(new ProviderReplacement(source.get(), target.get()), List.of())
        : Result.failed(diagnostics.list());
  }

  private static Optional<ProviderAddress> parse(
      String which, String text, Diagnostics diagnostics) {
    try {
      return Optional.of(ProviderAddress.parse(text));
    } catch (AddressException e) {
      diagnostics.add(
          Diagnostic.error(
              "Invalid \"" + which + "\" provider \"" + text + "\"",
              String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /** The resources of a state that it is about, in order. */
  public List<ResourceAddress> resources(State state) {
    return state.resources().values().stream()
        .filter(resource -> resource.provider().provider().equals(from))
        .map(ResourceState::address)
        .toList();
  }

  /**
   * Replaces it. Aliases and modules of provider configurations stay as they are.
   *
   * @throws StateException if the state can't be written
   */
  public void apply(StateSession session) {
    List<Change> changes = new ArrayList<>();
    for (ResourceState resource : session.state().snapshot().resources().values()) {
      ProviderConfigAddress before = resource.provider();
      if (before.provider().equals(from)) {
        changes.add(
            new Change.SetProvider(
                resource.address(),
                new ProviderConfigAddress(before.module(), to, before.alias())));
      }
    }
    session.apply(changes);
    session.commit();
  }
}
