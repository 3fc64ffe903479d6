package dev.ingot.provider.fake;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A provider for tests of what uses providers, over a {@link FakeCloud}. Types:
 *
 * <ul>
 *   <li>{@code fake_thing}: {@code name}, {@code size}, {@code tags}, {@code secret} (sensitive)
 *       and {@code note} (computed unless given) may change; a change of {@code kind} needs another
 *       object; {@code id} and {@code address} are computed; blocks {@code disk} (a list, with a
 *       computed {@code path}) and {@code port} (a set). What {@code fail} names fails: {@code
 *       validate}, {@code read}, {@code plan}, {@code create}, {@code create-partial}, {@code
 *       update}, {@code update-partial}, {@code delete}. {@code delay} (milliseconds) makes changes
 *       take time, but no longer than the call is not cancelled.
 *   <li>{@code fake_keyed}: its {@code id} is chosen when it is planned and kept in the private
 *       data of the plan, so that an object whose creation was begun can be found; a change of
 *       {@code kind} needs another object.
 * </ul>
 *
 * <p>What a module says of itself is noted with each call, such as {@code plan for MODULE}.
 *
 * <p>{@code password} is write-only, also in blocks {@code login}; the cloud notes what it is
 * given.
 *
 * <p>Also the data source {@code fake_lookup} ({@code name} gives {@code value}) and the ephemeral
 * resource {@code fake_token}: {@code name} gives {@code token}, {@code lease} (milliseconds) makes
 * it ask for a renewal. The names {@code fail-open}, {@code fail-renew} and {@code fail-close}
 * fail.
 */
public class FakeProvider extends InProcessProvider {
  /** Where it pretends to come from. */
  public static final ProviderAddress ADDRESS = new ProviderAddress("example.org", "test", "fake");

  /** The time at which its tests stand still. */
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeCloud cloud;

