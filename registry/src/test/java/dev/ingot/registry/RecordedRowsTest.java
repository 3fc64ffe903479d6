package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Query;
import dev.ingot.ledger.Verification;
import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Images;
import dev.ingot.registry.content.RegistryException;
import dev.ingot.storage.Digest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Who changes rows of the registry without leaving a record. */
class RecordedRowsTest {
  private static final String ADA = "ada@forge";

  private final Path folder;
  private final TestClock clock = new TestClock();
  private final Ledger ledger;
  private final Registry registry;

  RecordedRowsTest(@TempDir Path folder) {
    this.folder = folder;
    this.ledger = Ledger.open(folder.resolve("ledger.db"), clock);
    this.registry = Registry.open(folder.resolve("registry"), clock, new Random(1), ledger);
  }

  @BeforeEach
  void fill() {
    bake("one");
    bake("two");
    var _ = registry.channels().assign("web", "stable", version(1).id(), ADA, "tested");
  }

  @AfterEach
  void close() {
    registry.close();
    ledger.close();
  }

  private void bake(String fingerprint) {
    Digest image = Images.write(registry.store(), fingerprint).digest();
    if (registry.begin(BeginRequest.of("web", fingerprint, ADA, ADA + ":1"))
        instanceof BeginResult.Claimed claimed) {
      var _ = registry.complete(claimed.claim(), ADA, Completion.ofImage(image));
    }
  }

  private Version version(long number) {
    return registry.versions().find("web", number).orElseThrow();
  }

  private Channel stable() {
    return registry.channels().find("web", "stable").orElseThrow();
  }

  private void change(String sql) throws SQLException {
    try (Connection connection =
            JDBC.createConnection(
                "jdbc:sqlite:" + folder.resolve("registry/registry.db").toUri(), new Properties());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private void refused(String... parts) {
    assertThatThrownBy(() -> registry.records().require(stable()))
        .isInstanceOf(RegistryException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContaining("ingot audit accept");
    assertThat(registry.records().faults()).isNotEmpty();
  }

  @Test
  void whatIngotWroteIsUsed() {
    assertThat(registry.records().require(stable()).version()).contains(version(1));
    assertThat(registry.records().require(version(2)).label()).isEqualTo("v2");
  }

  @Test
  void anotherImageUnderAVersionIsRefused() throws SQLException {
    String evil = version(2).image().orElseThrow().toString();
    change("UPDATE versions SET image = '" + evil + "' WHERE number = 1");
    refused("web:v1 was changed by something other than Ingot", evil, "record");
  }

  @Test
  void aChannelThatPointsElsewhereIsRefused() throws SQLException {
    change("UPDATE channels SET version = '" + version(2).id() + "' WHERE name = 'stable'");
    refused("channel web@stable was changed", "points at v2", "v1");
  }

  @Test
  void aRevokedVersionThatIsActiveAgainIsRefused() throws SQLException {
    var _ = registry.versions().revoke(version(1).id(), ADA, "a hole", false);
    change("UPDATE versions SET status = 'ACTIVE', revoked = NULL WHERE number = 1");
    refused("web:v1", "it is active", "version.revoked");
  }

  @Test
  void aVersionNobodyRecordedIsRefused() throws SQLException {
    change("UPDATE versions SET number = 7 WHERE number = 1");
    refused("web@stable", "v7");
    assertThatThrownBy(() -> registry.records().require(version(7)))
        .hasMessageContaining("has no record of it");
  }

  @Test
  void aLedgerThatIsGoneIsNoticed() throws Exception {
    registry.close();
    ledger.close();
    Files.delete(folder.resolve("ledger.db"));
    Files.delete(folder.resolve("ledger.db.head"));
    try (Ledger empty = Ledger.open(folder.resolve("ledger.db"), clock);
        Registry again = Registry.open(folder.resolve("registry"), clock, new Random(2), empty)) {
      assertThatThrownBy(
              () -> again.records().require(again.channels().find("web", "stable").orElseThrow()))
          .hasMessageContaining("has no record of it");
      assertThat(empty.verify(again.records().head().stream().toList()))
          .isInstanceOf(Verification.Broken.class);
      assertThat(empty.doubt(again.records().head().stream().toList())).isPresent();
    }
  }

  @Test
  void whatAPersonAcceptsIsUsedAndRecorded() throws SQLException {
    change("UPDATE channels SET version = '" + version(2).id() + "' WHERE name = 'stable'");
    assertThat(registry.records().accept(ADA)).containsExactly("web@stable at v2");
    assertThat(registry.records().require(stable()).version()).contains(version(2));
    assertThat(ledger.records(Query.newest(1)).getFirst().kind()).isEqualTo("channel.accepted");
    assertThat(registry.records().faults()).isEmpty();
    assertThat(registry.records().accept(ADA)).isEmpty();
  }

  @Test
  void aChangeWhoseProcessDiedBeforeItWasRecordedIsRecordedWithTheNext() throws SQLException {
    long before = ledger.head().count();
    // As if the process had died between the two: the change and what is to be recorded of it.
    change("UPDATE channels SET version = '" + version(2).id() + "' WHERE name = 'stable'");
    change(
        "INSERT INTO unrecorded (actor, kind, subject, payload) VALUES ('ada@forge',"
            + " 'channel.assigned', 'web@stable', '{\"from\":\"v1\",\"to\":\"v2\"}')");
    assertThat(registry.records().require(stable()).version()).contains(version(2));
    bake("three");
    assertThat(ledger.records(Query.newest(50).ofSubject("web@stable")).getFirst().payload())
        .contains("\"to\":\"v2\"");
    assertThat(ledger.head().count()).isGreaterThan(before + 2);
    assertThat(registry.records().head()).contains(ledger.head());
    assertThat(ledger.verify(List.of(ledger.head()))).isInstanceOf(Verification.Intact.class);
  }
}
