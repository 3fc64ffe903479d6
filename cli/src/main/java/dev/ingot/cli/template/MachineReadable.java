package dev.ingot.cli.template;

import dev.ingot.bake.BuildOutcome;
import dev.ingot.registry.catalog.Version;
import java.time.Clock;
import java.util.List;

/**
 * Lines of {@code -machine-readable}: {@code seconds,target,type,data…}, where commas and line ends
 * in data are escaped. Rules: Packer's public documentation.
 */
public final class MachineReadable {
  private MachineReadable() {}

  /**
   * One line without its end.
   *
   * @param target the build it is about; may be empty
   */
  public static String line(Clock clock, String target, String type, String... data) {
    StringBuilder line = new StringBuilder();
    line.append(clock.instant().getEpochSecond()).append(',').append(escaped(target));
    line.append(',').append(type);
    for (String each : data) {
      line.append(',').append(escaped(each));
    }
    return line.toString();
  }

  private static String escaped(String text) {
    return text.replace(",", "%!(PACKER_COMMA)").replace("\r", "\\r").replace("\n", "\\n");
  }

  /** The lines about the artifacts of a build. */
  public static List<String> artifact(Clock clock, BuildOutcome outcome) {
    String target = outcome.build().name();
    return outcome
        .usable()
        .map(
            version ->
                List.of(
                    line(clock, target, "artifact-count", "1"),
                    line(
                        clock,
                        target,
                        "artifact",
                        "0",
                        "builder-id",
                        "ingot." + outcome.build().sourceType()),
                    line(clock, target, "artifact", "0", "id", id(version)),
                    line(clock, target, "artifact", "0", "string", version.reference()),
                    line(clock, target, "artifact", "0", "files-count", "0"),
                    line(clock, target, "artifact", "0", "end")))
        .orElse(List.of());
  }

  private static String id(Version version) {
    return version.image().map(Object::toString).orElse(version.reference());
  }
}
