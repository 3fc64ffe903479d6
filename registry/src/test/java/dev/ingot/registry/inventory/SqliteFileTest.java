package dev.ingot.registry.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.registry.inventory.Catalogers.UnreadableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
  private static List<byte[]> write(Path file, int pageSize) throws Exception {
    List<byte[]> blobs = new ArrayList<>();
    Random random = new Random(pageSize);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA page_size=" + pageSize);
      statement.execute("CREATE TABLE Name (key TEXT, hnum INTEGER)");
      statement.execute(
          "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO Packages (blob) VALUES (?)")) {
        for (int i = 0; i < 300; i++) {
          byte[] blob = new byte[i % 7 == 0 ? random.nextInt(40_000) : random.nextInt(700)];
          random.nextBytes(blob);
          blobs.add(blob);
          insert.setBytes(1, blob);
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
    return blobs;
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 4096, 65536})
  void whatSqliteWritesIsRead(int pageSize, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("test.db");
    List<byte[]> written = write(file, pageSize);
    List<byte[]> read = SqliteFile.blobs(Files.readAllBytes(file), "Packages");
    assertThat(read).hasSize(written.size());
    for (int i = 0; i < read.size(); i++) {
      assertThat(read.get(i)).isEqualTo(written.get(i));
    }
  }

  @Test
  void damageIsAnErrorAndNeverMore(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("test.db");
    List<byte[]> _ = write(file, 512);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = whole.clone();
      for (int flips = 0; flips < 20; flips++) {
        int place = random.nextBoolean() ? random.nextInt(4096) : random.nextInt(damaged.length);
        damaged[place] = (byte) random.nextInt();
      }
      try {
        List<byte[]> _ = SqliteFile.blobs(damaged, "Packages");
      } catch (UnreadableException e) {
        assertThat(e).hasMessageContaining("");
      }
    }
    assertThatThrownBy(() -> SqliteFile.blobs(new byte[200], "Packages"))
        .isInstanceOf(UnreadableException.class);
    assertThatThrownBy(() -> SqliteFile.blobs(whole, "Other")).hasMessage("it has no table Other");
  }
}
