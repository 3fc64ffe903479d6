package dev.ingot.provider.protocol;

import dev.ingot.lang.value.Value;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.ListResource;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A provider behind one of the protocols. It is started by the first call that can't be answered
 * from what is known of it; its schema often can. Rules: the published interfaces of the protocols
 * 5 and 6.
 */
public final class ProtocolProvider implements Provider {
  private static final byte[] NOTHING = {};

  private final ProviderClient client;
  private final SchemaCache cache;
  private final ReentrantLock describing = new ReentrantLock();
  private volatile Optional<Described> described = Optional.empty();

  /** Whether the process was asked for its schema, which some must be before all else. */
  private volatile boolean asked;

  /** What is known of the provider. */
  private record Described(ProviderSchema schema, ObjectTypes types, boolean fromCache) {}

  /**
   * Nothing is started by this.
   *
   * @param cache what is kept of its schema
   */
  public ProtocolProvider(ProviderClient client, SchemaCache cache) {
    this.client = client;
    this.cache = cache;
  }

  @Override
  public ProviderSchema schema() {
    return described().schema();
  }

  private Described described() {
    Optional<Described> known = described;
    if (known.isPresent()) {
      return known.get();
    }
    describing.lock();
    try {
      if (described.isEmpty()) {
        described = Optional.of(fromCache().orElseGet(this::ask));
      }
      return described.get();
    } finally {
      describing.unlock();
    }
  }

