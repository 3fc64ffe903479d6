package dev.ingot.registry;

import dev.ingot.registry.catalog.BeginRequest;
import dev.ingot.registry.catalog.BeginResult;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Completion;
import dev.ingot.registry.catalog.RegistryEvent;
import dev.ingot.registry.catalog.Version;
import dev.ingot.registry.content.Images;
import dev.ingot.storage.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An empty registry, and how to bring versions into it. */
abstract class OpenRegistry {
  static final String ADA = "ada@forge";

  final Path root;
  final TestClock clock = new TestClock();
  final List<RegistryEvent> events = Collections.synchronizedList(new ArrayList<>());
  final Registry registry;

  OpenRegistry(@TempDir Path folder) {
    root = folder.resolve("registry");
    registry = Registry.open(root, clock, new Random(1), events::add);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  BeginResult begin(String fingerprint, String owner) {
    return registry.begin(BeginRequest.of("web", fingerprint, ADA, owner));
  }

  BeginResult.Claimed claimed(String fingerprint) {
    return (BeginResult.Claimed) begin(fingerprint, "ada@forge:1");
  }

  Version active(String fingerprint) {
    Digest image = Images.write(registry.store(), fingerprint).digest();
    return registry.complete(claimed(fingerprint).claim(), ADA, Completion.ofImage(image));
  }

  Optional<String> at(String channel) {
    return registry.channels().find("web", channel).flatMap(Channel::version).map(Version::label);
  }
}
