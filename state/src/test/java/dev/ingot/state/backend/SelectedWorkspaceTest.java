package dev.ingot.state.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectedWorkspaceTest {
  @TempDir Path folder = Path.of("");

  /** It is part of the path of the state. */
  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "a b", "..", "é", "a%b", "x\n"})
  void theEnvironmentSelectsNoneThatCantBe(String name) {
    Workspaces workspaces = new Workspaces(folder, Map.of("TF_WORKSPACE", name));
    assertThatThrownBy(workspaces::current)
        .isInstanceOf(StateException.class)
        .hasMessage("Invalid workspace name set using TF_WORKSPACE");
  }

  @Test
  void neitherDoesADamagedFile() throws Exception {
    Workspaces workspaces = new Workspaces(folder, Map.of());
    workspaces.select("a+b");
    assertThat(workspaces.current()).isEqualTo("a+b");
    Files.writeString(folder.resolve("environment"), "../../x");
    assertThatThrownBy(workspaces::current)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("environment selects a workspace by a name that none can have");
  }
}
