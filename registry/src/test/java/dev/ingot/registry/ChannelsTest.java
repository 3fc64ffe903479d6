package dev.ingot.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Claim;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.RegistryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChannelsTest extends OpenRegistry {
  ChannelsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void latestFollowsTheNewestActiveVersion() {
    Claim slow = claimed("f1").claim();
    active("f2");
    assertThat(at("latest")).contains("v2");
    registry.complete(slow, ADA, Completion.elsewhere());
    assertThat(at("latest")).contains("v2");

    Version third = active("f3");
    registry.versions().revoke(third.id(), ADA, "leaks", false);
    assertThat(at("latest")).contains("v2");
    registry.versions().restore(third.id(), ADA);
    assertThat(at("latest")).contains("v3");
    assertThatThrownBy(() -> registry.channels().assign("web", "latest", third.id(), ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("managed by the registry");
  }

  @Test
  void aChannelKeepsItsHistoryAndRollsBack() {
    Version one = active("f1");
    Version two = active("f2");
    Version three = active("f3");
    registry.channels().assign("web", "production", one.id(), ADA, "first");
    registry.channels().assign("web", "production", two.id(), ADA, "second");
    registry.channels().assign("web", "production", three.id(), ADA, "third");
    registry.channels().assign("web", "production", three.id(), ADA, "again");
    assertThat(registry.channels().find("web", "production").orElseThrow().version())
        .contains(three);

    registry.channels().rollback("web", "production", "bob@forge", "errors");
    assertThat(at("production")).contains("v2");
    registry.channels().rollback("web", "production", "bob@forge", "errors");
    assertThat(at("production")).contains("v1");
    assertThatThrownBy(() -> registry.channels().rollback("web", "production", ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("no earlier version");

    List<Assignment> history = registry.channels().history("web", "production");
    assertThat(history).hasSize(5);
    assertThat(history.getFirst())
        .isEqualTo(
            new Assignment(
                "web",
                "production",
                clock.instant(),
                "bob@forge",
                Optional.of(two.id()),
                Optional.of(one.id()),
                "errors",
                true));
    assertThat(registry.channels().in("web"))
        .extracting(Channel::name)
        .containsExactly("latest", "production");
    assertThat(registry.channels().at(one)).extracting(Channel::name).containsExactly("production");
  }

  @Test
  void aRollbackPassesOverRevokedVersions() {
    Version one = active("f1");
    Version two = active("f2");
    Version three = active("f3");
    for (Version version : List.of(one, two, three)) {
      registry.channels().assign("web", "production", version.id(), ADA, "");
    }
    registry.versions().revoke(two.id(), ADA, "leaks", false);
    registry.channels().rollback("web", "production", ADA, "errors");
    assertThat(at("production")).contains("v1");
    assertThatThrownBy(() -> registry.channels().assign("web", "production", two.id(), ADA, ""))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("revoked (leaks)");
    assertThat(begin("f2", "x")).isInstanceOf(BeginResult.Revoked.class);
  }
}
