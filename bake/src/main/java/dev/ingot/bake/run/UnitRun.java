package dev.ingot.bake.run;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.BuildOutcome;
import dev.ingot.bake.BuildOutcome.BakedLayer;
import dev.ingot.bake.Builder;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.IoMessage;
import dev.ingot.bake.Secrets;
import dev.ingot.bake.StepException;
import dev.ingot.bake.chain.ChainKeys;
import dev.ingot.bake.chain.ChainPlan;
import dev.ingot.bake.chain.FailedStep;
import dev.ingot.bake.chain.LayerChain;
import dev.ingot.bake.chain.PreparedUnit;
import dev.ingot.bake.chain.StepRunner;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.layer.LayerArchive;
import dev.ingot.bake.layer.LayerCache;
import dev.ingot.bake.layer.LayerKey;
import dev.ingot.bake.process.ProcessOwner;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.SourceRange;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Build;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Lease;
import dev.ingot.registry.catalog.Revocation;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.catalog.VersionStatus;
import dev.ingot.registry.content.Descriptor;
import dev.ingot.registry.content.OciImage;
import dev.ingot.registry.content.RegistryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One build from its plan to a version in the registry. */
public final class UnitRun {
  /** The metadata that names the inputs of a version that was forced. */
  private static final String INPUTS = "inputs";

  private final Bake bake;
  private final PreparedUnit unit;
  private final Bake.Options options;
  private final LayerCache cache;
  private final Secrets secrets;
  private final BakeEvent.Observer observer;
  private final Cancellation cancellation;
  private final BuildIdentity identity;
  private final Instant began;

  /** A build ready to run. */
  public UnitRun(
      Bake bake,
      PreparedUnit unit,
      Bake.Options options,
      LayerCache cache,
      Secrets secrets,
      BakeEvent.Observer observer,
      Cancellation cancellation) {
    this.bake = bake;
    this.unit = unit;
    this.options = options;
    this.cache = cache;
    this.secrets = secrets;
    this.observer = observer;
    this.cancellation = cancellation;
    this.identity = unit.identity();
    this.began = bake.clock().instant();
  }

  /** Runs it; every way it can end is an outcome. */
  public BuildOutcome run() {
    BuildOutcome outcome = attempt();
    observer.on(new BakeEvent.Finished(identity, outcome));
    return outcome;
  }

  private BuildOutcome attempt() {
    Thread self = Thread.currentThread();
    try (Cancellation.Registration _ = cancellation.onCancel(self::interrupt)) {
      return bakeUnlessThere();
    } catch (FailedStep e) {
      return failed(e.diagnostic());
    } catch (StepException e) {
      return failed(error("Build failed", e.describe(), unit.place()));
    } catch (RegistryException e) {
      return failed(error("Registry refused", String.valueOf(e.getMessage()), unit.place()));
    } catch (IOException e) {
      // Such an error seldom says which file it was.
      String where =
          IoMessage.isFullDisk(e)
              ? " Images are kept below " + bake.registry().root() + "; INGOT_HOME says where."
              : "";
      return failed(error("Build failed", IoMessage.of(e) + "." + where, unit.place()));
    } catch (InterruptedException e) {
      return new BuildOutcome.Cancelled(identity, took());
    }
  }

  private BuildOutcome bakeUnlessThere()
      throws StepException, IOException, InterruptedException, FailedStep {
    Builder.Base base =
        unit.source().base(text -> observer.on(new BakeEvent.Note(identity, text)), cancellation);
    LayerChain chain =
        new LayerChain(
            unit,
            base,
            cache,
            new LayerArchive(bake.registry().store(), options.modified()),
            new StepRunner(unit, bake.programs(), output(), observer, cancellation, bake.clock()),
            observer,
            options.force());
    ChainPlan plan = chain.plan();
    if (plan.missing().isPresent()) {
      if (!plan.mayBecomeComplete(unit)) {
        return failed(plan.missing().get());
      }
      chain.runHostSteps(plan.keys().size());
      plan = chain.plan();
      if (plan.missing().isPresent()) {
        return failed(plan.missing().get());
      }
    }
    LayerKey fingerprint =
        ChainKeys.fingerprint(plan.last().orElseThrow(), base.config(), unit.labels());
    Optional<Version> known = known(fingerprint);
    if (known.isPresent()) {
      return options.force()
          ? bakeAgain(base, chain, fingerprint, known.get())
          : unchanged(known.get(), fingerprint);
    }
    return claimAndBake(base, chain, fingerprint);
  }

  /** The newest usable version of the inputs; a forced bake may have added one to the first. */
  private Optional<Version> known(LayerKey fingerprint) {
    return bake.registry().versions(unit.bucket()).stream()
        .filter(
            version ->
                version.fingerprint().equals(fingerprint.text())
                    || fingerprint.text().equals(version.metadata().get(INPUTS)))
        .filter(version -> version.status() == VersionStatus.ACTIVE)
        .filter(this::isWhole)
        .max(Comparator.comparingLong(Version::number));
  }

