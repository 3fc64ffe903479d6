package dev.ingot.release;

import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Interrupted;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.gate.GateResult;
import dev.ingot.release.gate.Gates;
import dev.ingot.release.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Bakes the templates of a stack and promotes the versions. */
final class ImageStage {
  private final ReleaseParts parts;
  private final Path folder;
  private final ReleaseListener listener;
  private final Cancellation cancellation;

  ImageStage(ReleaseParts parts, Path folder, ReleaseListener listener, Cancellation cancellation) {
    this.parts = parts;
    this.folder = folder;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Bakes and promotes; returns the failure, if any. */
  Optional<ReleaseResult> run(StackReader.Description description) throws InterruptedException {
    List<Version> versions = List.of();
    if (description.templates().isPresent()) {
      Bakery.Result baked =
          parts
              .bakery()
              .bake(
                  Bakery.Request.all(folder, description.templates().get()),
                  event -> listener.on(new ReleaseEvent.Baking(event)),
                  cancellation);
      listener.on(new ReleaseEvent.Diagnosed(baked.diagnostics()));
      switch (baked.end()) {
        case Bakery.End.Baked(List<Version> all) -> versions = all;
        case Bakery.End.Invalid _ -> {
          return Optional.of(
              new Failed(ReleaseStage.BAKE, "The template has errors; nothing was baked."));
        }
        case Bakery.End.Failed _ -> {
          return Optional.of(
              new Failed(ReleaseStage.BAKE, "The bake failed. Running machines were not touched."));
        }
        case Bakery.End.Cancelled _ -> {
          return Optional.of(
              new Interrupted(
                  ReleaseStage.BAKE,
                  "Interrupted. What was baked is kept; the same command resumes from there."));
        }
      }
      versions.forEach(version -> listener.on(new ReleaseEvent.Baked(version)));
    }
    listener.on(new ReleaseEvent.StageEnded(ReleaseStage.BAKE));
    Optional<ReleaseResult> refused = promote(description.settings(), versions);
    listener.on(new ReleaseEvent.StageEnded(ReleaseStage.PROMOTE));
    return refused;
  }

  private Optional<ReleaseResult> promote(StackSettings settings, List<Version> versions)
      throws InterruptedException {
    GateResult gates =
        new Gates(
                parts.registry(),
                parts.ledger(),
                parts.bootTester(),
                parts.actor(),
                event -> listener.on(new ReleaseEvent.Promoting(event)))
            .run(settings.promotions(), versions, cancellation);
    return switch (gates) {
      case GateResult.Passed _ -> Optional.empty();
      case GateResult.NotTested(Version _, String reason) ->
          Optional.of(
              new Failed(ReleaseStage.PROMOTE, "The boot test could not be run: " + reason));
      case GateResult.Refused refused ->
          Optional.of(new Failed(ReleaseStage.PROMOTE, RefusalText.of(refused)));
    };
  }
}
