package dev.ingot.home;

import dev.ingot.platform.api.JailCapability;
import dev.ingot.platform.api.JailMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Warns that machines are not fully isolated, when that is first detected on a host and when it
 * changes.
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
    Path shown = platform.resolve(FILE);
    boolean full =
        capability.mode() == JailMode.ROOT_NAMESPACES
            && capability.filtered()
            && capability.mapped();
    String mode =
        capability.mode().name()
            + (capability.filtered() ? "" : " unfiltered")
            + (capability.mapped() || capability.mode() != JailMode.ROOT_NAMESPACES
                ? ""
                : " unmapped");
    try {
      boolean again = Files.exists(shown) && Files.readString(shown).strip().equals(mode);
      if (again || (full && !Files.exists(shown))) {
        return Optional.empty();
      }
      Files.writeString(shown, mode + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The notice is shown once more the next time.
      return Optional.of(capability.explanation());
    }
    return Optional.of(capability.explanation());
  }
}
