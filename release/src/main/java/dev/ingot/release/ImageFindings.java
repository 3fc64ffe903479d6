package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Ledger;
import dev.ingot.ledger.Release;
import dev.ingot.ledger.ResolvedImage;
import dev.ingot.registry.Registry;
import dev.ingot.registry.catalog.Ancestry;
import dev.ingot.registry.catalog.Assignment;
import dev.ingot.registry.catalog.Channel;
import dev.ingot.registry.catalog.Version;
import dev.ingot.release.Survey.Machine;
import dev.ingot.release.calendar.Days;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.exposure.Vulnerabilities;
import dev.ingot.release.exposure.Vulnerabilities.Known;
import dev.ingot.release.repave.Rebuild;
import dev.ingot.release.repave.Repave.Due;
import dev.ingot.release.repave.RepaveSettings;
import dev.ingot.release.repave.Severity;
import dev.ingot.release.upkeep.Upkeep;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.storage.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be said of the images and the ages of machines. */
final class ImageFindings {
  /** Attributes by which providers name the image of a machine. */
  private static final List<String> NAMES =
      List.of("image", "ami", "image_id", "source_image", "source_image_id", "digest");

  private final Registry registry;
  private final Fleet fleet;
  private final Vulnerabilities vulnerabilities;

  ImageFindings(Registry registry, Ledger ledger, Fleet fleet) {
    this.registry = registry;
    this.fleet = fleet;
    this.vulnerabilities = new Vulnerabilities(ledger);
  }

  /**
   * What was found.
   *
   * @param due each machine at most once
   * @param outdated images that have to be baked again, each once for a reason
   */
  record Found(List<Finding> findings, List<Due> due, List<Rebuild.Wanted> outdated) {}

  /** The version of a machine, or what is known of its image; may be empty. */
  String name(Member member) {
    return version(member)
        .map(Version::reference)
        .or(() -> fleet.image(member.address().resource(), member.attributes()))
        .orElse("");
  }

  private Optional<Version> version(Member member) {
    Optional<String> digest = fleet.image(member.address().resource(), member.attributes());
    if (digest.isPresent()) {
      return digest.flatMap(this::version);
    }
    return member.attributes().isNull()
        ? Optional.empty()
        : NAMES.stream()
            .flatMap(name -> Values.attribute(member.attributes(), name).stream())
            .flatMap(value -> Values.text(value).stream())
            .filter(text -> !text.isEmpty())
            .flatMap(text -> version(text).stream())
            .findFirst();
  }

  private Optional<Version> version(String image) {
    return Digest.find(image)
        .map(digest -> registry.versions().withDigest(digest))
        .orElseGet(() -> registry.versions().withExternalId(image))
        .stream()
        .findFirst();
  }

  Found of(
      Release running,
      Upkeep upkeep,
      Map<InstanceAddress, Member> members,
      List<Machine> machines,
      Instant now) {
    Map<String, Channel> channels = channels(running);
    Optional<RepaveSettings> repave = upkeep.repave();
    List<Finding> findings = new ArrayList<>();
    List<Due> due = new ArrayList<>();
    Map<String, Rebuild.Wanted> outdated = new TreeMap<>();
    Severity least = repave.map(RepaveSettings::severity).orElse(Severity.HIGH);
    Map<String, List<Known>> all = vulnerabilities.byImage();
    for (Machine machine : machines) {
      List<Finding> own = new ArrayList<>();
      Optional<Version> version =
          Optional.ofNullable(members.get(machine.address()))
              .flatMap(this::version)
              .or(() -> onlyImage(running));
      Optional<Channel> channel = version.map(Version::bucket).map(channels::get);
      Optional<Version> wanted = channel.flatMap(Channel::version);
      boolean moved =
          wanted.isPresent() && !wanted.get().id().equals(version.map(Version::id).orElse(""));
      List<Known> known = version.map(one -> open(one, all, least)).orElse(List.of());
      List<Known> left = wanted.map(one -> open(one, all, least)).orElse(List.of());
      boolean helps = moved && known.stream().anyMatch(one -> !has(left, one));
      vulnerable(machine, known, moved, helps, wanted).ifPresent(own::add);
      if (moved) {
        own.add(
            finding(
                machine,
                Reason.IMAGE,
                version.map(Version::reference).orElse("another image")
                    + " runs, channel "
                    + channel.get().name()
                    + " points to "
                    + wanted.get().reference(),
                since(channel.get())));
      }
      aged(machine, repave, now).ifPresent(own::add);
      own.stream()
          .filter(one -> repave.isPresent() && repave.get().reasons().contains(one.reason()))
          .filter(one -> one.reason() != Reason.VULNERABILITY || helps)
          .findFirst()
          .ifPresent(
              one ->
                  due.add(
                      new Due(
                          machine.address(),
                          machine.domain(),
                          one.reason(),
                          one.since().orElse(now),
                          one.detail())));
      based(machine, wanted).ifPresent(own::add);
      wanted.ifPresent(one -> outdated(one, left).forEach(each -> outdated.put(key(each), each)));
      findings.addAll(own);
    }
    return new Found(findings, due, List.copyOf(outdated.values()));
  }

