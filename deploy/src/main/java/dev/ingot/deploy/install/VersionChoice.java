package dev.ingot.deploy.install;

import dev.ingot.lang.version.Version;
import dev.ingot.lang.version.VersionConstraints;
import dev.ingot.lang.version.VersionConstraints.Operator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses versions of modules: the newest that will do. A prerelease is only chosen where a
 * constraint names it exactly. Rules: the recorded behaviour of Terraform 1.11.
 */
record VersionChoice(Optional<VersionConstraints> constraints) {
  private static final int SHOWN = 10;

  Optional<Version> newest(Collection<Version> versions) {
    return versions.stream().filter(this::allows).max(Comparator.naturalOrder());
  }

  boolean allows(Version version) {
    if (constraints.isPresent() && !constraints.get().allow(version)) {
      return false;
    }
    return !version.isPrerelease()
        || constraints.stream()
            .flatMap(all -> all.parts().stream())
            .anyMatch(
                part ->
                    part.operator() == Operator.EXACTLY && part.version().compareTo(version) == 0);
  }

  /** The newest release; the newest prerelease if there are no others. */
  static Version newestRelease(Collection<Version> versions) {
    return new VersionChoice(Optional.empty())
        .newest(versions)
        .or(() -> versions.stream().max(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** The newest versions, for a message. */
  static String shown(Collection<Version> versions) {
    List<Version> newest =
        versions.stream().distinct().sorted(Comparator.reverseOrder()).limit(SHOWN + 1L).toList();
    String shown = String.join(", ", newest.stream().limit(SHOWN).map(Version::toString).toList());
    return newest.size() > SHOWN ? shown + ", and older ones" : shown;
  }
}
