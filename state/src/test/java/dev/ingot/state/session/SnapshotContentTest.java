package dev.ingot.state.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.WorkingState;
import dev.ingot.state.format.StateFile;
import dev.ingot.storage.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many bytes there are, they are the same each time they are made. */
final class SnapshotContentTest {
  private static State of(int objects) {
    WorkingState working = new WorkingState(State.EMPTY.as(3, "lineage"));
    for (int i = 0; i < objects; i++) {
      working.apply(Samples.put(Samples.address("r", i), "id-" + i + "-\u00e9".repeat(20)));
    }
    return working.snapshot();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200, 5_000})
  void whatIsWrittenHasTheDigestThatWasTakenBefore(int objects) throws IOException {
    State state = of(objects);
    SnapshotContent content = SnapshotContent.of(state);
    Digest digest = content.digest();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    content.writeTo(written);
    assertThat(Digest.of(written.toByteArray())).isEqualTo(digest);
    assertThat(content.bytes()).isEqualTo(written.toByteArray()).isEqualTo(StateFile.write(state));
  }

  @Test
  void bytesThatAreThereAreWrittenAsTheyAre() throws IOException {
    byte[] bytes = {1, 2, 3};
    SnapshotContent content = SnapshotContent.of(bytes);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    content.writeTo(written);
    assertThat(written.toByteArray()).isEqualTo(bytes);
    assertThat(content.digest()).isEqualTo(Digest.of(bytes));
  }
}
