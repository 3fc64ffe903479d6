package dev.ingot.state.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.state.StateException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkspacesTest {
  @Test
  void workspacesAreCreatedSelectedAndDeleted(@TempDir Path folder) {
    Workspaces workspaces = new Workspaces(folder, folder.resolve(".terraform"));
    assertThat(workspaces.current()).isEqualTo("default");
    workspaces.create("blue");
    workspaces.create("amber");
    workspaces.select("blue");
    assertThat(workspaces.current()).isEqualTo("blue");
    assertThat(workspaces.list()).containsExactly("default", "amber", "blue");
    assertThat(workspaces.paths("blue").write())
        .isEqualTo(folder.resolve("terraform.tfstate.d/blue/terraform.tfstate"));
    assertThat(workspaces.paths("default").write()).isEqualTo(folder.resolve("terraform.tfstate"));
    assertThat(folder.resolve(".terraform/environment")).hasContent("blue");
    workspaces.delete("amber");
    assertThat(Files.exists(folder.resolve("terraform.tfstate.d/amber"))).isFalse();
    assertThatThrownBy(() -> workspaces.delete("default")).isInstanceOf(StateException.class);
  }

  @Test
  void namesThatLeadElsewhereAreNotValid() {
    assertThat(Workspaces.isValid("blue-1")).isTrue();
    assertThat(Workspaces.isValid("")).isFalse();
    assertThat(Workspaces.isValid("..")).isFalse();
    assertThat(Workspaces.isValid("a/b")).isFalse();
    assertThat(Workspaces.isValid("a b")).isFalse();
  }
}
