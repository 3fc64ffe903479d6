package dev.ingot.deploy.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.graph.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

final class ProcessRunnerTest {
  @RepeatedTest(10)
  void aCommandThatIsCancelledDoesNotGoOn(@TempDir Path folder) throws IOException {
    Cancellation cancellation = new Cancellation();
    int code =
        new ProcessRunner()
            .run(
                List.of("/bin/sh", "-c", "echo begun; sleep 60; touch next"),
                folder,
                Map.of(),
                line -> cancellation.cancel(),
                cancellation);
    assertThat(code).isNotZero();
    assertThat(folder).isEmptyDirectory();
  }
}