  /** A provider whose objects live in a cloud. */
  public FakeProvider(FakeCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public ProviderSchema schema() {
    return FakeSchema.OF_PROVIDER;
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    cloud.note("configure " + text(config, "region").orElse("-"));
    return List.of();
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return problems(config, "validate");
  }

  private static List<ProviderDiagnostic> problems(Value object, String phase) {
    return text(object, "fail").filter(phase::equals).isPresent()
        ? List.of(
            ProviderDiagnostic.error(
                "Failure on demand",
                "The configuration asks for a failure of " + phase + ".",
                ValuePath.ROOT.attribute("fail")))
        : List.of();
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    List<ProviderDiagnostic> problems = problems(request.current(), "read");
    Optional<String> id =
        text(request.current(), "id")
            .or(
                () ->
                    Optional.of(
                        new String(request.privateData().toByteArray(), StandardCharsets.UTF_8)));
    cloud.note("read " + id.orElse("-"));
    meta("read", request.providerMeta());
    Value found =
        problems.isEmpty()
            ? id.flatMap(cloud::find).orElse(Value.nullOf(request.current().type()))
            : request.current();
    return new ReadResource.Response(
        found, request.privateData(), Optional.empty(), Optional.empty(), problems);
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    Value proposed = request.proposedNew();
    meta("plan", request.providerMeta());
    if (proposed.isNull()) {
      return planned(proposed, List.of(), request.priorPrivate(), List.of());
    }
    List<ProviderDiagnostic> problems = problems(proposed, "plan");
    boolean creating = request.prior().isNull();
    TreeMap<String, Value> planned = new TreeMap<>(attributes(proposed));
    Bytes privateData = request.priorPrivate();
    if (creating && request.type().equals("fake_keyed")) {
      planned.put("id", Values.refineNotNull(Value.unknown(Type.STRING)));
      privateData = Bytes.of(cloud.nextId("keyed").getBytes(StandardCharsets.UTF_8));
    } else if (creating) {
      planned.put("id", Values.refineNotNull(Value.unknown(Type.STRING)));
      planned.put("address", Value.unknown(Type.STRING));
    }
    if (request.type().equals("fake_thing")) {
      if (part(proposed, "note").isNull()) {
        planned.put("note", Value.unknown(Type.STRING));
      }
      planned.put("disk", plannedDisks(part(proposed, "disk")));
    }
    if (request.type().equals("fake_thing")) {
      planned = new TreeMap<>(attributes(withoutPasswords(new Value.ObjectValue(planned))));
    }
    boolean replace = !creating && !part(proposed, "kind").equals(part(request.prior(), "kind"));
    return planned(
        new Value.ObjectValue(planned),
        replace ? List.of(ValuePath.ROOT.attribute("kind")) : List.of(),
        privateData,
        problems);
  }

  private static PlanResourceChange.Response planned(
      Value value, List<ValuePath> replace, Bytes privateData, List<ProviderDiagnostic> problems) {
    return new PlanResourceChange.Response(
        value, replace, privateData, Optional.empty(), Optional.empty(), false, problems);
  }

  private static List<String> passwords(Value config) {
    List<String> found = new ArrayList<>();
    Values.walk(
        config,
        (path, part) -> {
          if (path.toString().endsWith("password")) {
            Values.text(part).ifPresent(found::add);
          }
          return true;
        });
    return found;
  }

  private static Value withoutPasswords(Value object) {
    return Values.transform(
        object,
        (path, part) -> path.toString().endsWith("password") ? Value.nullOf(Type.STRING) : part);
  }

  private static Value plannedDisks(Value disks) {
    return eachDisk(
        disks,
        (disk, index) -> {
          if (part(disk, "path").isNull()) {
            disk = with(disk, "path", Value.unknown(Type.STRING));
          }
          return disk;
        });
  }

  @FunctionalInterface
  private interface DiskChange {
    Value apply(Value disk, int index);
  }

  private static Value eachDisk(Value disks, DiskChange change) {
    if (!(disks instanceof Value.ListValue(Type element, List<Value> elements))) {
      return disks;
    }
    List<Value> changed = new ArrayList<>();
    for (Value disk : elements) {
      changed.add(change.apply(disk, changed.size()));
    }
    return new Value.ListValue(element, changed);
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    boolean creating = request.prior().isNull();
    boolean deleting = request.planned().isNull();
    String phase = deleting ? "delete" : creating ? "create" : "update";
    Value about = deleting ? request.prior() : request.planned();
    String name = text(about, "name").orElse("-");
    cloud.note(phase + " " + name);
    meta(phase, request.providerMeta());
    cloud.passGate(phase + " " + name, context);
    delay(about, context);
    if (context.cancellation().isCancelled() && cloud.obeysCancellation()) {
      return applied(
          request.prior(),
          request.plannedPrivate(),
          List.of(ProviderDiagnostic.error("Cancelled", "The change was cancelled.")));
    }
    List<ProviderDiagnostic> problems = problems(about, phase);
    if (!problems.isEmpty()) {
      return applied(request.prior(), request.plannedPrivate(), problems);
    }
    if (deleting) {
      text(request.prior(), "id").ifPresent(cloud::remove);
      return applied(request.planned(), Bytes.EMPTY, List.of());
    }
    passwords(request.config()).forEach(password -> cloud.note("password " + password));
    Value result = complete(request.planned(), request);
    cloud.put(text(result, "id").orElse("?"), result);
    return applied(result, request.plannedPrivate(), problems(about, phase + "-partial"));
  }

  private static ApplyResourceChange.Response applied(
      Value value, Bytes privateData, List<ProviderDiagnostic> problems) {
    return new ApplyResourceChange.Response(value, privateData, Optional.empty(), false, problems);
  }

  private Value complete(Value planned, ApplyResourceChange.Request request) {
    Value result = planned;
    boolean keyed = request.type().equals("fake_keyed");
    if (!part(result, "id").isKnown()) {
      String id =
          keyed
              ? new String(request.plannedPrivate().toByteArray(), StandardCharsets.UTF_8)
              : cloud.nextId("thing");
      result = with(result, "id", Value.of(id));
    }
    if (keyed) {
      return result;
    }
    String id = text(result, "id").orElse("?");
    if (!part(result, "address").isKnown()) {
      result = with(result, "address", Value.of("address-of-" + id));
    }
    if (!part(result, "note").isKnown()) {
      result = with(result, "note", Value.of("noted"));
    }
    return with(
        result,
        "disk",
        eachDisk(
            part(result, "disk"),
            (disk, index) ->
                part(disk, "path").isKnown()
                    ? disk
                    : with(disk, "path", Value.of("/dev/" + id + "/" + index))));
  }

  private static void delay(Value about, CallContext context) {
    long milliseconds =
        Values.numberOf(part(about, "delay")).map(n -> (long) n.doubleValue()).orElse(0L);
    if (milliseconds > 0) {
      try {
        boolean cancelled = context.cancellation().await(Duration.ofMillis(milliseconds));
        if (cancelled) {
          return;
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    return new ImportResourceState.Response(
        cloud
            .find(request.id())
            .map(
                value ->
                    List.of(
                        new ImportResourceState.Imported(
                            request.type(), value, Bytes.EMPTY, Optional.empty())))
            .orElse(List.of()),
        Optional.empty(),
        cloud.find(request.id()).isPresent()
            ? List.of()
            : List.of(
                ProviderDiagnostic.error(
                    "No such object", "There is no object " + request.id() + ".")));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    String name = text(request.config(), "name").orElse("");
    cloud.note("lookup " + name);
    meta("lookup", request.providerMeta());
    return new ReadDataSource.Response(
        with(request.config(), "value", Value.of("value-of-" + name)),
        Optional.empty(),
        name.equals("missing")
            ? List.of(
                ProviderDiagnostic.error(
                    "Nothing found",
                    "There is nothing of that name.",
                    ValuePath.ROOT.attribute("name")))
            : List.of());
  }

  @Override
  public List<ProviderDiagnostic> validateEphemeralConfig(
      String type, Value config, CallContext context) {
    return text(config, "name").filter("invalid"::equals).isPresent()
        ? List.of(
            ProviderDiagnostic.error(
                "Bad name", "No token has it.", ValuePath.ROOT.attribute("name")))
        : List.of();
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    String name = text(request.config(), "name").orElse("");
    cloud.note("open " + name);
    cloud.passGate("open " + name, context);
    return new EphemeralResource.OpenResponse(
        with(request.config(), "token", Value.of("token-" + name)),
        Bytes.of(name.getBytes(StandardCharsets.UTF_8)),
        Values.numberOf(part(request.config(), "lease"))
            .map(lease -> NOW.plusMillis((long) lease.doubleValue())),
        Optional.empty(),
        asked("open", name));
  }

  @Override
  public EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    String name = new String(request.privateData().toByteArray(), StandardCharsets.UTF_8);
    cloud.note("renew " + name);
    cloud.passGate("renew " + name, context);
    return new EphemeralResource.RenewResponse(
        Bytes.of((name + "+").getBytes(StandardCharsets.UTF_8)),
        Optional.empty(),
        asked("renew", name));
  }

  @Override
  public List<ProviderDiagnostic> closeEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    String name = new String(request.privateData().toByteArray(), StandardCharsets.UTF_8);
    cloud.note("close " + name);
    return asked("close", name);
  }

  private void meta(String phase, Value told) {
    if (!told.isNull()) {
      cloud.note(phase + " for " + text(told, "module").orElse("-"));
    }
  }

  private static List<ProviderDiagnostic> asked(String phase, String name) {
    return name.startsWith("fail-" + phase)
        ? List.of(ProviderDiagnostic.error("Failure on demand", "The name asks for it."))
        : List.of();
  }

  private static Map<String, Value> attributes(Value object) {
    return Values.entries(object).orElse(new TreeMap<>());
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }

  private static Optional<String> text(Value object, String name) {
    return Values.text(part(object, name));
  }

  private static Value with(Value object, String name, Value value) {
    TreeMap<String, Value> changed = new TreeMap<>(attributes(object));
    changed.put(name, value);
    return new Value.ObjectValue(changed);
  }
}
