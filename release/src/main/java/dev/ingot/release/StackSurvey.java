package dev.ingot.release;

import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ResourceMode;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.operation.Planner;
import dev.ingot.deploy.stored.StoredValues;
import dev.ingot.deploy.variable.VariableInput;
import dev.ingot.graph.Cancellation;
import dev.ingot.health.Verdict;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.Values;
import dev.ingot.ledger.Release;
import dev.ingot.release.Survey.Health;
import dev.ingot.release.Survey.Machine;
import dev.ingot.release.drift.AttributeDrift;
import dev.ingot.release.drift.Finding;
import dev.ingot.release.drift.Reason;
import dev.ingot.release.record.MachineBirths;
import dev.ingot.release.record.ReleaseRecorder;
import dev.ingot.release.stack.StackFiles;
import dev.ingot.release.upkeep.Upkeep;
import dev.ingot.rollout.Fleet;
import dev.ingot.rollout.Fleet.Member;
import dev.ingot.rollout.RolloutSettings;
import dev.ingot.state.InstanceState;
import dev.ingot.state.ObjectState;
import dev.ingot.state.State;
import dev.ingot.state.StoredAttributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Looks at what runs of a stack: its objects as their providers report them, its machines as their
 * checks do, its images as their channels do. Changes nothing and takes no lock.
 */
public final class StackSurvey {
  /** Nothing that is asked may take longer. */
  private static final Duration LONGEST_PROBE = Duration.ofMinutes(2);

  private static final List<String> DOMAINS =
      List.of("availability_zone", "zone", "zones", "location", "datacenter");
  private static final List<String> CREATION_TIMES =
      List.of(
          "created_at",
          "creation_timestamp",
          "creation_time",
          "create_time",
          "created",
          "launch_time",
          "started_at");

  private final Path folder;
  private final Path shownFrom;
  private final ReleaseParts parts;
  private final Cancellation cancellation;
  private final ReleaseRecorder recorder;
  private final SettingsReader settings;
  private final Restoration restoration;
  private final MachineBirths births;
  private final ImageFindings images;

  /**
   * @param folder the folder of the stack, absolute
   * @param shownFrom the folder that files are named from in messages
   * @param given values of sensitive variables, of which releases keep only a hash
   */
  public StackSurvey(
      Path folder,
      Path shownFrom,
      ReleaseParts parts,
      ReleaseListener listener,
      Cancellation cancellation,
      List<VariableInput> given) {
    this.folder = folder;
    this.shownFrom = shownFrom;
    this.parts = parts;
    this.cancellation = cancellation;
    this.recorder = new ReleaseRecorder(parts.ledger(), Stack.name(folder), parts.actor());
    this.settings = new SettingsReader(folder, parts.setting().clock(), parts.random(), listener);
    this.restoration = new Restoration(parts, recorder, settings, folder, given);
    this.births = new MachineBirths(parts.ledger());
    this.images = new ImageFindings(parts.registry(), parts.ledger(), parts.fleet());
  }

  /**
   * Looks.
   *
   * @throws IOException if settings, configuration or state have errors, or a provider can't be
   *     asked: nothing is known then
   */
  public Survey run() throws IOException, InterruptedException {
    Upkeep upkeep = settings.read(StackFiles.in(folder).settingsTexts(shownFrom)).upkeep();
    Optional<Release> running = recorder.lastVerified();
    Optional<ReleaseContent> content =
        running.isEmpty() ? Optional.empty() : restoration.content(running.get());
    if (content.filter(one -> one.archive().mode() != PlanMode.DESTROY).isEmpty()) {
      return new Survey(Optional.empty(), upkeep, List.of(), List.of(), List.of(), List.of());
    }
    Plan plan = refreshed(content.get());
    List<RolloutSettings> rollouts = content.get().settings().rollouts();
    Map<InstanceAddress, Member> members = members(plan, rollouts);
    List<Finding> findings = new ArrayList<>(drifted(plan, upkeep, rollouts));
    List<Machine> machines = machines(members, rollouts, findings);
    ImageFindings.Found found =
        images.of(running.get(), upkeep, members, machines, parts.time().instant());
    findings.addAll(found.findings());
    findings.sort(Comparator.comparing(Finding::address).thenComparing(Finding::reason));
    return new Survey(running, upkeep, machines, findings, found.due(), found.outdated());
  }

  private Plan refreshed(ReleaseContent content) throws IOException {
    State state = parts.states().of(content.configuration().root().module()).read().state();
    Planner.Result planned =
        new Planner(parts.providers().holding(content.held()), parts.setting())
            .plan(
                content.configuration(),
                content.variables(),
                state,
                content.options(),
                event -> {},
                cancellation);
    if (planned.hasErrors() || planned.plan().isEmpty()) {
      settings.diagnosed(planned.diagnostics());
      throw new IOException("the objects of the state can't be read; nothing is known of drift");
    }
    return planned.plan().get();
  }

  private static List<Finding> drifted(Plan plan, Upkeep upkeep, List<RolloutSettings> rollouts) {
    Map<InstanceAddress, Finding> findings = new TreeMap<>();
    for (ResourceChange change : plan.drift()) {
      difference(
              change,
              Reason.MISSING,
              "it was destroyed by something other than Ingot",
              upkeep,
              rollouts)
          .ifPresent(finding -> findings.merge(change.address(), finding, StackSurvey::worse));
    }
    // What an earlier plan has found, and written down, is no drift any more, but it is planned.
    for (ResourceChange change : plan.changes()) {
      if (change.deposed().isEmpty()
          && change.address().resource().mode() == ResourceMode.MANAGED) {
        difference(change, Reason.CONFIGURATION, "it is not part of the release", upkeep, rollouts)
            .ifPresent(finding -> findings.merge(change.address(), finding, StackSurvey::worse));
      }
    }
    return List.copyOf(findings.values());
  }

