package dev.ingot.state.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.syntax.Body;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.state.Environments;
import dev.ingot.state.LockRequest;
import dev.ingot.state.Samples;
import dev.ingot.state.StateException;
import dev.ingot.state.StateSession;
import dev.ingot.state.backend.Initialization.Change;
import dev.ingot.state.backend.MigrationPrompt.Answer;
import dev.ingot.state.backend.MigrationPrompt.Question;
import dev.ingot.state.backend.local.LocalBackendType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackendsTest {
  @TempDir Path folder = Path.of("");

  private final List<Question> asked = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean agrees = true;

  private Backends backends() {
    return new Backends(
        BackendTypes.of(new LocalBackendType()),
        new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), Map.of()));
  }

  private static Optional<BackendBlock> block(String type, String text) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("main.tf", text);
    Body body = Syntax.parse(file, diagnostics);
    return Optional.of(new BackendBlock(type, body, file.range(0, 0)));
  }

  private List<Diagnostic> initialize(
      Optional<BackendBlock> block, Change change, String... overrides) {
    Initialization.Listener listener =
        new Initialization.Listener() {
          @Override
          public void unconfiguring(String type) {
            told.add("unconfiguring " + type);
          }

          @Override
          public void unconfigured(String type) {
            told.add("unconfigured " + type);
          }

          @Override
          public void changing() {
            told.add("changing");
          }

          @Override
          public void configured(String type) {
            told.add("configured " + type);
          }
        };
    MigrationPrompt prompt =
        question -> {
          asked.add(question);
          return Answer.of(agrees);
        };
    return new Initialization(backends(), prompt, listener)
        .run(
            new Initialization.Request(
                block, List.of(overrides), change, LockRequest.of("migration")));
  }

  private void fill(Backend backend, String workspace, String name) {
    try (StateSession session = backend.store(workspace).open(LockRequest.of("test"))) {
      session.apply(List.of(Samples.put(Samples.address(name, 0), name)));
    }
  }

  private static long size(Backend backend, String workspace) {
    return backend.store(workspace).read().state().instances().count();
  }

  @Test
  void whatIsNotConfiguredIsLocal() {
    Backend backend = backends().current(Optional.empty());
    assertThat(backend.type()).isEqualTo("local");
    assertThat(backend.store("default").location())
        .isEqualTo(folder.resolve("terraform.tfstate").toString());
    assertThat(backend.store("blue").location())
        .isEqualTo(folder.resolve("terraform.tfstate.d/blue/terraform.tfstate").toString());
  }

  @Test
  void aBlockHasToBeInitializedFirstAndAgainWhenItChanges() {
    Optional<BackendBlock> block = block("local", "path = \"a.tfstate\"");
    assertThatThrownBy(() -> backends().current(block)).isInstanceOf(BackendException.class);
    assertThat(initialize(block, Change.REFUSE)).isEmpty();
    assertThat(told).containsExactly("configured local");
    assertThat(backends().current(block).store("default").location()).endsWith("a.tfstate");
    Optional<BackendBlock> changed = block("local", "path = \"b.tfstate\"");
    assertThatThrownBy(() -> backends().current(changed)).isInstanceOf(BackendException.class);
    assertThat(initialize(changed, Change.REFUSE))
        .extracting(Diagnostic::summary)
        .containsExactly("Backend configuration changed");
    assertThatThrownBy(() -> backends().current(Optional.empty()))
        .isInstanceOf(BackendException.class);
  }

  @Test
  void statesAreTakenAlongAfterAsking() {
    Backend before = backends().current(Optional.empty());
    fill(before, "default", "a");
    Optional<BackendBlock> block = block("local", "path = \"elsewhere/a.tfstate\"");
    assertThat(initialize(block, Change.REFUSE)).isEmpty();
    assertThat(asked).containsExactly(new Question.Copy("local", "local"));
    assertThat(size(backends().current(block), "default")).isEqualTo(1);
    assertThat(folder.resolve("terraform.tfstate")).hasContent("");
    Optional<BackendBlock> other = block("local", "path = \"other.tfstate\"");
    agrees = false;
    assertThat(initialize(other, Change.MIGRATE)).isEmpty();
    assertThat(size(backends().current(other), "default")).isZero();
    assertThat(told).containsExactly("configured local", "changing", "configured local");
  }

  @Test
  void allWorkspacesAreTakenAlongOrNone() {
    Backend before = backends().current(Optional.empty());
    before.create("blue");
    fill(before, "default", "a");
    fill(before, "blue", "b");
    Optional<BackendBlock> block =
        block("local", "path = \"x/a.tfstate\"\nworkspace_dir = \"x/others\"");
    agrees = false;
    assertThat(initialize(block, Change.REFUSE))
        .extracting(Diagnostic::summary)
        .containsExactly("Migration aborted by user.");
    agrees = true;
    assertThat(initialize(block, Change.REFUSE)).isEmpty();
    Backend after = backends().current(block);
    assertThat(after.workspaces()).containsExactly("default", "blue");
    assertThat(size(after, "blue")).isEqualTo(1);
  }

  @Test
  void settingsGivenBesideTheBlockCount() {
    Optional<BackendBlock> block = block("local", "");
    assertThat(initialize(block, Change.REFUSE, "path=given.tfstate")).isEmpty();
    assertThat(backends().current(block).store("default").location()).endsWith("given.tfstate");
    assertThat(initialize(block, Change.REFUSE, "nope=1"))
        .extracting(Diagnostic::summary)
        .containsExactly("Invalid backend configuration argument");
  }

  @Test
  void aBackendOfTerraformIsNotCalledUnknown() {
    assertThatThrownBy(() -> backends().find(block("s3", "").orElseThrow()))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("Ingot doesn't have the \"s3\" backend yet");
    assertThatThrownBy(() -> backends().find(block("nope", "").orElseThrow()))
        .hasMessageContaining("There is no backend type named \"nope\".");
  }

  @Test
  void workspacesAreMadeSelectedAndDeleted() {
    Backend backend = backends().current(Optional.empty());
    Workspaces selection = new Workspaces(folder.resolve(".terraform"), Map.of());
    assertThat(selection.current()).isEqualTo("default");
    backend.create("blue");
    backend.create("amber");
    selection.select("blue");
    assertThat(selection.current()).isEqualTo("blue");
    assertThat(folder.resolve(".terraform/environment")).hasContent("blue");
    assertThat(backend.workspaces()).containsExactly("default", "amber", "blue");
    backend.delete("amber");
    assertThat(Files.exists(folder.resolve("terraform.tfstate.d/amber"))).isFalse();
    assertThatThrownBy(() -> backend.delete("default")).isInstanceOf(StateException.class);
    assertThat(
            new Workspaces(folder.resolve(".terraform"), Map.of("TF_WORKSPACE", "red")).current())
        .isEqualTo("red");
  }

  @Test
  void namesThatLeadElsewhereAreNoNamesOfWorkspaces() {
    assertThat(Workspaces.isName("blue-1")).isTrue();
    assertThat(Workspaces.isName("")).isFalse();
    assertThat(Workspaces.isName("..")).isFalse();
    assertThat(Workspaces.isName("a/b")).isFalse();
    assertThat(Workspaces.isName("a b")).isFalse();
  }
}