  private Optional<Described> fromCache() {
    Optional<SchemaCache.Description> kept = cache.read();
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      ProviderSchema schema = DescriptionReader.readSound(kept.get()).schema();
      return Optional.of(new Described(schema, new ObjectTypes(schema), true));
    } catch (IOException e) {
      // Whatever happened to what was kept: the provider itself knows.
      return Optional.empty();
    }
  }

  @Override
  public Optional<ProviderSchema> describedAnew() {
    Described before = described();
    if (!before.fromCache()) {
      return Optional.empty();
    }
    describing.lock();
    try {
      Described now = ask();
      if (sameTypes(now.schema(), before.schema())) {
        return Optional.empty();
      }
      cache.varies();
      described = Optional.of(now);
      return Optional.of(now.schema());
    } finally {
      describing.unlock();
    }
  }

  private static boolean sameTypes(ProviderSchema one, ProviderSchema other) {
    return one.resourceTypes().names().equals(other.resourceTypes().names())
        && one.dataSources().names().equals(other.dataSources().names())
        && one.ephemeralResources().names().equals(other.ephemeralResources().names());
  }

  private Described ask() {
    byte[] schema = client.call(Rpc.SCHEMA, NOTHING);
    byte[] identities = Calls.unlessUnsupported(client, Rpc.IDENTITY_SCHEMAS, NOTHING);
    SchemaCache.Description description =
        new SchemaCache.Description(client.protocol(), schema, identities);
    DescriptionReader.Read read =
        Calls.understood(client, Rpc.SCHEMA, () -> DescriptionReader.read(description));
    List<ProviderDiagnostic> errors =
        read.diagnostics().stream().filter(ProviderDiagnostic::isError).toList();
    if (!errors.isEmpty()) {
      throw new ProviderException(
          "it cannot describe itself: "
              + errors.getFirst().summary()
              + (errors.getFirst().detail().isEmpty() ? "" : ": " + errors.getFirst().detail()));
    }
    asked = true;
    cache.write(description);
    return new Described(read.schema(), new ObjectTypes(read.schema()), false);
  }

  /** Makes a call; a process that has to be asked for its schema first is. */
  private byte[] call(Rpc rpc, MessageWriter request) {
    askFirst();
    return client.call(rpc, request.toByteArray());
  }

  private void askFirst() {
    Described known = described();
    if (!asked && known.fromCache() && !known.schema().capabilities().getProviderSchemaOptional()) {
      describing.lock();
      try {
        if (!asked) {
          byte[] _ = client.call(Rpc.SCHEMA, NOTHING);
          asked = true;
        }
      } finally {
        describing.unlock();
      }
    }
  }

  private ResourceMessages resources() {
    return new ResourceMessages(described().types());
  }

  private ObjectTypes types() {
    return described().types();
  }

  private List<ProviderDiagnostic> diagnosed(Rpc rpc, MessageWriter request, int field) {
    byte[] answer = call(rpc, request);
    return Calls.understood(client, rpc, () -> Messages.diagnostics(answer, field));
  }

  @Override
  public List<ProviderDiagnostic> validateProviderConfig(Value config, CallContext context) {
    MessageWriter request =
        new MessageWriter().message(1, Messages.value(config, types().provider()));
    return diagnosed(Rpc.VALIDATE_PROVIDER, request, 2);
  }

  @Override
  public List<ProviderDiagnostic> validateResourceConfig(
      String type, Value config, ClientCapabilities capabilities, CallContext context) {
    MessageWriter request =
        new MessageWriter()
            .text(1, type)
            .message(2, Messages.value(config, types().resource(type)))
            .message(3, Messages.capabilities(capabilities));
    return diagnosed(Rpc.VALIDATE_RESOURCE, request, 1);
  }

  @Override
  public List<ProviderDiagnostic> validateDataSourceConfig(
      String type, Value config, CallContext context) {
    MessageWriter request =
        new MessageWriter()
            .text(1, type)
            .message(2, Messages.value(config, types().dataSource(type)));
    return diagnosed(Rpc.VALIDATE_DATA_SOURCE, request, 1);
  }

  @Override
  public List<ProviderDiagnostic> validateEphemeralConfig(
      String type, Value config, CallContext context) {
    MessageWriter request =
        new MessageWriter()
            .text(1, type)
            .message(2, Messages.value(config, types().ephemeral(type)));
    return diagnosed(Rpc.VALIDATE_EPHEMERAL, request, 1);
  }

  @Override
  public List<ProviderDiagnostic> configure(
      Value config, String clientVersion, ClientCapabilities capabilities, CallContext context) {
    MessageWriter request =
        new MessageWriter()
            .text(1, clientVersion)
            .message(2, Messages.value(config, types().provider()))
            .message(3, Messages.capabilities(capabilities));
    return diagnosed(Rpc.CONFIGURE, request, 1);
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceState(
      UpgradeResourceState.Request request, CallContext context) {
    byte[] answer = call(Rpc.UPGRADE_STATE, ResourceMessages.upgrade(request));
    return Calls.understood(
        client, Rpc.UPGRADE_STATE, () -> resources().upgraded(request.type(), answer));
  }

  @Override
  public UpgradeResourceState.Response upgradeResourceIdentity(
      UpgradeResourceState.Request request, CallContext context) {
    byte[] answer = call(Rpc.UPGRADE_IDENTITY, ResourceMessages.upgrade(request));
    return Calls.understood(
        client, Rpc.UPGRADE_IDENTITY, () -> resources().upgradedIdentity(request.type(), answer));
  }

  @Override
  public ReadResource.Response readResource(ReadResource.Request request, CallContext context) {
    byte[] answer = call(Rpc.READ, resources().read(request));
    return Calls.understood(client, Rpc.READ, () -> resources().readAnswer(request.type(), answer));
  }

  @Override
  public PlanResourceChange.Response planResourceChange(
      PlanResourceChange.Request request, CallContext context) {
    byte[] answer = call(Rpc.PLAN, resources().plan(request));
    return Calls.understood(client, Rpc.PLAN, () -> resources().planned(request.type(), answer));
  }

  @Override
  public ApplyResourceChange.Response applyResourceChange(
      ApplyResourceChange.Request request, CallContext context) {
    byte[] answer = call(Rpc.APPLY, resources().apply(request));
    return Calls.understood(client, Rpc.APPLY, () -> resources().applied(request.type(), answer));
  }

  @Override
  public ImportResourceState.Response importResourceState(
      ImportResourceState.Request request, CallContext context) {
    byte[] answer = call(Rpc.IMPORT, resources().find(request));
    return Calls.understood(client, Rpc.IMPORT, () -> resources().found(answer));
  }

  @Override
  public MoveResourceState.Response moveResourceState(
      MoveResourceState.Request request, CallContext context) {
    byte[] answer = call(Rpc.MOVE, ResourceMessages.move(request));
    return Calls.understood(
        client, Rpc.MOVE, () -> resources().moved(request.targetType(), answer));
  }

  @Override
  public ReadDataSource.Response readDataSource(
      ReadDataSource.Request request, CallContext context) {
    byte[] answer = call(Rpc.READ_DATA, resources().readData(request));
    return Calls.understood(
        client, Rpc.READ_DATA, () -> resources().readDataAnswer(request.type(), answer));
  }

  @Override
  public EphemeralResource.OpenResponse openEphemeral(
      EphemeralResource.OpenRequest request, CallContext context) {
    EphemeralMessages messages = new EphemeralMessages(types());
    byte[] answer = call(Rpc.OPEN_EPHEMERAL, messages.open(request));
    return Calls.understood(
        client, Rpc.OPEN_EPHEMERAL, () -> messages.opened(request.type(), answer));
  }

  @Override
  public EphemeralResource.RenewResponse renewEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    byte[] answer = call(Rpc.RENEW_EPHEMERAL, EphemeralMessages.handle(request));
    return Calls.understood(
        client, Rpc.RENEW_EPHEMERAL, () -> EphemeralMessages.renewed(request, answer));
  }

  @Override
  public List<ProviderDiagnostic> closeEphemeral(
      EphemeralResource.Handle request, CallContext context) {
    return diagnosed(Rpc.CLOSE_EPHEMERAL, EphemeralMessages.handle(request), 1);
  }

  @Override
  public List<ProviderDiagnostic> listResource(
      ListResource.Request request, CallContext context, Consumer<ListResource.Found> found) {
    ListMessages messages = new ListMessages(types());
    List<ProviderDiagnostic> wrong = diagnosed(Rpc.VALIDATE_LIST, messages.validate(request), 1);
    if (wrong.stream().noneMatch(ProviderDiagnostic::isError)) {
      askFirst();
      client.stream(
          Rpc.LIST,
          messages.list(request).toByteArray(),
          event ->
              found.accept(
                  Calls.understood(client, Rpc.LIST, () -> messages.found(request.type(), event))));
    }
    return wrong;
  }

  @Override
  public CallFunction.Response callFunction(CallFunction.Request request, CallContext context) {
    if (!schema().functions().containsKey(request.name())) {
      return new CallFunction.Failure(
          "the provider has no function named " + request.name(), OptionalInt.empty());
    }
    FunctionMessages messages = new FunctionMessages(schema());
    byte[] answer = call(Rpc.FUNCTION, messages.call(request));
    return Calls.understood(client, Rpc.FUNCTION, () -> messages.result(request.name(), answer));
  }

  /** Asks for nothing where nothing was started. */
  @Override
  public void stop() {
    if (client.isStarted()) {
      byte[] answer = client.call(Rpc.STOP, NOTHING);
      String error = Calls.understood(client, Rpc.STOP, () -> Calls.stopError(answer));
      if (!error.isEmpty()) {
        throw new ProviderException("it did not stop: " + error);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