  /** The channels of the running release by their bucket. */
  private Map<String, Channel> channels(Release running) {
    Map<String, Channel> channels = new LinkedHashMap<>();
    for (String reference : running.images().keySet()) {
      int colon = reference.lastIndexOf(':');
      String bucket = reference.substring(0, colon);
      registry
          .channels()
          .find(bucket, reference.substring(colon + 1))
          .ifPresent(channel -> channels.put(bucket, channel));
    }
    return channels;
  }

  /** The machines of a release with one image run that, if nothing else is known of them. */
  private Optional<Version> onlyImage(Release running) {
    return running.images().size() == 1
        ? running.images().values().stream()
            .map(ResolvedImage::digest)
            .findFirst()
            .flatMap(this::version)
        : Optional.empty();
  }

  private Optional<Instant> since(Channel channel) {
    return registry.channels().history(channel.bucket(), channel.name()).stream()
        .findFirst()
        .map(Assignment::time);
  }

  private static List<Known> open(Version version, Map<String, List<Known>> all, Severity least) {
    return all.getOrDefault(Vulnerabilities.subject(version), List.of()).stream()
        .filter(one -> one.severity().compareTo(least) >= 0)
        .toList();
  }

  private static boolean has(List<Known> known, Known one) {
    return known.stream().anyMatch(other -> other.id().equals(one.id()));
  }

  private static String key(Rebuild.Wanted wanted) {
    return wanted.bucket() + " " + wanted.reason();
  }

  /**
   * Why the version that a channel points to has to be baked again.
   *
   * @param known the vulnerabilities it has
   */
  private List<Rebuild.Wanted> outdated(Version version, List<Known> known) {
    List<Rebuild.Wanted> wanted = new ArrayList<>();
    if (registry.versions().ancestry(version) == Ancestry.OUT_OF_DATE) {
      wanted.add(
          new Rebuild.Wanted(
              version.bucket(),
              Reason.BASE,
              List.of(version.bucket() + " on " + base(version)),
              "the image that " + version.reference() + " was baked on has a newer version"));
    }
    if (!known.isEmpty()) {
      wanted.add(
          new Rebuild.Wanted(
              version.bucket(),
              Reason.VULNERABILITY,
              known.stream().map(one -> version.bucket() + " " + one.id()).distinct().toList(),
              version.reference() + " has " + words(known)));
    }
    return wanted;
  }

  /** The version that a bake would be based on. */
  private String base(Version version) {
    return version
        .lineage()
        .parentBucket()
        .flatMap(
            bucket ->
                version
                    .lineage()
                    .parentChannel()
                    .flatMap(channel -> registry.channels().find(bucket, channel)))
        .flatMap(Channel::version)
        .map(Version::reference)
        .orElse("a newer base");
  }

  private static String words(List<Known> known) {
    Known first = known.getFirst();
    return first.id()
        + " ("
        + first.severity().word()
        + ")"
        + (first.component().isEmpty() ? "" : " in " + first.component())
        + (known.size() > 1 ? " and " + (known.size() - 1) + " more" : "");
  }

  private static Optional<Finding> vulnerable(
      Machine machine, List<Known> known, boolean moved, boolean helps, Optional<Version> wanted) {
    if (known.isEmpty()) {
      return Optional.empty();
    }
    String other = wanted.map(Version::reference).orElse("");
    return Optional.of(
        finding(
            machine,
            Reason.VULNERABILITY,
            words(known)
                + (helps
                    ? ", replaced by " + other
                    : moved ? ", which " + other + " has as well" : ""),
            Optional.of(known.getFirst().since())));
  }

  private static Optional<Finding> aged(
      Machine machine, Optional<RepaveSettings> repave, Instant now) {
    if (repave.filter(one -> one.reasons().contains(Reason.AGE)).isEmpty()
        || repave.get().maxAge().isEmpty()) {
      return Optional.empty();
    }
    if (machine.born().isEmpty()) {
      return Optional.of(
          finding(
              machine,
              Reason.AGE,
              "its age is unknown: no rollout recorded its creation",
              Optional.empty()));
    }
    Instant born = machine.born().get();
    return repave
        .get()
        .dueAt(machine.address().toString(), born)
        .filter(at -> !at.isAfter(now))
        .map(
            at ->
                finding(
                    machine,
                    Reason.AGE,
                    Days.text(Duration.between(born, now)) + " old",
                    Optional.of(at)));
  }

  private Optional<Finding> based(Machine machine, Optional<Version> wanted) {
    return wanted
        .filter(version -> registry.versions().ancestry(version) == Ancestry.OUT_OF_DATE)
        .map(
            version ->
                finding(
                    machine,
                    Reason.BASE,
                    "the image that " + version.reference() + " was baked on has a newer version",
                    Optional.empty()));
  }

  private static Finding finding(
      Machine machine, Reason reason, String detail, Optional<Instant> since) {
    return new Finding(machine.address(), reason, detail, since, true);
  }
}
