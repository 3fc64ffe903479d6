package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StatePaths;
import dev.ingot.state.StateSession;
import dev.ingot.state.format.StateFile;
import dev.ingot.state.lock.FakeLocks;
import dev.ingot.storage.CrashingStorage;
import dev.ingot.storage.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a program that knows nothing of journals finds after a kill. The rule: while the journal
 * holds anything that was reported, the file that other programs read is none they accept.
 */
final class OtherProgramsTest {
  private static final LockRequest APPLY = LockRequest.of("OperationTypeApply");

  @TempDir Path folder;

  private static StateSession open(dev.ingot.storage.Storage storage, Path file) {
    return new LocalStateStore(StatePaths.of(file), storage, new FakeLocks(), Environments.fixed())
        .open(APPLY);
  }

  private static void add(StateSession session, String name) {
    session.finish(
        session.begin(Samples.creation(Samples.address(name, 0), name)),
        List.of(Samples.put(Samples.address(name, 0), name)));
  }

  @Test
  void afterACrashAtEveryBoundaryNothingReportedIsMissingInAStateOthersAccept() {
    Path file = Path.of("/deployment/terraform.tfstate");
    for (boolean first : List.of(true, false)) {
      CrashingStorage start = CrashingStorage.lasting(new SplittableRandom(3));
      if (!first) {
        try (StateSession session = open(start, file)) {
          add(session, "old");
        }
      }
      for (long boundary = 1; ; boundary++) {
        CrashingStorage storage = start.dyingAt(boundary);
        int reported = 0;
        boolean died = false;
        try (StateSession session = open(storage, file)) {
          for (int i = 0; i < 3; i++) {
            add(session, "new" + i);
            reported++;
          }
        } catch (CrashingStorage.Crash _) {
          died = true;
        }
        // The process died, the machine didn't: everything that was written is there.
        CrashingStorage left = died ? storage.afterKill() : storage;
        Optional<byte[]> content = left.read(file);
        boolean accepted = content.filter(StateFile::isHeld).isEmpty();
        long objects =
            accepted && content.isPresent()
                ? StateFile.read(content.get(), "").instances().count() - (first ? 0 : 1)
                : 0;
        if (accepted && (content.isPresent() || first)) {
          assertThat(objects).as("at boundary %d", boundary).isGreaterThanOrEqualTo(reported);
        }
        assertThat(
                new String(
                    left.read(Path.of(file + ".backup")).orElse(new byte[0]),
                    StandardCharsets.UTF_8))
            .as("a backup is never the new state")
            .doesNotContain("new0");
        if (!died) {
          break;
        }
      }
    }
  }

  @Test
  void terraformStopsUntilTheJournalIsTakenUp() throws Exception {
    Optional<Path> terraform = terraform();
    assumeTrue(terraform.isPresent(), "terraform isn't installed");
    Files.writeString(
        folder.resolve("main.tf"), "resource \"terraform_data\" \"a\" {\n  input = 1\n}\n");
    assertThat(run(terraform.get(), "init")).isZero();
    for (int round = 0; round < 2; round++) {
      StateSession killed = open(new FileStorage(), folder.resolve("terraform.tfstate"));
      add(killed, "killed" + round);
      assertThat(run(terraform.get(), "plan", "-input=false")).isNotZero();
      assertThat(run(terraform.get(), "state", "list")).isNotZero();
      open(new FileStorage(), folder.resolve("terraform.tfstate")).close();
      assertThat(run(terraform.get(), "state", "list")).isZero();
    }
    Path backup = folder.resolve("terraform.tfstate.backup");
    assertThat(StateFile.isHeld(Files.readAllBytes(backup))).isFalse();
  }

  private static Optional<Path> terraform() {
    for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path program = Path.of(place).resolve("terraform");
      if (Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private int run(Path terraform, String... arguments) throws IOException, InterruptedException {
    List<String> command = new java.util.ArrayList<>(List.of(terraform.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
