package dev.ingot.bake.run;

import dev.ingot.bake.Artifact;
import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.HostSource;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.LayeredSource;
import dev.ingot.bake.MachineSource;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.Source;
import dev.ingot.bake.StepException;
import dev.ingot.bake.chain.ChainPlan;
import dev.ingot.bake.chain.FailedStep;
import dev.ingot.bake.chain.Ground;
import dev.ingot.bake.chain.HostGround;
import dev.ingot.bake.chain.LayeredGround;
import dev.ingot.bake.chain.MachineGround;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.chain.StepChain;
import dev.ingot.bake.chain.StepRunner;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.InventoryCache;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.layer.SnapshotCache;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lease;
import dev.ingot.registry.catalog.Revocation;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One build from its source to a version in the registry. */
final class BuildRun {
  /**
   * The metadata key for the inputs of a version whose fingerprint isn't derived from them alone.
   */
  private static final String INPUTS = "inputs";

  /** What stands for the id of an image where none is made, as in Packer. */
  private static final String NO_IMAGE = "Null";

  private final Bake bake;
  private final PreparedUnit unit;
  private final Map<String, Digest> template;
  private final Bake.Options options;
  private final SnapshotCache cache;
  private volatile Secrets secrets;
  private final BakeEvent.Observer observer;
  private final Cancellation cancellation;
  private final BuildIdentity identity;
  private final KnownVersions known;
  private final Instant began;

  /**
   * A build ready to run.
   *
   * @param template the digests of its files
   */
  BuildRun(
      Bake bake,
      PreparedUnit unit,
      Map<String, Digest> template,
      Bake.Options options,
      SnapshotCache cache,
      Secrets secrets,
      BakeEvent.Observer observer,
      Cancellation cancellation) {
    this.bake = bake;
    this.unit = unit;
    this.template = template;
    this.options = options;
    this.cache = cache;
    this.secrets = secrets;
    this.observer = new RedactedEvents(() -> this.secrets, observer);
    this.cancellation = cancellation;
    this.identity = unit.identity();
    this.known = new KnownVersions(bake.registry(), unit.destination().bucket(), INPUTS);
    this.began = bake.clock().instant();
  }

  /** Runs it; never throws, every end is an outcome. */
  BuildOutcome run() {
    BuildOutcome outcome = attempt();
    observer.on(new BakeEvent.Finished(identity, outcome));
    return outcome;
  }

  private BuildOutcome attempt() {
    Thread self = Thread.currentThread();
    try (Cancellation.Registration _ = cancellation.onCancel(self::interrupt)) {
      return build();
    } catch (FailedStep e) {
      return failed(e.diagnostic());
    } catch (StepException e) {
      return failed(error("Build failed", e.describe()));
    } catch (RegistryException e) {
      return failed(error("Version not stored", String.valueOf(e.getMessage())));
    } catch (IOException e) {
      return failed(error("Build failed", IoMessage.of(e) + "." + where(e)));
    } catch (InterruptedException e) {
      return new BuildOutcome.Cancelled(identity, took());
    }
  }

  /** Such an error rarely names the file. */
  private String where(IOException e) {
    return IoMessage.isFullDisk(e)
        ? " Images are stored in "
            + bake.registry().root()
            + "; set INGOT_HOME to use another folder."
        : "";
  }

  private BuildOutcome build() throws StepException, IOException, InterruptedException, FailedStep {
    Source.Progress progress = text -> observer.on(new BakeEvent.Note(identity, text));
    StepRunner runner =
        new StepRunner(
            unit,
            options.onError(),
            bake.programs(),
            output(),
            observer,
            cancellation,
            bake.clock(),
            this::learn);
    return switch (unit.source()) {
      case LayeredSource source -> {
        LayeredSource.Origin origin = source.origin(progress, cancellation);
        LayerArchive archive = new LayerArchive(bake.registry().store(), options.modified());
        Ground ground =
            new LayeredGround(
                source,
                origin,
                new LayeredGround.Surroundings(
                    cache, archive, runner, cancellation, options.force()));
        yield walk(
            ground,
            runner,
            new Target.Image(
                bake.registry().store(), unit, origin, evidence(), options.modified()));
      }
      case MachineSource source -> {
        MachineSource.Origin origin = source.origin(progress, cancellation);
        yield walk(
            new MachineGround(source, origin, progress, cancellation),
            runner,
            new Target.Machine(unit, origin, outputs(), evidence()));
      }
      case HostSource source -> provision(new HostGround(source, progress, cancellation), runner);
    };
  }

