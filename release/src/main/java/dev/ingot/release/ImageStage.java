package dev.ingot.release;

import dev.ingot.bake.gate.Promotion;
import dev.ingot.graph.Cancellation;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Interrupted;
import dev.ingot.release.bake.Bakery;
import dev.ingot.release.exposure.Screening;
import dev.ingot.release.exposure.Vulnerabilities;
import dev.ingot.release.gate.GateResult;
import dev.ingot.release.gate.Gates;
import dev.ingot.release.repave.Severity;
import dev.ingot.release.stack.StackSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
  Optional<ReleaseResult> run(StackReader.Images images) throws InterruptedException {
    return run(images, false, _ -> true);
  }

  /** The same, as a rebuild asks for it. */
  Optional<ReleaseResult> rebuild(StackReader.Images images, ReleaseRequest.Rebuild request)
      throws InterruptedException {
    Predicate<Version> worthwhile =
        version ->
            request.against().isEmpty()
                || images.settings().promotions().stream()
                    .filter(promotion -> promotion.bucket().equals(version.bucket()))
                    .allMatch(promotion -> isBetter(version, promotion, request.against().get()));
    return run(images, request.fresh(), worthwhile);
  }

  private boolean isBetter(Version version, Promotion promotion, Severity least) {
    Set<String> now =
        parts
            .registry()
            .channels()
            .find(promotion.bucket(), promotion.channel())
            .flatMap(Channel::version)
            .map(current -> vulnerabilities(current, least))
            .orElse(Set.of());
    return now.isEmpty() || !vulnerabilities(version, least).containsAll(now);
  }

  private Set<String> vulnerabilities(Version version, Severity least) {
    return new Vulnerabilities(parts.ledger())
        .byImage().getOrDefault(Vulnerabilities.subject(version), List.of()).stream()
            .filter(known -> known.severity().compareTo(least) >= 0)
            .map(Vulnerabilities.Known::id)
            .collect(Collectors.toSet());
  }

  private Optional<ReleaseResult> run(
      StackReader.Images images, boolean fresh, Predicate<Version> worthwhile)
      throws InterruptedException {
    List<Version> versions = List.of();
    if (images.templates().isPresent()) {
      Bakery.Result baked =
          parts
              .bakery()
              .bake(
                  Bakery.Request.all(folder, images.templates().get(), fresh),
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
    int _ = new Screening(parts.registry(), parts.ledger(), parts.actor()).run(versions);
    Optional<ReleaseResult> refused =
        promote(images.settings(), versions.stream().filter(worthwhile).toList());
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
