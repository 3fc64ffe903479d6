package dev.ingot.platform.provider;

import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.platform.api.PlatformException;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.InProcessProvider;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.ResourceTypeSchema;
import dev.ingot.provider.ResourceTypes;
import dev.ingot.provider.ServerCapabilities;
import dev.ingot.registry.ImageSelection;
import dev.ingot.registry.Registry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The provider {@code ingot.dev/ingot/ingot}: {@code ingot_machine}, {@code ingot_balancer} and
 * {@code ingot_volume} of this host, and {@code ingot_image} of its registry.
 *
 * <p>The key of a new object is chosen during planning and kept in the plan's private data, so that
 * creating it twice makes one object, and an interrupted creation can be found.
 */
public final class IngotProvider extends InProcessProvider {
  /** Its address; it is part of the program. */
  public static final ProviderAddress ADDRESS = new ProviderAddress("ingot.dev", "ingot", "ingot");

  private static final String KEY_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int KEY_LENGTH = 12;

  private final PlatformAccess platform;
  private final Map<String, ManagedType> types;
  private final ImageData imageData;
  private final ProviderSchema schema;

  /**
   * The provider.
   *
   * @param platform the platform it manages; closed with the provider
   * @param registry the registry of its images; not closed with it
   * @param held digests by {@code bucket:channel}: they override what the channels point to, for
   *     deploying an earlier release again
   * @param random for the keys of new objects
   */
  public IngotProvider(
      PlatformAccess platform,
      Registry registry,
      Map<String, String> held,
      RandomGenerator random) {
    this.platform = platform;
    ImageSelection images = new ImageSelection(registry, held);
    Supplier<String> keys = () -> key(random);
    this.types =
        Map.of(
            "ingot_machine", new MachineType(platform, images, keys),
            "ingot_balancer", new BalancerType(platform, keys),
            "ingot_volume", new VolumeType(platform));
    this.imageData = new ImageData(images);
    TreeMap<String, ResourceTypeSchema> resources = new TreeMap<>();
    types.forEach((name, type) -> resources.put(name, ResourceTypeSchema.of(type.schema())));
    this.schema =
        new ProviderSchema(
            Schema.EMPTY,
            Optional.empty(),
            ResourceTypes.of(resources),
            ResourceTypes.of(Map.of(ImageData.TYPE, ResourceTypeSchema.of(ImageData.SCHEMA))),
            ResourceTypes.NONE,
            new TreeMap<>(),
            new ServerCapabilities(false, true, false, false, true, false));
  }

  private static String key(RandomGenerator random) {
    StringBuilder key = new StringBuilder(KEY_LENGTH);
    synchronized (random) {
      for (int i = 0; i < KEY_LENGTH; i++) {
        key.append(KEY_LETTERS.charAt(random.nextInt(KEY_LETTERS.length())));
      }
    }
    return key.toString();
  }

  @Override
  public ProviderSchema schema() {
    return schema;
  }

  private ManagedType type(String name) {
    ManagedType type = types.get(name);
    if (type == null) {
      throw new dev.ingot.provider.ProviderException(
          "The provider " + ADDRESS + " has no resource type " + name + ".");
    }
    return type;
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    return List.copyOf(type(type).validate(new Attributes(config)));
  }

  @Override
  public List<ProviderDiagnostic> validateDataSourceConfig(
      String type, Value config, CallContext context) {
    return ImageData.validate(new Attributes(config));
  }

