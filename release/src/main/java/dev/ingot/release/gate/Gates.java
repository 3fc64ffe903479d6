package dev.ingot.release.gate;

import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.gate.BootTest;
import dev.ingot.bake.gate.BootTester;
import dev.ingot.bake.gate.Promotion;
import dev.ingot.graph.Cancellation;
import dev.ingot.ledger.Entry;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.LedgerRecord;
import dev.ingot.ledger.Payload;
import dev.ingot.ledger.Query;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves channels to freshly baked versions that pass their gates. */
public final class Gates {
  private static final String PASSED = "boot_test.passed";
  private static final String FAILED = "boot_test.failed";

  private final Registry registry;
  private final Ledger ledger;
  private final BootTester tester;
  private final String actor;
  private final Consumer<GateEvent> observer;

  /**
   * @param observer receives the events
   */
  public Gates(
      Registry registry,
      Ledger ledger,
      BootTester tester,
      String actor,
      Consumer<GateEvent> observer) {
    this.registry = registry;
    this.ledger = ledger;
    this.tester = tester;
    this.actor = actor;
    this.observer = observer;
  }

  /**
   * Promotes each version whose bucket a promotion names; stops at the first refusal.
   *
   * @throws InterruptedException when interrupted or cancelled
   */
  public GateResult run(
      List<Promotion> promotions, List<Version> versions, Cancellation cancellation)
      throws InterruptedException {
    for (Promotion promotion : promotions) {
      Optional<Version> version =
          versions.stream().filter(one -> one.bucket().equals(promotion.bucket())).findFirst();
      if (version.isPresent()) {
        GateResult result = promote(promotion, version.get(), cancellation);
        if (!(result instanceof GateResult.Passed)) {
          return result;
        }
      }
    }
    return new GateResult.Passed();
  }

  private GateResult promote(Promotion promotion, Version version, Cancellation cancellation)
      throws InterruptedException {
    Version _ = registry.records().require(version);
    Optional<Version> current =
        registry.channels().find(promotion.bucket(), promotion.channel()).flatMap(Channel::version);
    if (current.filter(one -> one.id().equals(version.id())).isPresent()) {
      return new GateResult.Passed();
    }
    if (promotion.bootTest().isPresent() && version.image().isPresent()) {
      GateResult tested =
          test(promotion.bootTest().get(), version, version.image().get(), cancellation);
      if (!(tested instanceof GateResult.Passed)) {
        return tested;
      }
    }
    registry
        .channels()
        .assign(
            promotion.bucket(),
            promotion.channel(),
            version.id(),
            actor,
            promotion.bootTest().isPresent() ? "passed its boot test" : "baked");
    observer.accept(
        new GateEvent.ChannelMoved(
            promotion.bucket(), promotion.channel(), current.map(Version::label), version.label()));
    return new GateResult.Passed();
  }

  private GateResult test(BootTest test, Version version, Digest image, Cancellation cancellation)
      throws InterruptedException {
    if (hasPassed(image, test)) {
      return new GateResult.Passed();
    }
    observer.accept(new GateEvent.TestStarted(version));
    BootReport report;
    try {
      report = tester.run(image, test, cancellation);
    } catch (StepException e) {
      return new GateResult.NotTested(version, String.valueOf(e.getMessage()));
    }
    return switch (report) {
      case BootReport.Passed passed -> {
        ledger.append(
            new Entry(actor, PASSED, image.toString(), payload(version, test, passed.answer())));
        observer.accept(new GateEvent.TestPassed(version, passed.answer(), passed.ready()));
        yield new GateResult.Passed();
      }
      case BootReport.Failed failed -> {
        ledger.append(
            new Entry(actor, FAILED, image.toString(), payload(version, test, failed.answered())));
        yield new GateResult.Refused(version, failed);
      }
    };
  }

  private static Payload payload(Version version, BootTest test, String answer) {
    return Payload.builder()
        .text("version", version.reference())
        .text("test", test.toString())
        .text("answer", answer)
        .build();
  }

  /** Images are identified by digest, so a test that has passed need not run again. */
  private boolean hasPassed(Digest image, BootTest test) {
    List<LedgerRecord> passed =
        ledger.records(Query.newest(1).ofKind(PASSED).ofSubject(image.toString()));
    String same = Payload.of(Map.of("test", test.toString())).json();
    String inner = same.substring(1, same.length() - 1);
    return passed.stream().anyMatch(one -> one.payload().contains(inner));
  }
}
