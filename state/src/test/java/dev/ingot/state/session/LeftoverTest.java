package dev.ingot.state.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Environment;
import dev.ingot.state.Environments;
import dev.ingot.state.InvertingCipher;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.State;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateSession;
import dev.ingot.state.StateStore;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.session.MemoryBackend.Fault;
import dev.ingot.storage.CrashingStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is left of an encrypted state that can't be written at the end of a session. */
final class LeftoverTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");
  private static final Path JOURNAL = Path.of("/deployment/.terraform/default.journal");
  private static final Path LEFT = Path.of("/deployment/errored.tfstate");

  private final CrashingStorage storage = CrashingStorage.lasting(new SplittableRandom(11));
  private final MemoryBackend backend = new MemoryBackend(Optional.empty());
  private final InvertingCipher cipher = new InvertingCipher();
  private final Environment environment = Environments.encrypted(cipher);

  private StateStore store() {
    return new SessionStateStore(
            "default", backend, backend, backend, JOURNAL, storage, environment)
        .leaving(Optional.of(LEFT));
  }

  private StateSession changed() {
    StateSession session = store().open(APPLY);
    session.apply(List.of(Samples.put(Samples.address("a", 0), "secret-id")));
    return session;
  }

  @Test
  void itIsEncryptedAsTheStateIs() {
    StateSession session = changed();
    backend.failing(Fault.GONE, 2);
    assertThatThrownBy(session::close)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("errored.tfstate, too")
        .hasMessageContaining(JOURNAL.toString());
    byte[] left = storage.read(LEFT).orElseThrow();
    State state = StateFile.read(cipher.open(left).content(), "");
    assertThat(state.instances()).containsExactly(Samples.address("a", 0));
    for (Path file : storage.files()) {
      assertThat(new String(storage.read(file).orElseThrow(), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain("secret-id");
    }
  }

  @Test
  void whereTheKeyIsAwayTheJournalHasItAndSaysSo() {
    StateSession session = changed();
    cipher.loseKey();
    assertThatThrownBy(session::close)
        .isInstanceOf(StateException.class)
        .hasMessageContaining(JOURNAL.toString())
        .hasMessageContaining("can't be written to " + LEFT)
        .hasMessageContaining("does not answer");
    assertThat(storage.read(LEFT)).isEmpty();
    assertThat(storage.read(JOURNAL)).isPresent();
  }

  @Test
  void aSessionWhoseLockWasTakenSaysSoAndWhereItsChangesAre() {
    StateSession session = changed();
    backend.failing(Fault.LEASE_LOST, 1);
    assertThatThrownBy(session::close)
        .isInstanceOf(StateFencedException.class)
        .hasMessageContaining(JOURNAL.toString())
        .hasMessageContaining("errored.tfstate");
    assertThat(storage.read(JOURNAL)).isPresent();
  }
}
