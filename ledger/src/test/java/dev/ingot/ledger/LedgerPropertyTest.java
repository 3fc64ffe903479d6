package dev.ingot.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.ledger.Verification.Broken;
import dev.ingot.ledger.Verification.Intact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class LedgerPropertyTest {
  private static final int COUNT = 12;
  private static final String[] COLUMNS = {
    "sequence", "time", "actor", "kind", "subject", "payload", "previous_hash", "hash"
  };

  private final Path template;
  private final Path file;

  LedgerPropertyTest() throws IOException {
    Path folder = Files.createTempDirectory("ledger");
    template = folder.resolve("template.db");
    file = folder.resolve("ledger.db");
    try (Ledger ledger = Ledger.open(template, new TestClock())) {
      for (int number = 1; number <= COUNT; number++) {
        ledger.append(
            new Entry(
                "ada@forge", "image.baked", "web" + number, Payload.of(Map.of("a", "b" + number))));
      }
    }
  }

  @Property(tries = 60)
  void anyEditOfAnyColumnIsFound(
      @ForAll @IntRange(min = 1, max = COUNT) int sequence,
      @ForAll @IntRange(max = 7) int column,
      @ForAll @StringLength(min = 1, max = 4) String added)
      throws IOException, SQLException {
    fresh();
    String change =
        column == 0
            ? "sequence = sequence + " + (COUNT + added.length())
            : COLUMNS[column]
                + " = "
                + COLUMNS[column]
                + " || 'x"
                + added.replace("'", "").replace("\0", "")
                + "'";
    Sqlite.run(file, "UPDATE records SET " + change + " WHERE sequence = " + sequence);
    assertBrokenUpTo(sequence + 1);
  }

  @Property(tries = 30)
  void anyRemovalIsFound(
      @ForAll @IntRange(min = 1, max = COUNT) int from, @ForAll @IntRange(max = COUNT) int length)
      throws IOException, SQLException {
    fresh();
    int last = Math.min(COUNT, from + length);
    Sqlite.run(file, "DELETE FROM records WHERE sequence BETWEEN " + from + " AND " + last);
    assertBrokenUpTo(from);
  }

  @Property(tries = 30)
  void anExchangeOfTwoContentsIsFound(
      @ForAll @IntRange(min = 1, max = COUNT) int one,
      @ForAll @IntRange(min = 1, max = COUNT) int other)
      throws IOException, SQLException {
    fresh();
    Sqlite.run(
        file,
        "UPDATE records SET sequence = 999 WHERE sequence = " + one,
        "UPDATE records SET sequence = " + one + " WHERE sequence = " + other,
        "UPDATE records SET sequence = " + other + " WHERE sequence = 999");
    if (one == other) {
      assertThat(verify()).isInstanceOf(Intact.class);
    } else {
      assertBrokenUpTo(Math.min(one, other));
    }
  }

  @Property(tries = 500)
  void movingTextBetweenFieldsChangesTheHash(
      @ForAll @StringLength(max = 5) String a,
      @ForAll @StringLength(max = 5) String b,
      @ForAll @StringLength(min = 1, max = 5) String moved) {
    String zero = Head.EMPTY.hash();
    assertThat(Chain.hash(zero, 1, "t", a + moved, b, "", "{}"))
        .isNotEqualTo(Chain.hash(zero, 1, "t", a, moved + b, "", "{}"));
  }

  @Property(tries = 500)
  void canonicalFormIsStableAndFreeOfOrder(
      @ForAll @Size(max = 5) Map<String, String> texts, @ForAll long number, @ForAll double real) {
    Payload payload =
        Payload.builder().texts("t", texts).number("n", number).flag("f", true).build();
    assertThat(Payload.parse(payload.json())).isEqualTo(payload);
    String spaced =
        "{ \"z\" : [ " + number + " , " + (Double.isFinite(real) ? real : 0) + " ], \"a\" : null }";
    Payload parsed = Payload.parse(spaced);
    assertThat(Payload.parse(parsed.json())).isEqualTo(parsed);
    assertThat(parsed.json()).startsWith("{\"a\":null,\"z\":[");
  }

  private Verification verify() {
    try (Ledger ledger = Ledger.open(file, new TestClock())) {
      return ledger.verify();
    }
  }

  private void assertBrokenUpTo(long latest) {
    Verification verification = verify();
    Optional<Broken> broken =
        verification instanceof Broken found ? Optional.of(found) : Optional.empty();
    assertThat(broken).isPresent();
    assertThat(broken.orElseThrow().sequence()).isLessThanOrEqualTo(latest);
  }

  private void fresh() throws IOException {
    for (String suffix : new String[] {"-wal", "-shm"}) {
      Files.deleteIfExists(file.resolveSibling("ledger.db" + suffix));
    }
    Files.copy(template, file, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        template.resolveSibling("template.db.head"),
        file.resolveSibling("ledger.db.head"),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
