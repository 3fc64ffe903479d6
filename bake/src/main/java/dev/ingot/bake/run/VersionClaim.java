package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lease;
import dev.ingot.registry.catalog.Lineage;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The claim of one build on a version of the registry, renewed while the build runs. There is at
 * most one at any time.
 *
 * <p>| held | event | then | |---|---|---| | none | begin: claimed | held | | none | begin:
 * existing, held by others, revoked | none | | held | complete | none, the version is active | |
 * held | fail | none, the version failed | | held | cancel | none, the version is cancelled |
 */
final class VersionClaim implements AutoCloseable {
  private final Registry registry;
  private final Bake.Options options;
  private final PreparedUnit unit;
  private final Lineage lineage;
  private final BakeEvent.Observer observer;
  private Optional<Held> held = Optional.empty();

  VersionClaim(
      Registry registry,
      Bake.Options options,
      PreparedUnit unit,
      Lineage lineage,
      BakeEvent.Observer observer) {
    this.registry = registry;
    this.options = options;
    this.unit = unit;
    this.lineage = lineage;
    this.observer = observer;
  }

  private record Held(Claim claim, Cancellation done, Thread heartbeat) {
    void stop() {
      done.cancel();
      heartbeat.interrupt();
    }
  }

  Lineage lineage() {
    return lineage;
  }

  boolean isHeld() {
    return held.isPresent();
  }

  /**
   * Claims the version of a fingerprint. A claim whose owner died on this host is taken over at
   * once. An earlier claim is cancelled once the new one is made.
   */
  BeginResult begin(LayerKey fingerprint, Map<String, String> metadata) {
    BeginRequest request = request(fingerprint, metadata);
    BeginResult begun = registry.begin(request);
    if (begun instanceof BeginResult.Held(Version version, Lease lease)
        && ProcessOwner.isDead(lease.owner())
        && registry.evict(version.id(), lease.owner())) {
      note("taking over from " + ProcessOwner.name(lease.owner()) + ", which is no longer running");
      begun = registry.begin(request);
    }
    if (begun instanceof BeginResult.Claimed(Version _, Claim claim, boolean _)) {
      cancel("its inputs changed during the bake");
      Cancellation done = new Cancellation();
      held =
          Optional.of(
              new Held(
                  claim,
                  done,
                  Thread.ofVirtual().name("bake-lease").start(() -> renew(claim, done))));
    }
    return begun;
  }

  private BeginRequest request(LayerKey fingerprint, Map<String, String> more) {
    Map<String, String> metadata = new TreeMap<>(more);
    metadata.put("build", unit.identity().name());
    metadata.put("run", options.runId());
    metadata.put("description", unit.destination().description());
    return BeginRequest.of(
            unit.destination().bucket(),
            fingerprint.text(),
            options.actor(),
            ProcessOwner.current(options.owner()).toString())
        .withLineage(lineage)
        .withLabels(unit.destination().labels())
        .withMetadata(metadata);
  }

  /** Ends the claim with a usable version. */
  Version complete(List<Build> builds, Completion completion) {
    Held ending = held.orElseThrow();
    builds.forEach(build -> registry.recordBuild(ending.claim(), build));
    Version version = registry.complete(ending.claim(), options.actor(), completion);
    held = Optional.empty();
    ending.stop();
    return version;
  }

  /** Ends the claim, if there is one, with a failure. */
  void fail(String message) {
    end(claim -> registry.fail(claim, options.actor(), message));
  }

  /** Cancels the claim, if there is one, without a verdict on its inputs. */
  void cancel(String message) {
    end(claim -> registry.cancel(claim, options.actor(), message));
  }

  private void end(Function<Claim, Version> ending) {
    if (held.isEmpty()) {
      return;
    }
    Held last = held.get();
    held = Optional.empty();
    last.stop();
    // The registry must be updated even after an interrupt.
    boolean interrupted = Thread.interrupted();
    try {
      Version _ = ending.apply(last.claim());
    } catch (RegistryException e) {
      note(String.valueOf(e.getMessage()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void renew(Claim claim, Cancellation done) {
    try {
      while (!done.await(BeginRequest.DEFAULT_LEASE.dividedBy(4))) {
        registry.renew(claim, BeginRequest.DEFAULT_LEASE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RegistryException e) {
      note("the claim on this version can't be renewed: " + e.getMessage());
    }
  }

  private void note(String text) {
    observer.on(new BakeEvent.Note(unit.identity(), text));
  }

  @Override
  public void close() {
    cancel("ended without a result");
  }
}