  private synchronized void learn(Collection<Value> values) {
    secrets = secrets.and(Secrets.of(values));
  }

  /** Runs the steps of a build that makes no image. */
  private BuildOutcome provision(Ground ground, StepRunner runner)
      throws StepException, IOException, InterruptedException, FailedStep {
    LayerKey last;
    Optional<Map<String, Value>> values;
    try (StepChain chain = new StepChain(unit, ground, cache, runner, true)) {
      chain.runFirstHostSteps();
      last = chain.walk().last();
      values = chain.values();
    }
    postProcess(new Artifact(identity, NO_IMAGE, List.of()), List.of(), last, values, true);
    return new BuildOutcome.Provisioned(identity, took());
  }

  private BuildOutcome walk(Ground ground, StepRunner runner, Target target)
      throws StepException, IOException, InterruptedException, FailedStep {
    try (StepChain chain = new StepChain(unit, ground, cache, runner, options.force());
        VersionClaim claim =
            new VersionClaim(bake.registry(), options, unit, target.lineage(), observer)) {
      try {
        return walk(chain, claim, target);
      } catch (InterruptedException e) {
        claim.cancel("cancelled");
        throw e;
      } catch (FailedStep e) {
        claim.fail(secrets.redact(e.diagnostic().summary()));
        throw e;
      } catch (StepException | IOException | RegistryException e) {
        claim.fail(secrets.redact(String.valueOf(e.getMessage())));
        throw e;
      }
    }
  }

  private BuildOutcome walk(StepChain chain, VersionClaim claim, Target target)
      throws StepException, IOException, InterruptedException, FailedStep {
    chain.runFirstHostSteps();
    ChainPlan plan = chain.plan();
    // Steps on this host may later change the inputs that exist now.
    boolean certain = !chain.hasHostSteps();
    if (plan.missing().isPresent() && certain && !chain.hasBegun()) {
      return failed(plan.missing().get());
    }
    Optional<LayerKey> expected = plan.last().map(target::fingerprint);
    boolean resumed = false;
    if (expected.isPresent()) {
      Optional<Version> there = known.of(expected.get());
      if (there.isPresent() && certain && !options.force()) {
        return unchanged(there.get(), expected.get());
      }
      if (there.isEmpty()) {
        switch (claim.begin(expected.get(), Map.of())) {
          case BeginResult.Existing(Version version)
              when certain && known.isWhole(version) && !options.force() -> {
            return unchanged(version, expected.get());
          }
          case BeginResult.Existing _ -> {}
          case BeginResult.Held(Version version, Lease lease) -> {
            return failed(new TakenVersion(version, unit.place()).held(lease));
          }
          case BeginResult.Revoked(Version version, Revocation revocation) -> {
            return failed(new TakenVersion(version, unit.place()).revoked(revocation));
          }
          case BeginResult.Claimed claimed -> resumed = claimed.resumed();
        }
      }
    }
    StepChain.Walked walked = chain.walk();
    LayerKey actual = target.fingerprint(walked.last());
    if (walked.trusted() && !options.force()) {
      Optional<Version> there = known.of(actual);
      if (there.isPresent()) {
        claim.cancel("its inputs are already baked");
        return unchanged(there.get(), actual);
      }
    }
    Target.Written written = target.write(chain.made());
    Optional<Map<String, Value>> values = chain.values();
    values.ifPresent(each -> learn(each.values()));
    return settle(claim, written, new Ended(walked, values), actual, expected, resumed);
  }

  private record Ended(StepChain.Walked walked, Optional<Map<String, Value>> values) {}

