package dev.ingot.release.retire;

import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.Bucket;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.storage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Collects what may use the versions of a registry: channels and the versions they would go back
 * to, versions baked on them, releases one can roll back to or that are open, states, machines. Of
 * all stacks that the ledger knows. What can't be read may use everything.
 */
public final class ImageUses {
  private final Registry registry;
  private final KnownStacks stacks;
  private final Referrers referrers;
  private final int releases;

  /**
   * @param releases how many verified releases of each stack one can roll back to
   */
  public ImageUses(Registry registry, Ledger ledger, Referrers referrers, int releases) {
    this.registry = registry;
    this.stacks = new KnownStacks(ledger);
    this.referrers = referrers;
    this.releases = releases;
  }

  /**
   * What uses versions.
   *
   * @param byVersion by the id of a version, in words
   * @param versions all that there are
   */
  private record Found(Map<String, List<String>> byVersion, List<Version> versions) {
    void add(String version, String use) {
      byVersion.computeIfAbsent(version, _ -> new ArrayList<>()).add(use);
    }

    void addToAll(String use) {
      versions.forEach(version -> add(version.id(), use));
    }
  }

  /** What may use each version now, by its id, in words. */
  public Map<String, List<String>> all() throws IOException, InterruptedException {
    Found found = new Found(new HashMap<>(), registry.versions().all());
    channels(found);
    children(found);
    Mentions mentions = new Mentions(found.versions());
    List<Referrers.Stack> known = new ArrayList<>();
    for (KnownStacks.Known stack : stacks.all(releases)) {
      if (stack.mayHaveState()) {
        known.add(new Referrers.Stack(stack.name(), stack.isDeployed()));
      }
      for (KnownStacks.Kept kept : stack.releases()) {
        release(kept, mentions, found);
      }
    }
    for (Referrer referrer : referrers.of(known)) {
      if (referrer.unreadable().isPresent()) {
        found.addToAll(
            referrer.name() + " may use it, but can't be read: " + referrer.unreadable().get());
      } else {
        mentions.in(referrer).forEach(version -> found.add(version, "used by " + referrer.name()));
      }
    }
    return found.byVersion();
  }

  private void channels(Found found) {
    for (Bucket bucket : registry.buckets()) {
      for (Channel channel : registry.channels().in(bucket.name())) {
        channel
            .version()
            .ifPresent(
                version -> found.add(version.id(), "channel " + channel.name() + " points to it"));
        if (!channel.managed()) {
          registry.channels().history(bucket.name(), channel.name()).stream()
              .findFirst()
              .flatMap(Assignment::from)
              .ifPresent(
                  version ->
                      found.add(version, "channel " + channel.name() + " pointed to it before"));
        }
      }
    }
  }

  private static void children(Found found) {
    Map<String, List<Version>> byParent = new HashMap<>();
    for (Version child : found.versions()) {
      child
          .lineage()
          .parentVersion()
          .ifPresent(parent -> byParent.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child));
      child
          .lineage()
          .baseDigest()
          .ifPresent(
              base -> byParent.computeIfAbsent(base.toString(), _ -> new ArrayList<>()).add(child));
    }
    for (Version version : found.versions()) {
      Set<String> children = new TreeSet<>();
      byParent
          .getOrDefault(version.id(), List.of())
          .forEach(child -> children.add(child.reference()));
      version
          .image()
          .map(Digest::toString)
          .map(byParent::get)
          .ifPresent(all -> all.forEach(child -> children.add(child.reference())));
      children.remove(version.reference());
      if (!children.isEmpty()) {
        found.add(version.id(), "it is the base of " + String.join(", ", children));
      }
    }
  }

  private static void release(KnownStacks.Kept kept, Mentions mentions, Found found)
      throws IOException {
    Release release = kept.release();
    String use =
        "release "
            + release.id().number()
            + " of "
            + release.id().stack()
            + (kept.isOpen() ? " is open and uses it" : " can be rolled back to");
    for (Map.Entry<String, ResolvedImage> image : release.images().entrySet()) {
      String bucket = image.getKey().substring(0, Math.max(0, image.getKey().lastIndexOf(':')));
      Optional<Digest> digest = Digest.find(image.getValue().digest());
      found.versions().stream()
          .filter(version -> version.bucket().equals(bucket))
          .filter(
              version ->
                  digest.isPresent()
                      ? version.image().equals(digest)
                      : version.label().equals(image.getValue().version()))
          .forEach(version -> found.add(version.id(), use));
    }
    mentions
        .in(Referrer.of("", kept.texts()))
        .forEach(
            version -> {
              if (!found.byVersion().getOrDefault(version, List.of()).contains(use)) {
                found.add(version, use);
              }
            });
    if (!kept.saysAllImages()) {
      found.versions().stream()
          .filter(version -> version.created().isBefore(kept.ended()))
          .forEach(version -> found.add(version.id(), use + ", perhaps: it recorded no numbers"));
    }
  }
}
