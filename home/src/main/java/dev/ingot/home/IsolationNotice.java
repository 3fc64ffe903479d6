package dev.ingot.home;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Says that machines are isolated less than they could be, when that is first found on a host and
 * when it changes.
 */
final class IsolationNotice {
  private static final String FILE = "isolation";

  private IsolationNotice() {}

  /**
   * The notice to show; empty if machines are fully isolated or it was shown before.
   *
   * @param platform the folder of the platform, where shown notices are remembered
   */
  static Optional<String> of(JailCapability capability, Path platform) {
    Path said = platform.resolve(FILE);
    boolean full = capability.mode() == JailMode.ROOT_NAMESPACES && capability.filtered();
    String mode = capability.mode().name() + (capability.filtered() ? "" : " unfiltered");
    try {
      boolean again = Files.exists(said) && Files.readString(said).strip().equals(mode);
      if (again || (full && !Files.exists(said))) {
        return Optional.empty();
      }
      Files.writeString(said, mode + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      // It is said once more the next time.
      return Optional.of(capability.explanation());
    }
    return Optional.of(capability.explanation());
  }
}
