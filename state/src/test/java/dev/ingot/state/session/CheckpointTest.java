package dev.ingot.state.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.storage.CrashingStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When a session writes the whole state between its changes. */
final class CheckpointTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");
  private static final Path JOURNAL = Path.of("/deployment/.terraform/default.journal");

  private final CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(3));
  private final MemoryBackend backend = new MemoryBackend(Optional.empty());
  private final StateStore store =
      new SessionStateStore(
          "default", backend, backend, backend, JOURNAL, storage, Environments.fixed());

  private static void put(StateSession session, long instances, String id) {
    session.apply(
        LongStream.range(0, instances)
            .mapToObj(index -> Samples.put(Samples.address("a", index), id))
            .toList());
  }

  @Test
  void aSmallStateIsWrittenAfterEachChange() {
    try (StateSession session = store.open(APPLY)) {
      put(session, 3, "old");
      session.checkpoint();
      assertThat(session.state().changed()).isFalse();
      put(session, 1, "new");
      session.checkpoint();
      assertThat(session.state().changed()).isFalse();
    }
  }

  @Test
  void aLargeOneOnlyWhenEnoughHasChangedAndTheRestAtTheEnd() {
    try (StateSession session = store.open(APPLY)) {
      put(session, 800, "old");
      session.checkpoint();
      put(session, 99, "new");
      session.checkpoint();
      assertThat(session.state().changed()).as("99 of 800").isTrue();
      session.apply(List.of(Samples.put(Samples.address("a", 99), "new")));
      session.checkpoint();
      assertThat(session.state().changed()).as("100 of 800").isFalse();
      put(session, 1, "newest");
    }
    try (StateSession next = store.open(APPLY)) {
      assertThat(next.state().current(Samples.address("a", 0)).map(Samples::id)).contains("newest");
    }
  }
}
