package dev.ingot.release;

import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.registry.Registry;
import dev.ingot.release.ReleaseEvent.ImageChange;
import dev.ingot.release.record.ImagesInUse;
import dev.ingot.rollout.Fleet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The image changes that a plan makes to machines. */
final class ImageChanges {
  private ImageChanges() {}

  static List<ImageChange> of(Plan plan, Fleet fleet, Registry registry) {
    TreeSet<ImageChange> changes = new TreeSet<>();
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
    }
    return List.copyOf(changes);
  }
}
