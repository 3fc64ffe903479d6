package dev.ingot.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.address.InstanceAddress;
import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.cli.terminal.Terminal;
import dev.ingot.cli.terminal.Wording;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.ReleaseEvent;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What programs read of a release. */
final class ReleaseJsonTest {
  private static final BuildIdentity BUILD =
      new BuildIdentity(
          "rootfs.web", "", "rootfs", "web", "rootfs.web", Path.of("/"), Path.of("/"));

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);
  private final ReleaseJson json;

  ReleaseJsonTest() {
    Terminal terminal =
        new Terminal(InputStream.nullInputStream(), out, out, false, false, false, 78);
    Wording wording = Wording.of(Map.of());
    EventStream stream =
        new EventStream(terminal, wording, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    json = new ReleaseJson(stream, new OperationJson(stream, wording));
    written.reset();
  }

  private List<String> lines() {
    out.flush();
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aBuildIsNamedAndItsStepIsTheMessage() {
    json.on(new ReleaseEvent.Baking(new BakeEvent.StepStarted(BUILD, "shell")));
    assertThat(lines()).hasSize(1);
    assertThat(lines().getFirst())
        .contains(
            "\"@message\":\"==> rootfs.web: shell\"",
            "\"type\":\"bake\"",
            "\"build\":\"rootfs.web\"");
  }

  @Test
  void whatSaysNothingIsNoLine() {
    json.on(new ReleaseEvent.Baking(new BakeEvent.Started(BUILD, 3)));
    assertThat(lines()).isEmpty();
  }

  @Test
  void theLastWordsOfAMachineAreOneLine() {
    json.on(new ReleaseEvent.LastWords(InstanceAddress.parse("m.web[0]"), "one\ntwo\n"));
    assertThat(lines()).hasSize(1);
    assertThat(lines().getFirst())
        .contains(
            "\"type\":\"last_words\"", "\"machine\":\"m.web[0]\"", "\"log\":\"one\\ntwo\\n\"");
  }

  @Test
  void aWarningIsADiagnostic() {
    json.on(new ReleaseEvent.Diagnosed(List.of(Diagnostic.warning("Careful", "It is hot."))));
    assertThat(lines().getFirst()).contains("\"type\":\"diagnostic\"", "\"summary\":\"Careful\"");
  }

  @Test
  void theEndHasItsOutcomeAndItsReason() {
    json.ended("reverted", "not healthy", Optional.empty());
    assertThat(lines())
        .singleElement()
        .asString()
        .contains(
            "\"@level\":\"error\"",
            "\"type\":\"release_result\"",
            "\"outcome\":\"reverted\"",
            "\"reason\":\"not healthy\"");
  }
}
