package dev.ingot.deploy.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.builtin.RemoteStates.RemoteStateException;
import dev.ingot.state.Environments;
import dev.ingot.state.backend.BackendPlace;
import dev.ingot.state.backend.BackendTypes;
import dev.ingot.state.backend.Backends;
import dev.ingot.state.backend.HostToken;
import dev.ingot.state.backend.cloud.RemoteBackendType;
import dev.ingot.state.backend.local.LocalBackendType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackendOutputsTest {
  private static BackendOutputs in(Path folder) {
    Backends backends =
        new Backends(
            BackendTypes.of(new LocalBackendType()),
            new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), Map.of()));
    return new BackendOutputs(backends, _ -> backends);
  }

  private static void state(Path file, String outputs) throws IOException {
    Files.writeString(
        file,
        "{\"version\":4,\"terraform_version\":\"1.11.4\",\"serial\":1,\"lineage\":\"l\",\"outputs\":"
            + outputs
            + ",\"resources\":[]}");
  }

  @Test
  void outputsOfAnotherStateAreReadWithTheirTypes(@TempDir Path folder) throws IOException {
    state(
        folder.resolve("other.tfstate"),
        "{\"o\":{\"value\":{\"a\":[1]},\"type\":[\"object\",{\"a\":[\"list\",\"number\"]}]}}");
    Value config = Values.object(Map.of("path", Value.of("other.tfstate"), "more", Value.of(1)));
    SortedMap<String, Value> expected =
        new TreeMap<>(
            Map.of(
                "o",
                Values.object(
                    Map.of("a", new Value.ListValue(Type.NUMBER, List.of(Value.of(1)))))));
    assertThat(in(folder).outputs("local", config, "default", "")).contains(expected);
    assertThat(in(folder).outputs("local", config, "blue", "")).isEmpty();
    assertThat(in(folder).outputs("local", Values.NULL, "", "")).isEmpty();
  }

  @Test
  void aStateThatIsNoneIsSaidWhere(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("terraform.tfstate"), "{");
    assertThatThrownBy(() -> in(folder).outputs("local", Values.NULL, "default", ""))
        .isInstanceOf(RemoteStateException.class)
        .hasMessageContaining("terraform.tfstate");
  }

  @Test
  void aBackendOfTerraformIsNotCalledUnknown(@TempDir Path folder) {
    assertThat(in(folder).problem("oss").orElseThrow())
        .isEqualTo("Ingot doesn't have the \"oss\" backend yet. It has \"local\".");
    assertThat(in(folder).problem("nope").orElseThrow())
        .isEqualTo("There is no backend type named \"nope\".");
    assertThat(in(folder).problem("local")).isEmpty();
  }

  @Test
  void whatABlockHasIsGivenAsAnObject(@TempDir Path folder) {
    Backends backends =
        new Backends(
            BackendTypes.of(new RemoteBackendType(HostToken.NONE)),
            new BackendPlace(folder, folder.resolve(".terraform"), Environments.fixed(), Map.of()));
    BackendOutputs outputs = new BackendOutputs(backends, _ -> backends);
    Value workspaces = Values.object(Map.of("name", Value.of("w")));
    assertThat(outputs.problem("remote", Values.object(Map.of("workspaces", workspaces))))
        .isEmpty();
    Value other = Values.object(Map.of("nmae", Value.of("w")));
    assertThat(outputs.problem("remote", Values.object(Map.of("workspaces", other))))
        .contains("attribute \"workspaces\": unexpected attribute \"nmae\"");
  }
}
