package dev.ingot.provider.protocol;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.DeferredReason;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.MoveResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages about objects of resources and data sources. */
final class ResourceMessages {
  private final ObjectTypes types;

  ResourceMessages(ObjectTypes types) {
    this.types = types;
  }

  /** Adds what a module says to the provider, where the provider takes anything. */
  private void meta(int field, Value meta, MessageWriter request) {
    Optional<Type> type = types.providerMeta();
    if (type.isPresent()) {
      request.message(field, Messages.value(meta, type.get()));
    }
  }

  private void identity(int field, String type, Optional<Value> identity, MessageWriter request) {
    if (identity.isPresent()) {
      request.message(field, Messages.identity(identity.get(), types.identity(type)));
    }
  }

  static MessageWriter upgrade(UpgradeResourceState.Request request) {
    return new MessageWriter()
        .text(1, request.type())
        .number(2, request.version())
        .message(3, Messages.rawState(request.state()));
  }

  UpgradeResourceState.Response upgraded(String type, byte[] answer) throws IOException {
    Value value = Value.nullOf(types.resource(type));
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.value(message.message(), types.resource(type));
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        default -> {}
      }
    }
    return new UpgradeResourceState.Response(value, diagnostics);
  }

  UpgradeResourceState.Response upgradedIdentity(String type, byte[] answer) throws IOException {
    Value value = Value.nullOf(types.identity(type));
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.identity(message.message(), types.identity(type));
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        default -> {}
      }
    }
    return new UpgradeResourceState.Response(value, diagnostics);
  }

  MessageWriter read(ReadResource.Request request) {
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.type())
            .message(2, Messages.value(request.current(), types.resource(request.type())))
            .bytes(3, request.privateData().toByteArray());
    meta(4, request.providerMeta(), writer);
    writer.message(5, Messages.capabilities(request.capabilities()));
    identity(6, request.type(), request.identity(), writer);
    return writer;
  }

  ReadResource.Response readAnswer(String type, byte[] answer) throws IOException {
    Value value = Value.nullOf(types.resource(type));
    Bytes kept = Bytes.EMPTY;
    Optional<DeferredReason> deferred = Optional.empty();
    Optional<Value> identity = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.value(message.message(), types.resource(type));
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 3 -> kept = Messages.bytes(message);
        case 4 -> deferred = Messages.deferred(message.message());
        case 5 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        default -> {}
      }
    }
    return new ReadResource.Response(value, kept, deferred, identity, diagnostics);
  }

  MessageWriter plan(PlanResourceChange.Request request) {
    Type type = types.resource(request.type());
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.type())
            .message(2, Messages.value(request.prior(), type))
            .message(3, Messages.value(request.proposedNew(), type))
            .message(4, Messages.value(request.config(), type))
            .bytes(5, request.priorPrivate().toByteArray());
    meta(6, request.providerMeta(), writer);
    writer.message(7, Messages.capabilities(request.capabilities()));
    identity(8, request.type(), request.priorIdentity(), writer);
    return writer;
  }

  PlanResourceChange.Response planned(String type, byte[] answer) throws IOException {
    Value planned = Value.nullOf(types.resource(type));
    List<ValuePath> replace = new ArrayList<>();
    Bytes kept = Bytes.EMPTY;
    boolean legacy = false;
    Optional<DeferredReason> deferred = Optional.empty();
    Optional<Value> identity = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> planned = Messages.value(message.message(), types.resource(type));
        case 2 -> replace.add(Messages.path(message.message()));
        case 3 -> kept = Messages.bytes(message);
        case 4 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 5 -> legacy = message.flag();
        case 6 -> deferred = Messages.deferred(message.message());
        case 7 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        default -> {}
      }
    }
    return new PlanResourceChange.Response(
        planned, replace, kept, deferred, identity, legacy, diagnostics);
  }

  MessageWriter apply(ApplyResourceChange.Request request) {
    Type type = types.resource(request.type());
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.type())
            .message(2, Messages.value(request.prior(), type))
            .message(3, Messages.value(request.planned(), type))
            .message(4, Messages.value(request.config(), type))
            .bytes(5, request.plannedPrivate().toByteArray());
    meta(6, request.providerMeta(), writer);
    identity(7, request.type(), request.plannedIdentity(), writer);
    return writer;
  }

  ApplyResourceChange.Response applied(String type, byte[] answer) throws IOException {
    Value value = Value.nullOf(types.resource(type));
    Bytes kept = Bytes.EMPTY;
    boolean legacy = false;
    Optional<Value> identity = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.value(message.message(), types.resource(type));
        case 2 -> kept = Messages.bytes(message);
        case 3 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 4 -> legacy = message.flag();
        case 5 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        default -> {}
      }
    }
    return new ApplyResourceChange.Response(value, kept, identity, legacy, diagnostics);
  }

  MessageWriter find(ImportResourceState.Request request) {
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.type())
            .text(2, request.id())
            .message(3, Messages.capabilities(request.capabilities()));
    identity(4, request.type(), request.identity(), writer);
    return writer;
  }

  ImportResourceState.Response found(byte[] answer) throws IOException {
    List<ImportResourceState.Imported> imported = new ArrayList<>();
    Optional<DeferredReason> deferred = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> imported.add(imported(message));
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 3 -> deferred = Messages.deferred(message.message());
        default -> {}
      }
    }
    return new ImportResourceState.Response(imported, deferred, diagnostics);
  }

  private ImportResourceState.Imported imported(MessageReader field) throws IOException {
    // The type says how the rest is read, wherever it stands.
    String type = "";
    for (MessageReader message = field.message(); message.next(); ) {
      type = message.field() == 1 ? message.text() : type;
    }
    Value value = Value.nullOf(types.resource(type));
    Bytes kept = Bytes.EMPTY;
    Optional<Value> identity = Optional.empty();
    for (MessageReader message = field.message(); message.next(); ) {
      switch (message.field()) {
        case 2 -> value = Messages.value(message.message(), types.resource(type));
        case 3 -> kept = Messages.bytes(message);
        case 4 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        default -> {}
      }
    }
    return new ImportResourceState.Imported(type, value, kept, identity);
  }

  static MessageWriter move(MoveResourceState.Request request) {
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.sourceProvider())
            .text(2, request.sourceType())
            .number(3, request.sourceSchemaVersion())
            .message(4, Messages.rawState(request.sourceState()))
            .text(5, request.targetType())
            .bytes(6, request.sourcePrivate().toByteArray());
    if (request.sourceIdentity().isPresent()) {
      writer
          .message(7, Messages.rawState(request.sourceIdentity().get()))
          .number(8, request.sourceIdentitySchemaVersion());
    }
    return writer;
  }

  MoveResourceState.Response moved(String type, byte[] answer) throws IOException {
    Value value = Value.nullOf(types.resource(type));
    Bytes kept = Bytes.EMPTY;
    Optional<Value> identity = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.value(message.message(), types.resource(type));
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 3 -> kept = Messages.bytes(message);
        case 4 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        default -> {}
      }
    }
    return new MoveResourceState.Response(value, kept, identity, diagnostics);
  }

  MessageWriter readData(ReadDataSource.Request request) {
    MessageWriter writer =
        new MessageWriter()
            .text(1, request.type())
            .message(2, Messages.value(request.config(), types.dataSource(request.type())));
    meta(3, request.providerMeta(), writer);
    return writer.message(4, Messages.capabilities(request.capabilities()));
  }

  ReadDataSource.Response readDataAnswer(String type, byte[] answer) throws IOException {
    Type object = types.dataSource(type);
    Value value = Value.nullOf(object);
    Optional<DeferredReason> deferred = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> value = Messages.value(message.message(), object);
        case 2 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 3 -> deferred = Messages.deferred(message.message());
        default -> {}
      }
    }
    return new ReadDataSource.Response(value, deferred, diagnostics);
  }
}