  /**
   * Registers the result under its inputs, or under its own content if the inputs don't determine
   * it.
   */
  private BuildOutcome settle(
      VersionClaim claim,
      Target.Written written,
      Ended ended,
      LayerKey actual,
      Optional<LayerKey> expected,
      boolean resumed)
      throws StepException, IOException, InterruptedException, FailedStep {
    StepChain.Walked walked = ended.walked();
    Optional<Version> there = known.of(actual);
    if (there.isPresent() && isSame(there.get(), written)) {
      claim.cancel("its inputs are already baked");
      observer.on(new BakeEvent.Note(identity, "baked again with the same result"));
      return unchanged(there.get(), actual);
    }
    boolean ownKey = !walked.trusted() || there.isPresent();
    LayerKey key =
        ownKey ? new InputHash("forced").key(actual).text(written.artifact()).key() : actual;
    boolean taken = resumed;
    if (!claim.isHeld() || !Optional.of(key).equals(expected)) {
      Map<String, String> metadata =
          walked.trusted() && ownKey ? Map.of(INPUTS, actual.text()) : Map.of();
      switch (claim.begin(key, metadata)) {
        case BeginResult.Existing(Version version) -> {
          return unchanged(version, key);
        }
        case BeginResult.Held(Version version, Lease lease) -> {
          return failed(new TakenVersion(version, unit.place()).held(lease));
        }
        case BeginResult.Revoked(Version version, Revocation revocation) -> {
          return failed(new TakenVersion(version, unit.place()).revoked(revocation));
        }
        case BeginResult.Claimed claimed -> taken = claimed.resumed();
      }
    }
    Artifact artifact =
        written.made().isPresent() ? written.made().get() : outputs().artifact(written.artifact());
    Completion completion =
        evidence().proved(written, claim.lineage(), key, bake.clock().instant());
    postProcess(
        artifact,
        Evidence.stored(bake.registry().store(), completion.sbom(), completion.provenance()),
        key,
        ended.values(),
        options.force());
    if (!walked.trusted()) {
      observer.on(
          new BakeEvent.Note(
              identity, "a step failed or its inputs changed, so the next bake will run again"));
    }
    Version version = claim.complete(written.builds(identity, bake.clock().instant()), completion);
    return new BuildOutcome.Baked(
        identity, version, written.image(), written.layers(), taken, took());
  }

  private static boolean isSame(Version version, Target.Written written) {
    return written.image().isPresent()
        ? version.image().equals(written.image())
        : version.elsewhere().stream()
            .anyMatch(build -> written.externalIds().contains(build.externalId()));
  }

  private BuildOutcome unchanged(Version version, LayerKey fingerprint)
      throws IOException, InterruptedException, FailedStep {
    Version _ = bake.registry().records().require(version);
    if (version.image().isPresent()) {
      outputs().restore(version.image().get());
      postProcess(
          outputs().artifact(version.image().get().toString()),
          Evidence.stored(bake.registry().store(), version.sbom(), version.provenance()),
          fingerprint,
          Optional.empty(),
          options.force());
    }
    known
        .newest()
        .filter(newest -> newest.number() > version.number())
        .ifPresent(
            newest ->
                observer.on(
                    new BakeEvent.Note(
                        identity,
                        "latest stays at "
                            + newest.reference()
                            + ", which is newer; deploy "
                            + version.reference()
                            + " by its number, or move a channel to it")));
    return new BuildOutcome.Unchanged(identity, version, took());
  }

  private OutputFiles outputs() {
    List<Path> files =
        unit.source() instanceof MachineSource machine ? machine.outputs() : List.of();
    return new OutputFiles(identity, bake.registry().store(), files);
  }

  private Evidence evidence() {
    return new Evidence(
        bake.registry().store(),
        unit,
        new InventoryCache(bake.cacheFolder()),
        template,
        options,
        began);
  }

  private void postProcess(
      Artifact artifact,
      List<Descriptor> evidence,
      LayerKey fingerprint,
      Optional<Map<String, Value>> values,
      boolean force)
      throws IOException, InterruptedException, FailedStep {
    new PostProcessorRun(
            unit,
            cache,
            values,
            evidence,
            options.runId(),
            force,
            bake.programs(),
            output(),
            observer,
            bake.clock())
        .run(artifact, fingerprint, cancellation);
  }

  private Communicator.Output output() {
    return (stream, line) -> observer.on(new BakeEvent.Output(identity, stream, line));
  }

  private Diagnostic error(String summary, String detail) {
    return Diagnostic.error(summary, detail, unit.place());
  }

  /** Cancelled work can fail in many ways; only the cancellation is reported. */
  private BuildOutcome failed(Diagnostic diagnostic) {
    if (cancellation.isCancelled()) {
      return new BuildOutcome.Cancelled(identity, took());
    }
    return new BuildOutcome.Failed(identity, List.of(secrets.redact(diagnostic)), took());
  }

  private Duration took() {
    return Duration.between(began, bake.clock().instant());
  }
}
