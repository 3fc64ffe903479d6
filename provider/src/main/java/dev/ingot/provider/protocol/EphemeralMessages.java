package dev.ingot.provider.protocol;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.DeferredReason;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ProviderDiagnostic;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages about what lives for one run only. */
final class EphemeralMessages {
  private final ObjectTypes types;

  EphemeralMessages(ObjectTypes types) {
    this.types = types;
  }

  MessageWriter open(EphemeralResource.OpenRequest request) {
    return new MessageWriter()
        .text(1, request.type())
        .message(2, Messages.value(request.config(), types.ephemeral(request.type())))
        .message(3, Messages.capabilities(request.capabilities()));
  }

  EphemeralResource.OpenResponse opened(String type, byte[] answer) throws IOException {
    Type object = types.ephemeral(type);
    Value result = Value.nullOf(object);
    Bytes kept = Bytes.EMPTY;
    Optional<Instant> renewAt = Optional.empty();
    Optional<DeferredReason> deferred = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 2 -> renewAt = Messages.instant(message.message());
        case 3 -> result = Messages.value(message.message(), object);
        case 4 -> kept = Messages.bytes(message);
        case 5 -> deferred = Messages.deferred(message.message());
        default -> {}
      }
    }
    return new EphemeralResource.OpenResponse(result, kept, renewAt, deferred, diagnostics);
  }

  static MessageWriter handle(EphemeralResource.Handle request) {
    return new MessageWriter()
        .text(1, request.type())
        .bytes(2, request.privateData().toByteArray());
  }

  /** Of what is kept with it a new form replaces the old one only if there is one. */
  static EphemeralResource.RenewResponse renewed(EphemeralResource.Handle request, byte[] answer)
      throws IOException {
    Bytes kept = request.privateData();
    Optional<Instant> renewAt = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 -> diagnostics.add(Messages.diagnostic(message.message()));
        case 2 -> renewAt = Messages.instant(message.message());
        case 3 -> kept = Messages.bytes(message);
        default -> {}
      }
    }
    return new EphemeralResource.RenewResponse(kept, renewAt, diagnostics);
  }
}