  private static Finding worse(Finding one, Finding other) {
    return other.reason() == Reason.MISSING ? other : one;
  }

  /**
   * How a change of a plan makes an object differ.
   *
   * @param deleted what it means that the change destroys it
   */
  private static Optional<Finding> difference(
      ResourceChange change,
      Reason deleted,
      String deletedText,
      Upkeep upkeep,
      List<RolloutSettings> rollouts) {
    InstanceAddress address = change.address();
    boolean replaceable = rollouts.stream().anyMatch(one -> one.has(address));
    return switch (change.action()) {
      case CREATE ->
          Optional.of(
              new Finding(
                  address, Reason.MISSING, "it is not there", Optional.empty(), replaceable));
      case DELETE ->
          Optional.of(
              new Finding(
                  address,
                  deleted,
                  deletedText,
                  Optional.empty(),
                  replaceable && deleted == Reason.MISSING));
      case UPDATE, DELETE_THEN_CREATE, CREATE_THEN_DELETE -> {
        List<String> names =
            AttributeDrift.between(change.before(), change.after()).stream()
                .filter(name -> !upkeep.drift().ignores(address, name))
                .toList();
        yield names.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Finding(
                    address,
                    Reason.CONFIGURATION,
                    String.join(", ", names),
                    Optional.empty(),
                    replaceable));
      }
      case NO_OP, READ, FORGET -> Optional.empty();
    };
  }

  private static Map<InstanceAddress, Member> members(Plan plan, List<RolloutSettings> rollouts) {
    Map<InstanceAddress, Member> members = new TreeMap<>();
    State state = plan.prior();
    state
        .instances()
        .filter(address -> address.resource().mode() == ResourceMode.MANAGED)
        .filter(address -> rollouts.stream().anyMatch(one -> one.has(address)))
        .forEach(
            address ->
                state
                    .instance(address)
                    .flatMap(InstanceState::current)
                    .ifPresent(
                        object ->
                            members.put(
                                address, new Member(address, attributes(plan, address, object)))));
    return members;
  }

  private static Value attributes(Plan plan, InstanceAddress address, ObjectState object) {
    if (!(object.attributes() instanceof StoredAttributes.Json(var raw))) {
      return Values.NULL;
    }
    return plan.schemas().values().stream()
        .flatMap(schema -> schema.resourceType(address.resource().type()).stream())
        .findFirst()
        .map(type -> StoredValues.parse(raw.text(), type.block().impliedType()))
        .orElseGet(() -> ValueJson.parse(raw.text()));
  }

  private List<Machine> machines(
      Map<InstanceAddress, Member> members, List<RolloutSettings> rollouts, List<Finding> findings)
      throws InterruptedException {
    Map<InstanceAddress, CompletableFuture<Verdict>> verdicts = new TreeMap<>();
    members.forEach((address, member) -> verdicts.put(address, probe(member, rollouts)));
    Map<InstanceAddress, Instant> born = births.of(Stack.name(folder));
    Instant until = parts.time().instant().plus(LONGEST_PROBE);
    List<Machine> machines = new ArrayList<>();
    for (Map.Entry<InstanceAddress, Member> each : members.entrySet()) {
      InstanceAddress address = each.getKey();
      Value attributes = each.getValue().attributes();
      CompletableFuture<Verdict> asked = verdicts.getOrDefault(address, new CompletableFuture<>());
      Verdict verdict =
          parts.time().await(asked, until)
              ? asked.getNow(new Verdict.Unhealthy(address.toString(), "no answer"))
              : new Verdict.Unhealthy(address.toString(), "no answer");
      if (verdict instanceof Verdict.Dead(String evidence)) {
        findings.add(new Finding(address, Reason.DEAD, evidence, Optional.empty(), true));
      }
      machines.add(
          new Machine(
              address,
              images.name(each.getValue()),
              Optional.ofNullable(born.get(address)).or(() -> creation(attributes)),
              domain(attributes),
              health(verdict)));
    }
    return machines;
  }

  private CompletableFuture<Verdict> probe(Member member, List<RolloutSettings> rollouts) {
    CompletableFuture<Verdict> verdict = new CompletableFuture<>();
    Fleet fleet =
        parts.fleet().has(member.address().resource()) ? parts.fleet() : parts.resources();
    RolloutSettings rollout =
        rollouts.stream().filter(one -> one.has(member.address())).findFirst().orElseThrow();
    Thread _ =
        parts
            .time()
            .start(
                "survey " + member.address(),
                () -> {
                  try {
                    verdict.complete(fleet.probe(member, rollout.checks()));
                  } catch (InterruptedException e) {
                    verdict.complete(
                        new Verdict.Unhealthy(member.address().toString(), "interrupted"));
                  } catch (RuntimeException e) {
                    verdict.completeExceptionally(e);
                    throw e;
                  }
                });
    return verdict;
  }

  private static Health health(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Healthy _ -> Health.HEALTHY;
      case Verdict.Unhealthy _ -> Health.UNHEALTHY;
      case Verdict.Dead _ -> Health.DEAD;
    };
  }

  private static String domain(Value attributes) {
    return text(attributes, DOMAINS).orElse("");
  }

  private static Optional<Instant> creation(Value attributes) {
    return text(attributes, CREATION_TIMES)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException e) {
                return Optional.empty();
              }
            });
  }

  private static Optional<String> text(Value attributes, List<String> names) {
    return attributes.isNull()
        ? Optional.empty()
        : names.stream()
            .flatMap(name -> Values.attribute(attributes, name).stream())
            .flatMap(value -> Values.text(value).stream())
            .findFirst();
  }
}
