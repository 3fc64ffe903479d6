package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Fault;
import dev.ingot.ledger.Verification.Intact;
import dev.ingot.storage.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesTest {
  private static final String STACK = "/srv/shop";

  private final Path folder;
  private Ledger ledger;
  private Releases releases;

  ReleasesTest(@TempDir Path folder) {
    this.folder = folder;
    this.ledger = Ledger.open(file(), new TestClock());
    this.releases = ledger.releases();
  }

  @BeforeEach
  void open() {
    ledger.close();
    ledger = Ledger.open(file(), new TestClock());
    releases = ledger.releases();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }

  private Release start(String stack) {
    return releases.start(
        new ReleaseStart(
            "ada@forge",
            stack,
            "sha256:c0",
            Map.of("size", "3", "password", "salted:ab"),
            Map.of("web@production", new ResolvedImage("sha256:d1", "v7")),
            "sha256:p1",
            Optional.empty(),
            "weekly"));
  }

  private Release finish(Release release, ReleaseOutcome outcome) {
    return releases.finish(release.id(), "ada@forge", outcome, "done", Map.of("changed", "4"));
  }

  @Test
  void numbersCountFromOneInEachStack() {
    assertThat(start(STACK).id().number()).isEqualTo(1);
    assertThat(start(STACK).id().number()).isEqualTo(2);
    assertThat(start("other").id().number()).isEqualTo(1);
    assertThat(releases.stacks()).containsExactly(STACK, "other");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Release started = start(STACK);
    assertThat(releases.find(started.id())).contains(started);
    Release finished = finish(started, ReleaseOutcome.VERIFIED);
    assertThat(releases.of(STACK)).containsExactly(finished);
    assertThat(finished.images())
        .containsEntry("web@production", new ResolvedImage("sha256:d1", "v7"));
    assertThat(finished.finished()).isPresent();
    assertThat(finished.summary()).containsEntry("changed", "4");
  }

  @Test
  void theLastVerifiedReleaseIsNotTheLastOne() {
    Release good = finish(start(STACK), ReleaseOutcome.VERIFIED);
    finish(start(STACK), ReleaseOutcome.FAILED);
    Release running = start(STACK);

    assertThat(releases.lastVerified(STACK)).contains(good);
    assertThat(releases.lastVerified("other")).isEmpty();
    assertThat(releases.running()).containsExactly(running);
    finish(good, ReleaseOutcome.REVERTED);
    assertThat(releases.lastVerified(STACK)).isEmpty();
  }

  @Test
  void anEndedReleaseDoesNotEndOtherwise() {
    Release failed = finish(start(STACK), ReleaseOutcome.FAILED);
    assertThat(finish(failed, ReleaseOutcome.FAILED)).isEqualTo(failed);
    assertThatThrownBy(() -> finish(failed, ReleaseOutcome.VERIFIED))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("already ended as failed");
    assertThatThrownBy(
            () ->
                releases.finish(
                    new ReleaseId("none", 4), "a@b", ReleaseOutcome.FAILED, "", Map.of()))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("no release 4 of none");
  }

  @Test
  void everyChangeStandsInTheChain() {
    Release release = start(STACK);
    releases.attach(release.id(), "state", new byte[] {1, 2, 3});
    finish(release, ReleaseOutcome.VERIFIED);
    assertThat(ledger.records(Query.newest(9).ofSubject("/srv/shop#1")))
        .extracting(LedgerRecord::kind)
        .containsExactly("release.finished", "release.attached", "release.started");
    assertThat(ledger.verify()).isInstanceOf(Intact.class);
  }

  @Test
  void attachmentsAreKeptReplacedAndDropped() {
    Release release = start(STACK);
    releases.attach(release.id(), "state", "one".getBytes(StandardCharsets.UTF_8));
    releases.attach(release.id(), "state", "two".getBytes(StandardCharsets.UTF_8));
    releases.attach(release.id(), "configuration", new byte[0]);

    assertThat(releases.attachment(release.id(), "state").orElseThrow())
        .asString()
        .isEqualTo("two");
    assertThat(releases.attachments(release.id())).containsExactly("configuration", "state");
    assertThat(ledger.verify()).isInstanceOf(Intact.class);
    assertThat(releases.detach(release.id(), "ada@forge", "state")).isTrue();
    assertThat(releases.detach(release.id(), "ada@forge", "state")).isFalse();
    assertThat(releases.attachment(release.id(), "state")).isEmpty();
    assertThat(ledger.verify()).isInstanceOf(Intact.class);
  }

  @Test
  void changesPastTheLedgerAreFound() throws SQLException {
    Release release = finish(start(STACK), ReleaseOutcome.VERIFIED);
    releases.attach(release.id(), "state", new byte[] {1, 2, 3});
    String[][] tamperings = {
      {
        "UPDATE releases SET body = replace(body, 'verified', 'failed')",
        "UPDATE releases SET body = replace(body, '\"failed\"', '\"verified\"')"
      },
      {"UPDATE releases SET sequence = 1", "UPDATE releases SET sequence = 2"},
      {"UPDATE attachments SET content = x'0102ff'", "UPDATE attachments SET content = x'010203'"},
      {
        "UPDATE attachments SET sha256 = 'a'",
        "UPDATE attachments SET sha256 = '" + Digest.of(new byte[] {1, 2, 3}).hex() + "'"
      },
      {"UPDATE attachments SET name = 'x'", "UPDATE attachments SET name = 'state'"},
    };
    for (String[] tampering : tamperings) {
      Sqlite.run(file(), tampering[0]);
      assertReleaseEdited();
      Sqlite.run(file(), tampering[1]);
      assertThat(ledger.verify()).isInstanceOf(Intact.class);
    }
    Sqlite.run(file(), "DELETE FROM attachments");
    assertReleaseEdited();
    Sqlite.run(file(), "DELETE FROM releases");
    assertReleaseEdited();
  }

  @Test
  void aChangedAttachmentIsNotHandedOut() throws SQLException {
    Release release = start(STACK);
    releases.attach(release.id(), "state", new byte[] {1, 2, 3});
    Sqlite.run(file(), "UPDATE attachments SET content = x'00'");
    assertThatThrownBy(() -> releases.attachment(release.id(), "state"))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("was changed");
  }

  private void assertReleaseEdited() {
    assertThat(ledger.verify())
        .isInstanceOfSatisfying(
            Broken.class, broken -> assertThat(broken.fault()).isEqualTo(Fault.RELEASE_EDITED));
  }
}