  /** The same inputs once more: a new version only if they give another image now. */
  private BuildOutcome bakeAgain(
      Builder.Base base, LayerChain chain, LayerKey fingerprint, Version known)
      throws StepException, IOException, InterruptedException, FailedStep {
    LayerChain.Made made = chain.make();
    OciImage image =
        new ImageAssembly(bake.registry().store(), unit, options.modified())
            .write(base.config(), made);
    if (known.image().equals(Optional.of(image.digest()))) {
      observer.on(new BakeEvent.Note(identity, "baked again, and the image is the same"));
      return new BuildOutcome.Unchanged(identity, known, took());
    }
    LayerKey forced =
        new InputHash("forced").key(fingerprint).text(image.digest().toString()).key();
    BeginRequest request = request(base, forced);
    Map<String, String> metadata = new TreeMap<>(request.metadata());
    metadata.put(INPUTS, fingerprint.text());
    BeginResult begun = bake.registry().begin(request.withMetadata(metadata));
    return switch (begun) {
      case BeginResult.Existing(Version version) ->
          new BuildOutcome.Unchanged(identity, version, took());
      case BeginResult.Claimed(Version _, Claim claim, boolean resumed) -> {
        postProcess(image.digest().toString(), forced);
        yield new BuildOutcome.Baked(
            identity, complete(claim, image), image.digest(), layers(made), resumed, took());
      }
      case BeginResult.Held(Version version, Lease _) ->
          throw new StepException("Somebody else bakes " + version.reference() + " just now.");
      case BeginResult.Revoked(Version version, Revocation _) ->
          throw new StepException("The same image was revoked as " + version.reference() + ".");
    };
  }

  /** Whether the image of a version is really in the store. */
  private boolean isWhole(Version version) {
    return version.image().isPresent() && bake.registry().store().has(version.image().get());
  }

  private BuildOutcome unchanged(Version version, LayerKey fingerprint)
      throws StepException, IOException, InterruptedException, FailedStep {
    if (version.image().isPresent()) {
      postProcess(version.image().get().toString(), fingerprint);
    }
    return new BuildOutcome.Unchanged(identity, version, took());
  }

  private BuildOutcome claimAndBake(Builder.Base base, LayerChain chain, LayerKey fingerprint)
      throws StepException, IOException, InterruptedException, FailedStep {
    BeginResult begun = begin(base, fingerprint);
    return switch (begun) {
      case BeginResult.Existing(Version version) -> unchanged(version, fingerprint);
      case BeginResult.Held(Version version, Lease lease) ->
          failed(
              error(
                  "Already being baked",
                  "This image is being baked by "
                      + ProcessOwner.name(lease.owner())
                      + " since "
                      + lease.since()
                      + " as "
                      + version.reference()
                      + ". Wait until it is done; should that process be dead, its claim ends at "
                      + lease.until()
                      + ".",
                  unit.place()));
      case BeginResult.Revoked(Version version, Revocation revocation) ->
          failed(
              error(
                  "Version is revoked",
                  "These inputs gave "
                      + version.reference()
                      + ", which was revoked: "
                      + revocation
                      + ". Change the template, or restore the version.",
                  unit.place()));
      case BeginResult.Claimed(Version version, Claim claim, boolean resumed) ->
          claimed(base, chain, fingerprint, claim, resumed);
    };
  }

  private BuildOutcome claimed(
      Builder.Base base, LayerChain chain, LayerKey fingerprint, Claim claim, boolean resumed)
      throws StepException, IOException, InterruptedException, FailedStep {
    Cancellation done = new Cancellation();
    Thread heartbeat = Thread.ofVirtual().name("bake-lease").start(() -> renew(claim, done));
    boolean ended = false;
    try {
      LayerChain.Made made = chain.make();
      OciImage image =
          new ImageAssembly(bake.registry().store(), unit, options.modified())
              .write(base.config(), made);
      LayerKey actual = ChainKeys.fingerprint(made.last(), base.config(), unit.labels());
      postProcess(image.digest().toString(), actual);
      Claim final_ = claim;
      if (!actual.equals(fingerprint)) {
        // A step on this host made other files than were there when the plan was made.
        BeginResult again = begin(base, actual);
        Version _ =
            bake.registry().cancel(claim, options.actor(), "inputs changed while it was baked");
        ended = true;
        switch (again) {
          case BeginResult.Claimed other -> final_ = other.claim();
          case BeginResult.Existing existing -> {
            return new BuildOutcome.Unchanged(identity, existing.version(), took());
          }
          case BeginResult.Held held ->
              throw new StepException(
                  "Somebody else bakes " + held.version().reference() + " of the same inputs.");
          case BeginResult.Revoked revoked ->
              throw new StepException(revoked.version().reference() + " is revoked.");
        }
        ended = false;
      }
      Version version = complete(final_, image);
      ended = true;
      return new BuildOutcome.Baked(
          identity, version, image.digest(), layers(made), resumed, took());
    } catch (InterruptedException e) {
      if (!ended) {
        endClaim(claim, "cancelled");
      }
      throw e;
    } catch (StepException | IOException | RegistryException | FailedStep e) {
      if (!ended) {
        failClaim(claim, e);
      }
      throw e;
    } finally {
      done.cancel();
      heartbeat.interrupt();
    }
  }

