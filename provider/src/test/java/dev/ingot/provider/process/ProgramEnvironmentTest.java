package dev.ingot.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramEnvironmentTest {
  @TempDir Path folder;

  private Path program(long size) throws Exception {
    Path program = folder.resolve("program");
    try (RandomAccessFile file = new RandomAccessFile(program.toFile(), "rw")) {
      file.setLength(size);
    }
    return program;
  }

  @Test
  void aProgramLogsNoStepsAndASmallOneMayUseMoreMemory() throws Exception {
    assertThat(ProgramEnvironment.of(program(1000), Map.of()))
        .containsEntry("TF_LOG_SDK", "ERROR")
        .containsEntry("GOGC", "400");
    assertThat(ProgramEnvironment.of(program(1L << 30), Map.of())).doesNotContainKey("GOGC");
  }

  @Test
  void whatTheUserSaysHolds() throws Exception {
    assertThat(ProgramEnvironment.of(program(1000), Map.of("TF_LOG", "trace", "GOGC", "50")))
        .isEmpty();
  }
}
