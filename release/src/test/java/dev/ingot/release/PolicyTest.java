package dev.ingot.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.graph.Cancellation;
import dev.ingot.lang.Diagnostic;
import dev.ingot.release.ReleaseResult.Failed;
import dev.ingot.release.ReleaseResult.Verified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stack protects, and machines that would change in place. */
final class PolicyTest {
  private static final String PROTECT =
      """
      protect {
        resources = [fake_thing.balancer]
      }
      """;

  private static final String OTHER_NAMES =
      Configurations.FLEET.replace("\"machine-${count.index}\"", "\"other-${count.index}\"");

  @TempDir(factory = Memory.class)
  Path temporary;

  private World world = World.NOWHERE;
  private final List<String> said = new ArrayList<>();

  @BeforeEach
  void makeStack() throws IOException {
    world = World.in(temporary);
  }

  private ReleaseResult run(ReleaseRequest request) {
    said.clear();
    return world.run(
        request,
        event -> {
          if (event instanceof ReleaseEvent.Diagnosed(List<Diagnostic> diagnostics)) {
            diagnostics.forEach(one -> said.add(one.severity() + " " + one.summary()));
          }
        },
        new Cancellation());
  }

  @Test
  void whatIsProtectedIsNeitherDestroyedNorForgottenWithTheBlock() throws IOException {
    world.write("policy.ingot.hcl", PROTECT);
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    world.write(
        "main.tf",
        Configurations.FLEET.replaceAll(
            "(?s)resource \"fake_thing\" \"balancer\" \\{.*?\n}\n", ""));
    world.write("policy.ingot.hcl", "");
    assertThat(run(World.up("image=v1"))).isInstanceOf(Failed.class);
    assertThat(said).contains("ERROR Protected object");
    assertThat(run(new ReleaseRequest.Down(List.of()))).isInstanceOf(Failed.class);
    world.servesAs("v1");
  }

  @Test
  void aProtectedResourceMayStillBeChanged() throws IOException {
    world.write("policy.ingot.hcl", PROTECT);
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    assertThat(run(World.up("image=v2"))).isInstanceOf(Verified.class);
    world.settledAs("v2");
  }

  @Test
  void aMachineThatChangesInPlaceIsWarnedOf() throws IOException {
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    world.write("main.tf", OTHER_NAMES);
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    assertThat(said).contains("WARNING Machine changed in place");
  }

  @Test
  void aMachineThatChangesInPlaceIsRefusedWhereTheStackSaysSo() throws IOException {
    world.write("policy.ingot.hcl", "in_place {\n  machines = \"error\"\n}\n");
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    Map<String, String> before = world.machines();
    world.write("main.tf", OTHER_NAMES);
    assertThat(run(World.up("image=v1"))).isInstanceOf(Failed.class);
    assertThat(said).contains("ERROR Machine changed in place");
    assertThat(world.machines()).isEqualTo(before);
    world.write(
        "policy.ingot.hcl",
        "in_place {\n  machines = \"error\"\n  allow = [fake_keyed.machine]\n}\n");
    assertThat(run(World.up("image=v1"))).isInstanceOf(Verified.class);
    assertThat(said).isEmpty();
  }

  @Test
  void whatIsNoPolicyIsSaid() throws IOException {
    world.write(
        "policy.ingot.hcl",
        "in_place {\n  machines = \"never\"\n}\nprotect {\n  resources = \"all\"\n}\n");
    assertThatThrownBy(() -> run(World.up("image=v1"))).hasMessageContaining("nothing was changed");
    assertThat(said)
        .contains("ERROR Incorrect value for machines", "ERROR Invalid list of resources");
  }
}
