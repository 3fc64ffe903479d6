package dev.ingot.deploy.fault;

import dev.ingot.address.ProviderAddress;
import dev.ingot.graph.Cancellation;
import dev.ingot.lang.schema.Attribute;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A provider whose calls go wrong. One kind of it chooses the id of an object when it is planned,
 * so that an unfinished creation can be looked up; the other, as plugins do, knows it afterwards.
 */
final class SimulatedProvider extends InProcessProvider {
  /** There are many more of them than changes, and each ends a run before it has begun. */
  private static final int RARE = 10;

  static final String KEYED = "keyed_object";
  static final String PLAIN = "plain_object";

  /** What happens to a change. */
  enum OfChange {
    NONE,
    /** An error; nothing was done. */
    REFUSED,
    /** An error; it was done. */
    FAILED_AFTER,
    /** The plugin dies before it does anything. */
    ANSWER_LOST_BEFORE,
    /** The plugin dies when it has done it. */
    ANSWER_LOST_AFTER,
    /** The program is killed, or the machine loses its power, while the call is made. */
    KILLED_BEFORE,
    /** The same, but it is done all the same. */
    KILLED_AFTER,
    /** It takes so long that the user interrupts; the provider obeys. */
    INTERRUPTED,
    /** The same; the provider goes on to its end. */
    INTERRUPTED_AFTER
  }

  /** What happens to a call that changes nothing. */
  enum OfQuestion {
    NONE,
    REFUSED,
    ANSWER_LOST,
    KILLED,
    INTERRUPTED
  }

  /** Ends the process. */
  @FunctionalInterface
  interface Death {
    /** What to throw. */
    Error now();
  }

  private static final Schema SCHEMA =
      Schema.of(
          Map.of(
              "id", Attribute.computed(Type.STRING),
              "name", Attribute.required(Type.STRING),
              "size", Attribute.optional(Type.NUMBER),
              "kind", Attribute.optional(Type.STRING),
              "uses", Attribute.optional(new Type.ListType(Type.STRING)),
              "stamp", Attribute.computed(Type.STRING)));

  private final String type;
  private final SimulatedCloud cloud;
  private final Faults faults;
  private final Death death;
  private final Cancellation user;

  SimulatedProvider(
      String type, SimulatedCloud cloud, Faults faults, Death death, Cancellation user) {
    this.type = type;
    this.cloud = cloud;
    this.faults = faults;
    this.death = death;
    this.user = user;
  }

  static ProviderAddress address(String type) {
    return new ProviderAddress("example.org", "test", type.substring(0, type.indexOf('_')));
  }

  /** An object as somebody makes it by hand. */
  static Value object(String id, String name) {
    return new Value.ObjectValue(
        new TreeMap<>(
            Map.of(
                "id", Value.of(id),
                "name", Value.of(name),
                "size", Value.of(0),
                "kind", Value.of("0"),
                "uses", Value.nullOf(new Type.ListType(Type.STRING)),
                "stamp", Value.of("by hand"))));
  }

  private boolean keyed() {
    return type.equals(KEYED);
  }

  @Override
  public ProviderSchema schema() {
    return new ProviderSchema(
        Schema.of(Map.of()),
        Optional.empty(),
        ResourceTypes.of(Map.of(type, ResourceTypeSchema.of(SCHEMA))),
        ResourceTypes.of(Map.of()),
        ResourceTypes.of(Map.of()),
        new TreeMap<>(),
        new ServerCapabilities(false, true, false, false, keyed(), false));
  }

