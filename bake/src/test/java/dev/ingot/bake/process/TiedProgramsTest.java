package dev.ingot.bake.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.bake.HostPrograms.Program;
import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiedProgramsTest {
  @TempDir Path folder;

  @Test
  void outputAndExitCodeComeBack() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    int exitCode =
        new TiedPrograms()
            .run(
                shell("echo \"$A\" in $(basename $PWD); echo bad >&2; exit 3"),
                (stream, line) -> lines.add(stream + " " + line),
                new Cancellation());
    assertThat(exitCode).isEqualTo(3);
    assertThat(lines).containsExactlyInAnyOrder("OUT it's in " + folder.getFileName(), "ERR bad");
  }

  @Test
  void aCancelEndsAlsoWhatTheProgramStarted() throws Exception {
    Cancellation cancellation = new Cancellation();
    Path pid = folder.resolve("pid");
    int exitCode =
        new TiedPrograms()
            .run(
                shell("sleep 60 & echo $! > pid; echo started; wait"),
                (stream, line) -> cancellation.cancel(),
                cancellation);
    assertThat(exitCode).isNotZero();
    Optional<ProcessHandle> child = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (child.isPresent()) {
      child.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aProgramThatIsNotThereIsAnExitCode() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    int exitCode =
        new TiedPrograms()
            .run(
                new Program(List.of("/no/such/program"), Map.of(), Optional.empty()),
                (stream, line) -> lines.add(line),
                new Cancellation());
    assertThat(exitCode).isEqualTo(127);
    assertThat(lines).anyMatch(line -> line.contains("/no/such/program"));
    assertThatThrownBy(
            () ->
                new TiedPrograms()
                    .run(
                        new Program(
                            List.of("true"), Map.of(), Optional.of(folder.resolve("nowhere"))),
                        (stream, line) -> lines.add(line),
                        new Cancellation()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anOwnerIsDeadOnlyWhenItSurelyIs() throws Exception {
    String self = ProcessOwner.current("me@host:1").toString();
    assertThat(ProcessOwner.isDead(self)).isFalse();
    assertThat(ProcessOwner.name(self)).isEqualTo("me@host:1");
    assertThat(ProcessOwner.isDead("somebody@elsewhere:12")).isFalse();
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    String pid = " [" + ProcessHandle.current().pid() + " ";
    assertThat(ProcessOwner.isDead(self.replace(pid, " [" + ended.pid() + " "))).isTrue();
    assertThat(ProcessOwner.isDead(self.replaceAll("[0-9]+\\]$", "1]"))).isTrue();
  }

  private Program shell(String text) {
    return new Program(List.of("/bin/sh", "-c", text), Map.of("A", "it's"), Optional.of(folder));
  }
}
