package dev.ingot.provider.protocol;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ListResource;
import dev.ingot.provider.ProviderDiagnostic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages about queries. */
final class ListMessages {
  private final ObjectTypes types;

  ListMessages(ObjectTypes types) {
    this.types = types;
  }

  MessageWriter validate(ListResource.Request request) {
    Value withObjects = request.withObjects() ? Values.TRUE : Values.FALSE;
    return new MessageWriter()
        .text(1, request.type())
        .message(2, Messages.value(request.config(), types.list(request.type())))
        .message(3, Messages.value(withObjects, Type.BOOL))
        .message(4, Messages.value(Value.of(request.limit()), Type.NUMBER));
  }

  MessageWriter list(ListResource.Request request) {
    return new MessageWriter()
        .text(1, request.type())
        .message(2, Messages.value(request.config(), types.list(request.type())))
        .flag(3, request.withObjects())
        .number(4, request.limit());
  }

  ListResource.Found found(String type, byte[] event) throws IOException {
    String name = "";
    Optional<Value> identity = Optional.empty();
    Optional<Value> object = Optional.empty();
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(event);
    while (message.next()) {
      switch (message.field()) {
        case 1 ->
            identity = Optional.of(Messages.identity(message.message(), types.identity(type)));
        case 2 -> name = message.text();
        case 3 -> object = Optional.of(Messages.value(message.message(), types.resource(type)));
        case 4 -> diagnostics.add(Messages.diagnostic(message.message()));
        default -> {}
      }
    }
    return new ListResource.Found(name, identity, object, diagnostics);
  }
}