  private Version complete(Claim claim, OciImage image) throws IOException, InterruptedException {
    Descriptor sbom =
        new ImageAssembly(bake.registry().store(), unit, options.modified()).writeSbom(image);
    bake.registry()
        .recordBuild(
            claim,
            new Build(
                identity.source(),
                image.config().platform().toString(),
                Optional.of(image.digest()),
                "",
                "",
                Map.of(),
                bake.clock().instant()));
    return bake.registry()
        .complete(
            claim, options.actor(), Completion.ofImage(image.digest()).withSbom(sbom.digest()));
  }

  private void postProcess(String image, LayerKey fingerprint)
      throws StepException, IOException, InterruptedException, FailedStep {
    new PostProcessing(
            unit, cache, options.runId(), bake.programs(), output(), observer, bake.clock())
        .run(image, fingerprint, cancellation);
  }

  /** A claim whose owner died on this host is taken over at once. */
  private BeginResult begin(Builder.Base base, LayerKey fingerprint) {
    BeginResult begun = bake.registry().begin(request(base, fingerprint));
    if (begun instanceof BeginResult.Held(Version version, Lease lease)
        && ProcessOwner.isDead(lease.owner())
        && bake.registry().evict(version.id(), lease.owner())) {
      observer.on(
          new BakeEvent.Note(
              identity,
              "taking over from "
                  + ProcessOwner.name(lease.owner())
                  + ", which does not run any more"));
      return bake.registry().begin(request(base, fingerprint));
    }
    return begun;
  }

  private BeginRequest request(Builder.Base base, LayerKey fingerprint) {
    return BeginRequest.of(
            unit.bucket(),
            fingerprint.text(),
            options.actor(),
            ProcessOwner.current(options.owner()).toString())
        .withLineage(base.lineage())
        .withLabels(unit.labels())
        .withMetadata(
            Map.of(
                "build", identity.name(),
                "run", options.runId(),
                "description", unit.description()));
  }

  private void renew(Claim claim, Cancellation done) {
    try {
      while (!done.await(BeginRequest.DEFAULT_LEASE.dividedBy(4))) {
        bake.registry().renew(claim, BeginRequest.DEFAULT_LEASE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RegistryException e) {
      observer.on(
          new BakeEvent.Note(
              identity, "the claim on this version can't be renewed: " + e.getMessage()));
    }
  }

  private void failClaim(Claim claim, Exception e) {
    String message =
        e instanceof FailedStep step ? step.diagnostic().summary() : String.valueOf(e.getMessage());
    try {
      Version _ = bake.registry().fail(claim, options.actor(), secrets.redact(message));
    } catch (RegistryException other) {
      e.addSuppressed(other);
    }
  }

  private void endClaim(Claim claim, String message) {
    // The interrupt must not keep the registry from being told.
    boolean interrupted = Thread.interrupted();
    try {
      Version _ = bake.registry().cancel(claim, options.actor(), message);
    } catch (RegistryException e) {
      observer.on(new BakeEvent.Note(identity, String.valueOf(e.getMessage())));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static List<BakedLayer> layers(LayerChain.Made made) {
    return made.layers().stream()
        .map(
            each ->
                new BakedLayer(
                    each.summary(),
                    each.layer().descriptor().digest(),
                    each.layer().descriptor().size(),
                    each.reused()))
        .toList();
  }

  private Communicator.Output output() {
    return (stream, line) ->
        observer.on(new BakeEvent.Output(identity, stream, secrets.redact(line)));
  }

  private Diagnostic error(String summary, String detail, SourceRange place) {
    return Diagnostic.error(summary, secrets.redact(detail), place);
  }

  private BuildOutcome failed(Diagnostic diagnostic) {
    Diagnostic shown =
        new Diagnostic(
            diagnostic.severity(),
            diagnostic.summary(),
            secrets.redact(diagnostic.detail()),
            diagnostic.subject(),
            diagnostic.context(),
            diagnostic.values());
    return new BuildOutcome.Failed(identity, List.of(shown), took());
  }

  private Duration took() {
    return Duration.between(began, bake.clock().instant());
  }
}
