package dev.ingot.state.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.Change;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StateFencedException;
import dev.ingot.state.StateLockedException;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.local.LocalStateStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileLocksTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");

  @TempDir Path folder = Path.of(".");

  private Path file() {
    return folder.resolve("terraform.tfstate");
  }

  private LocalStateStore store() {
    return LocalStateStore.onDisk(StatePaths.of(file()), Environments.fixed());
  }

  private static Change change(String id) {
    return Samples.put(Samples.address("a", 0), id);
  }

  /** Another process that locks something and waits to be killed. */
  private Process other(String what) throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                what,
                file().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo("locked");
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void anotherProcessIsKeptOutAndToldWhoHoldsTheLock() throws Exception {
    Process holder = other("session");
    try {
      assertThatThrownBy(() -> store().open(APPLY))
          .isInstanceOf(StateLockedException.class)
          .hasMessageContaining("resource temporarily unavailable\nLock Info:\n  ID:        ")
          .hasMessageContaining("Who:       somebody@here")
          .hasMessageContaining("Created:   2026-01-02 03:04:05 +0000 UTC");
      assertThat(store().read().exists()).isTrue();
    } finally {
      kill(holder);
    }
    store().open(APPLY).close();
    assertThat(folder.resolve(".terraform.tfstate.lock.info")).doesNotExist();
  }

  @Test
  void aSecondSessionOfTheSameProcessIsKeptOutWithoutLosingTheLock() throws Exception {
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(change("x")));
      session.commit();
      assertThatThrownBy(() -> store().open(APPLY)).isInstanceOf(StateLockedException.class);
      assertThat(store().read().exists()).isTrue();
      session.apply(List.of(change("y")));
    }
    store().open(APPLY).close();
  }

  @Test
  void aProgramThatLocksOnlyTheStateFileKeepsUsOut() throws Exception {
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(change("x")));
    }
    Process holder = other("file");
    try {
      assertThatThrownBy(() -> store().open(APPLY))
          .isInstanceOf(StateLockedException.class)
          .hasMessageStartingWith("resource temporarily unavailable\nopen ");
      assertThat(store().read().state().instances().count()).isEqualTo(1);
    } finally {
      kill(holder);
    }
    store().open(APPLY).close();
  }

  @Test
  void theLockOutlivesTheReplacementOfTheFile() throws Exception {
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(change("x")));
      session.commit();
      session.apply(List.of(change("y")));
      session.commit();
      assertThat(tryFile()).isEqualTo("held");
    }
    assertThat(tryFile()).isEqualTo("free");
  }

  private String tryFile() throws IOException, InterruptedException {
    return tryFile(file());
  }

  private String tryFile(Path tried) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                "try",
                tried.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String answer =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return answer;
  }

  @Test
  void waitingForALockEndsWhenItIsFree() throws Exception {
    Process holder = other("session");
    Thread killer = Thread.ofVirtual().start(holder::destroyForcibly);
    try (StateSession session =
        store().open(new LockRequest("apply", "", Duration.ofSeconds(20), true))) {
      assertThat(session.lock()).isPresent();
    }
    killer.join();
  }

  @Test
  void anInterruptedThreadStillWritesItsOutcome() {
    StateSession session = store().open(APPLY);
    Thread.currentThread().interrupt();
    session.apply(List.of(change("x")));
    session.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(store().read().state().instances().count()).isEqualTo(1);
  }

  @Test
  void unlockingWhatIsNotLockedIsAnError() {
    assertThatThrownBy(() -> store().forceUnlock("some-id"))
        .isInstanceOf(StateException.class)
        .hasMessage("LocalState not locked");
  }

  @Test
  void aSecondSessionOfThisProcessTakesNoLockAwayByTrying() throws Exception {
    try (StateSession _ = store().open(APPLY)) {
      Files.delete(folder.resolve(".terraform.tfstate.lock.info"));
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> store().open(APPLY)).isInstanceOf(StateLockedException.class);
      }
      assertThat(tryFile(folder.resolve(".terraform.tfstate.lock"))).isEqualTo("held");
    }
    assertThat(tryFile(folder.resolve(".terraform.tfstate.lock"))).isEqualTo("free");
  }

  @Test
  void readingInThisProcessTakesNoLockAway() throws Exception {
    try (StateSession session = store().open(APPLY)) {
      session.apply(List.of(change("x")));
      session.commit();
      for (int reading = 0; reading < 3; reading++) {
        assertThat(store().read().exists()).isTrue();
      }
      assertThat(tryFile()).isEqualTo("held");
    }
    assertThat(tryFile()).isEqualTo("free");
  }

  @Test
  void whoseLockFilesWereDeletedWritesNothingMoreAndLosesNothing() throws Exception {
    StateSession session = store().open(APPLY);
    session.apply(List.of(change("x")));
    StateSession.Begun begun =
        session.begin(Samples.creation(Samples.address("b", 0), "made-meanwhile"));
    Files.delete(folder.resolve(".terraform.tfstate.lock"));
    Files.delete(folder.resolve(".terraform.tfstate.lock.info"));
    assertThatThrownBy(
            () ->
                session.finish(
                    begun, List.of(Samples.put(Samples.address("b", 0), "made-meanwhile"))))
        .isInstanceOf(StateFencedException.class)
        .hasMessageContaining("forced open, deleted or taken over")
        .hasMessageContaining(".journal.lost-");
    assertThatThrownBy(session::close).isInstanceOf(StateFencedException.class);
    assertThat(lost()).contains("made-meanwhile");
  }

  @Test
  void whoseJournalIsGoneWritesNothingMoreAndLosesNothing() throws Exception {
    LockRequest unlocked = new LockRequest("apply", "", Duration.ZERO, false);
    StateSession session = store().open(unlocked);
    StateSession.Begun begun =
        session.begin(Samples.creation(Samples.address("b", 0), "made-meanwhile"));
    // Another one, that was told not to lock either, takes it up.
    try (StateSession other = store().open(unlocked)) {
      assertThat(other.unresolved()).hasSize(1);
    }
    assertThatThrownBy(
            () ->
                session.finish(
                    begun, List.of(Samples.put(Samples.address("b", 0), "made-meanwhile"))))
        .isInstanceOf(StateFencedException.class)
        .hasMessageContaining("was deleted or replaced")
        .hasMessageContaining(".journal.lost-");
    assertThat(lost()).contains("made-meanwhile");
  }

  private String lost() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(each -> each.getFileName().toString().contains(".journal.lost-"))
              .findFirst()
              .orElseThrow();
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void theLockOfASuspendedProcessCanBeForcedOpen() throws Exception {
    Process holder = other("session");
    try {
      suspend(holder, "STOP");
      String id;
      try {
        store().open(APPLY).close();
        throw new AssertionError("the lock isn't held");
      } catch (StateLockedException e) {
        id = e.holder().orElseThrow().id();
      }
      store().forceUnlock(id);
      try (StateSession session = store().open(APPLY)) {
        session.apply(List.of(change("x")));
      }
      assertThat(store().read().state().instances().count()).isEqualTo(2);
    } finally {
      suspend(holder, "CONT");
      kill(holder);
    }
  }

  private static void suspend(Process process, String signal) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws IOException {
    Files.writeString(folder.resolve("file"), "in the way");
    LocalStateStore nowhere =
        LocalStateStore.onDisk(
            StatePaths.of(folder.resolve("file").resolve("terraform.tfstate")),
            Environments.fixed());
    assertThatThrownBy(() -> nowhere.open(APPLY))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("cannot be created: a file with that name exists");
  }

  @Test
  void foldersAreMadeWhereTheyAreMissing() {
    LocalStateStore deep =
        LocalStateStore.onDisk(
            StatePaths.of(folder.resolve("a").resolve("b").resolve("terraform.tfstate")),
            Environments.fixed());
    try (StateSession session = deep.open(APPLY)) {
      session.apply(List.of(change("x")));
    }
    assertThat(deep.read().exists()).isTrue();
  }
}