  private static Bytes privateData(String key) {
    return Bytes.of(key.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> key(ManagedType type, Value object, Bytes privateData) {
    Optional<String> known = type.key(new Attributes(object));
    return known.isPresent() || privateData.isEmpty()
        ? known
        : Optional.of(new String(privateData.toByteArray(), StandardCharsets.UTF_8));
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    ManagedType type = type(request.type());
    Value gone = Value.nullOf(type.schema().impliedType());
    Optional<String> key = key(type, request.current(), request.privateData());
    try {
      Value found =
          key.isEmpty()
              ? gone
              : type.read(key.get(), new Attributes(request.current())).orElse(gone);
      return readResponse(found, request.privateData(), List.of());
    } catch (PlatformException e) {
      return readResponse(request.current(), request.privateData(), List.of(problem(e)));
    }
  }

  private static ReadResource.Response readResponse(
      Value value, Bytes privateData, List<ProviderDiagnostic> problems) {
    return new ReadResource.Response(
        value, privateData, Optional.empty(), Optional.empty(), problems);
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    if (request.proposedNew().isNull()) {
      return planResponse(request.proposedNew(), List.of(), request.priorPrivate(), List.of());
    }
    ManagedType type = type(request.type());
    boolean creating = request.prior().isNull();
    ManagedType.Planned planned =
        type.plan(
            creating ? Optional.empty() : Optional.of(new Attributes(request.prior())),
            new Attributes(request.proposedNew()));
    Bytes kept =
        creating
            ? privateData(type.newKey(new Attributes(planned.value())))
            : request.priorPrivate();
    return planResponse(
        planned.value(),
        planned.replace().stream().map(ValuePath.ROOT::attribute).toList(),
        kept,
        planned.diagnostics());
  }

  private static PlanResourceChange.Response planResponse(
      Value value, List<ValuePath> replace, Bytes privateData, List<ProviderDiagnostic> problems) {
    return new PlanResourceChange.Response(
        value, replace, privateData, Optional.empty(), Optional.empty(), false, problems);
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    ManagedType type = type(request.type());
    try {
      if (request.planned().isNull()) {
        Optional<String> key = key(type, request.prior(), request.plannedPrivate());
        if (key.isPresent()) {
          type.destroy(key.get());
        }
        return applyResponse(request.planned(), Bytes.EMPTY, List.of());
      }
      Attributes planned = new Attributes(request.planned());
      boolean creating = request.prior().isNull();
      String key =
          key(type, creating ? Values.NULL : request.prior(), request.plannedPrivate())
              .filter(found -> !found.isEmpty())
              .orElseGet(() -> type.newKey(planned));
      ManagedType.Applied applied =
          creating ? type.create(key, planned) : type.update(key, planned);
      return applyResponse(applied.value(), privateData(key), applied.diagnostics());
    } catch (PlatformException e) {
      return applyResponse(request.prior(), request.plannedPrivate(), List.of(problem(e)));
    }
  }

  private static ApplyResourceChange.Response applyResponse(
      Value value, Bytes privateData, List<ProviderDiagnostic> problems) {
    return new ApplyResourceChange.Response(value, privateData, Optional.empty(), false, problems);
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    ManagedType type = type(request.type());
    try {
      Attributes empty = new Attributes(type.schema().emptyValue());
      Optional<Value> found = type.read(request.id(), empty);
      List<ImportResourceState.Imported> imported =
          found.stream()
              .map(
                  value ->
                      new ImportResourceState.Imported(
                          request.type(), value, privateData(request.id()), Optional.empty()))
              .toList();
      List<ProviderDiagnostic> problems =
          imported.isEmpty()
              ? List.of(
                  ProviderDiagnostic.error(
                      "Cannot import non-existent object",
                      "There is no " + request.type() + " \"" + request.id() + "\" on this host."))
              : List.of();
      return new ImportResourceState.Response(imported, Optional.empty(), problems);
    } catch (PlatformException e) {
      return new ImportResourceState.Response(List.of(), Optional.empty(), List.of(problem(e)));
    }
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    return request.type().equals(ImageData.TYPE)
        ? imageData.read(new Attributes(request.config()))
        : super.readDataSource(request, context);
  }

  private static ProviderDiagnostic problem(PlatformException e) {
    String summary =
        switch (e.code()) {
          case INVALID -> "Invalid request";
          case NOT_FOUND -> "Object not found";
          case CONFLICT -> "Conflicts with an existing object";
          case PORT_TAKEN -> "Port already in use";
          case FORBIDDEN -> "Permission denied";
          case NO_SPACE -> "Disk full";
          case UNREACHABLE -> "Agent unreachable";
          case TIMEOUT -> "Timeout";
          case FAILED -> "Platform error";
        };
    return ProviderDiagnostic.error(summary, e.describe());
  }

  @Override
  public void close() {
    platform.close();
  }
}
