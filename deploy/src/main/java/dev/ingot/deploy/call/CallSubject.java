package dev.ingot.deploy.call;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.configuration.ResourceConfiguration;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceRange;
import dev.ingot.lang.syntax.Body;
import dev.ingot.provider.ProviderDiagnostic;
import java.util.List;
import java.util.Optional;

/**
 * What a call is about: it names the object in messages, and gives what a provider reports a place.
 *
 * @param name an address, as messages show it
 * @param block where it is declared; empty for what only the state knows
 * @param apart whether diagnostics with a place name it, too
 * @param instance the instance, where it is one that is known
 */
record CallSubject(
    String name, Optional<Block> block, boolean apart, Optional<InstanceAddress> instance) {
  /** Something that isn't one instance. */
  CallSubject(String name, Optional<Block> block, boolean apart) {
    this(name, block, apart, Optional.empty());
  }

  /** A block of a configuration. */
  record Block(Body body, SourceRange declaration) {}

  /** An object that only the state knows. */
  static CallSubject stored(InstanceAddress address) {
    return new CallSubject(address.toString(), Optional.empty(), true, Optional.of(address));
  }

  /** An object that the configuration declares. */
  static CallSubject declared(InstanceAddress address, ResourceConfiguration resource) {
    return new CallSubject(
        address.toString(),
        Optional.of(new Block(resource.body(), resource.declaration())),
        true,
        Optional.of(address));
  }

  /** Adds what a provider reports; whether there is no error among it. */
  boolean report(List<ProviderDiagnostic> reported, Diagnostics diagnostics) {
    boolean good = true;
    for (ProviderDiagnostic each : reported) {
      diagnostics.add(
          block.map(at -> placed(each, at)).orElseGet(() -> ProviderDiagnostics.of(each, name)));
      good &= !each.isError();
    }
    return good;
  }

  private Diagnostic placed(ProviderDiagnostic reported, Block at) {
    Diagnostic placed = ProviderDiagnostics.of(reported, at.body(), at.declaration());
    return apart ? placed.about(name) : placed;
  }

  /** An error about it. */
  Diagnostic error(String summary, String detail) {
    return block
        .map(at -> Diagnostic.error(summary, detail, at.declaration()))
        .orElseGet(() -> Diagnostic.error(summary, detail));
  }
}