  private List<ProviderDiagnostic> question(String call) {
    return switch (faults.at(call, OfQuestion.values(), RARE)) {
      case NONE -> List.of();
      case REFUSED -> List.of(ProviderDiagnostic.error("Refused", "The cloud refused: " + call));
      case ANSWER_LOST -> throw new ProviderException("the plugin is gone");
      case KILLED -> throw death.now();
      case INTERRUPTED -> {
        user.cancel();
        yield List.of(ProviderDiagnostic.error("Cancelled", "The call was cancelled."));
      }
    };
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    return question("configure " + type);
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    String id =
        text(request.current(), "id")
            .orElseGet(
                () -> new String(request.privateData().toByteArray(), StandardCharsets.UTF_8));
    List<ProviderDiagnostic> problems = question("read " + id);
    Value found =
        problems.isEmpty()
            ? cloud.find(id).orElse(Value.nullOf(request.current().type()))
            : request.current();
    return new ReadResource.Response(
        found, request.privateData(), Optional.empty(), Optional.empty(), problems);
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    Value proposed = request.proposedNew();
    boolean creating = request.prior().isNull();
    List<ProviderDiagnostic> problems =
        question("plan " + text(creating ? proposed : request.prior(), "name").orElse("-"));
    TreeMap<String, Value> planned =
        new TreeMap<>(Values.entries(proposed).orElse(new TreeMap<>()));
    Bytes kept = request.priorPrivate();
    boolean replaces = !creating && !part(proposed, "kind").equals(part(request.prior(), "kind"));
    if (creating) {
      planned.put("id", Values.refineNotNull(Value.unknown(Type.STRING)));
      planned.put("stamp", Value.unknown(Type.STRING));
      kept = keyed() ? Bytes.of(cloud.nextId(type).getBytes(StandardCharsets.UTF_8)) : Bytes.EMPTY;
    } else if (!proposed.equals(request.prior())) {
      planned.put("stamp", Value.unknown(Type.STRING));
    }
    return new PlanResourceChange.Response(
        new Value.ObjectValue(planned),
        replaces ? List.of(ValuePath.ROOT.attribute("kind")) : List.of(),
        kept,
        Optional.empty(),
        Optional.empty(),
        false,
        problems);
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    boolean deleting = request.planned().isNull();
    Value about = deleting ? request.prior() : request.planned();
    String phase = deleting ? "delete " : request.prior().isNull() ? "create " : "update ";
    OfChange fault = faults.at(phase + text(about, "name").orElse("-"), OfChange.values(), 1);
    return switch (fault) {
      case NONE -> response(done(request), request, List.of());
      case REFUSED -> refused(request, "The cloud refused.");
      case FAILED_AFTER ->
          response(
              done(request), request, List.of(ProviderDiagnostic.error("Failed", "Half done.")));
      case ANSWER_LOST_BEFORE -> throw new ProviderException("the plugin is gone");
      case ANSWER_LOST_AFTER -> {
        done(request);
        throw new ProviderException("the plugin is gone");
      }
      case KILLED_BEFORE -> throw death.now();
      case KILLED_AFTER -> {
        done(request);
        throw death.now();
      }
      case INTERRUPTED -> {
        user.cancel();
        yield refused(request, "It was cancelled.");
      }
      case INTERRUPTED_AFTER -> {
        user.cancel();
        yield response(done(request), request, List.of());
      }
    };
  }

  private static ApplyResourceChange.Response refused(
      ApplyResourceChange.Request request, String why) {
    return response(
        request.prior(), request, List.of(ProviderDiagnostic.error("Change refused", why)));
  }

  private static ApplyResourceChange.Response response(
      Value value, ApplyResourceChange.Request request, List<ProviderDiagnostic> problems) {
    return new ApplyResourceChange.Response(
        value, request.plannedPrivate(), Optional.empty(), false, problems);
  }

  private Value done(ApplyResourceChange.Request request) {
    if (request.planned().isNull()) {
      text(request.prior(), "id").ifPresent(cloud::remove);
      return request.planned();
    }
    TreeMap<String, Value> result =
        new TreeMap<>(Values.entries(request.planned()).orElse(new TreeMap<>()));
    if (request.prior().isNull()) {
      result.put(
          "id",
          Value.of(
              keyed()
                  ? new String(request.plannedPrivate().toByteArray(), StandardCharsets.UTF_8)
                  : cloud.nextId(type)));
    }
    result.put("stamp", Value.of("size " + result.get("size")));
    Value made = new Value.ObjectValue(result);
    cloud.put(text(made, "id").orElse("?"), text(made, "name").orElse("?"), made);
    return made;
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    List<ProviderDiagnostic> problems = question("import " + request.id());
    return new ImportResourceState.Response(
        problems.isEmpty()
            ? cloud.find(request.id()).stream()
                .map(
                    value ->
                        new ImportResourceState.Imported(
                            request.type(), value, Bytes.EMPTY, Optional.empty()))
                .toList()
            : List.of(),
        Optional.empty(),
        problems);
  }

  private static Value part(Value object, String name) {
    return Values.attribute(object, name).orElse(Values.NULL);
  }

  static Optional<String> text(Value object, String name) {
    return Values.text(part(object, name));
  }
}
