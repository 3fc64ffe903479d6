package dev.ingot.cli.up;

import dev.ingot.bake.StepException;
import dev.ingot.bake.gate.BootReport;
import dev.ingot.bake.gate.BootTest;
import dev.ingot.bake.gate.BootTester;
import dev.ingot.bake.gate.Promotion;
import dev.ingot.cli.ExitCode;
import dev.ingot.cli.Terminal;
import dev.ingot.cli.Terminal.Style;
import dev.ingot.cli.view.Table;
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
import java.util.Optional;

/**
 * Lets channels follow freshly baked versions, each behind its gates: the second stage of {@code
 * ingot up}.
 */
final class Promoting {
  private static final String PASSED = "boot_test.passed";
  private static final String FAILED = "boot_test.failed";
  private static final int SHOWN_LINES = 20;

  private final Registry registry;
  private final Ledger ledger;
  private final BootTester tester;
  private final Terminal terminal;
  private final String actor;

  Promoting(Registry registry, Ledger ledger, BootTester tester, Terminal terminal, String actor) {
    this.registry = registry;
    this.ledger = ledger;
    this.tester = tester;
    this.terminal = terminal;
    this.actor = actor;
  }

  void run(List<Promotion> promotions, List<Version> versions, Cancellation cancellation)
      throws StackFailure, InterruptedException {
    for (Promotion promotion : promotions) {
      Optional<Version> version =
          versions.stream().filter(one -> one.bucket().equals(promotion.bucket())).findFirst();
      if (version.isPresent()) {
        promote(promotion, version.get(), cancellation);
      }
    }
  }

  private void promote(Promotion promotion, Version version, Cancellation cancellation)
      throws StackFailure, InterruptedException {
    Optional<Version> current =
        registry.channel(promotion.bucket(), promotion.channel()).flatMap(Channel::version);
    if (current.filter(one -> one.id().equals(version.id())).isPresent()) {
      return;
    }
    if (promotion.bootTest().isPresent() && version.image().isPresent()) {
      test(promotion.bootTest().get(), version, version.image().get(), cancellation);
    }
    registry.assign(
        promotion.bucket(),
        promotion.channel(),
        version.id(),
        actor,
        promotion.bootTest().isPresent() ? "passed its boot test" : "baked");
    terminal.line(
        "channel "
            + promotion.bucket()
            + ":"
            + promotion.channel()
            + "  "
            + current.map(one -> one.label() + " -> ").orElse("")
            + version.label());
  }

  private void test(BootTest test, Version version, Digest image, Cancellation cancellation)
      throws StackFailure, InterruptedException {
    if (hasPassed(image, test)) {
      return;
    }
    terminal.line("Testing that " + version.reference() + " boots…");
    BootReport report;
    try {
      report = tester.run(image, test, cancellation);
    } catch (StepException e) {
      throw new StackFailure(ExitCode.ERROR, "The boot test could not be run: " + e.getMessage());
    }
    switch (report) {
      case BootReport.Passed passed -> {
        ledger.append(
            new Entry(actor, PASSED, image.toString(), payload(version, test, passed.answer())));
        terminal.line(
            terminal.styled(Style.GREEN, "passed")
                + ": "
                + passed.answer()
                + ", after "
                + Table.duration(passed.ready()));
      }
      case BootReport.Failed failed -> {
        ledger.append(
            new Entry(actor, FAILED, image.toString(), payload(version, test, failed.answered())));
        StringBuilder message = new StringBuilder();
        message
            .append(version.reference())
            .append(" failed its boot test and was not promoted.\n  asked:    ")
            .append(failed.asked())
            .append("\n  answered: ")
            .append(failed.answered());
        if (!failed.log().isEmpty()) {
          message.append("\n  its last lines:");
          failed
              .log()
              .subList(Math.max(0, failed.log().size() - SHOWN_LINES), failed.log().size())
              .forEach(line -> message.append("\n    ").append(line));
        }
        throw new StackFailure(ExitCode.ERROR, message.toString());
      }
    }
  }

  private static Payload payload(Version version, BootTest test, String answer) {
    return Payload.builder()
        .text("version", version.reference())
        .text("test", test.toString())
        .text("answer", answer)
        .build();
  }

  /** An image is what its digest says: one that has passed a test passes it again. */
  private boolean hasPassed(Digest image, BootTest test) {
    List<LedgerRecord> passed =
        ledger.records(Query.newest(1).ofKind(PASSED).ofSubject(image.toString()));
    String same = Payload.of(java.util.Map.of("test", test.toString())).json();
    String inner = same.substring(1, same.length() - 1);
    return passed.stream().anyMatch(one -> one.payload().contains(inner));
  }
}
