package dev.ingot.release;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.Value;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.ReleaseEvent.ImageChange;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.rollout.Fleet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The image changes that a plan makes to machines. */
final class ImageChanges {
  private ImageChanges() {}

  static List<ImageChange> of(Plan plan, Fleet fleet, Registry registry) {
    TreeSet<ImageChange> changes = new TreeSet<>();
    Map<String, Version> elsewhere = registry.versions().elsewhere();
    for (ResourceChange change : plan.changes()) {
      Optional<String> before =
          fleet.image(change.address().resource(), change.before().unmarked());
      Optional<String> after = fleet.image(change.address().resource(), change.after().unmarked());
      if (after.isPresent() && !after.equals(before)) {
        changes.add(
            new ImageChange(
                ImagesInUse.bucket(registry, after.get()),
                before.map(digest -> ImagesInUse.describe(registry, digest)),
                ImagesInUse.describe(registry, after.get())));
      }
      if (!elsewhere.isEmpty()) {
        ofClouds(change.before().unmarked(), change.after().unmarked(), elsewhere, changes);
      }
    }
    return List.copyOf(changes);
  }

  /** Which attribute names an image, every provider calls differently; its value is enough. */
  private static void ofClouds(
      Value before, Value after, Map<String, Version> elsewhere, Set<ImageChange> changes) {
    if (!(after instanceof Value.ObjectValue(var members))) {
      return;
    }
    for (Map.Entry<String, Value> each : members.entrySet()) {
      Optional<String> id = text(each.getValue());
      Version version = id.isEmpty() ? null : elsewhere.get(id.get());
      Optional<String> was =
          before instanceof Value.ObjectValue(var earlier)
              ? text(earlier.get(each.getKey()))
              : Optional.empty();
      if (version != null && !was.equals(id)) {
        changes.add(
            new ImageChange(
                version.bucket(),
                was.map(text -> described(text, elsewhere)),
                described(id.get(), elsewhere)));
      }
    }
  }

  private static String described(String id, Map<String, Version> elsewhere) {
    Version version = elsewhere.get(id);
    return (version == null ? "" : version.label() + " ") + "(" + id + ")";
  }

  private static Optional<String> text(@Nullable Value value) {
    return value instanceof Value.StringValue(String text) ? Optional.of(text) : Optional.empty();
  }
}
