package dev.ingot.provider.protocol;

import dev.ingot.lang.Severity;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.plugin.msgpack.ValueDecoder;
import dev.ingot.plugin.msgpack.ValueEncoder;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.DeferredReason;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.RawState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** The messages that many calls have in common. Both protocols have the same. */
final class Messages {
  private Messages() {}

  /** A value, for a field of its own. */
  static MessageWriter value(Value value, Type type) {
    return new MessageWriter().bytes(1, ValueEncoder.encode(value, type));
  }

  /** The value of a field. */
  static Value value(MessageReader message, Type type) throws IOException {
    byte[] packed = new byte[0];
    byte[] json = new byte[0];
    while (message.next()) {
      switch (message.field()) {
        case 1 -> packed = message.bytes();
        case 2 -> json = message.bytes();
        default -> {}
      }
    }
    if (packed.length > 0) {
      return ValueDecoder.decode(packed, type);
    }
    if (json.length == 0) {
      return Value.nullOf(type);
    }
    try {
      return ValueJson.parse(new String(json, StandardCharsets.UTF_8), type);
    } catch (ValueJsonException | JacksonException e) {
      throw new MalformedMessageException("a value is not JSON of its type: " + e.getMessage());
    }
  }

  static MessageWriter identity(Value value, Type type) {
    return new MessageWriter().message(1, value(value, type));
  }

  static Value identity(MessageReader message, Type type) throws IOException {
    Value identity = Value.nullOf(type);
    while (message.next()) {
      if (message.field() == 1) {
        identity = value(message.message(), type);
      }
    }
    return identity;
  }

  static MessageWriter rawState(RawState state) {
    return switch (state) {
      case RawState.Json(String text) -> new MessageWriter().text(1, text);
      case RawState.Flat(var values) -> {
        MessageWriter flat = new MessageWriter();
        values.forEach(
            (key, value) -> flat.message(2, new MessageWriter().text(1, key).text(2, value)));
        yield flat;
      }
    };
  }

  static MessageWriter capabilities(ClientCapabilities capabilities) {
    return new MessageWriter()
        .flag(1, capabilities.deferralAllowed())
        .flag(2, capabilities.writeOnlyAttributesAllowed());
  }

  static Bytes bytes(MessageReader message) throws MalformedMessageException {
    return Bytes.of(message.bytes());
  }

  static Optional<DeferredReason> deferred(MessageReader message) throws MalformedMessageException {
    DeferredReason reason = DeferredReason.UNKNOWN;
    while (message.next()) {
      if (message.field() == 1) {
        reason =
            switch (Math.clamp(message.number(), 0, 4)) {
              case 1 -> DeferredReason.RESOURCE_CONFIG_UNKNOWN;
              case 2 -> DeferredReason.PROVIDER_CONFIG_UNKNOWN;
              case 3 -> DeferredReason.ABSENT_PREREQUISITE;
              default -> DeferredReason.UNKNOWN;
            };
      }
    }
    return Optional.of(reason);
  }

  static Optional<Instant> instant(MessageReader message) throws MalformedMessageException {
    long seconds = 0;
    long nanos = 0;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> seconds = message.number();
        case 2 -> nanos = message.number();
        default -> {}
      }
    }
    try {
      return Optional.of(Instant.ofEpochSecond(seconds, nanos));
    } catch (DateTimeException | ArithmeticException e) {
      throw new MalformedMessageException("a timestamp is out of range");
    }
  }

  static ProviderDiagnostic diagnostic(MessageReader message) throws MalformedMessageException {
    // What has no known severity must not pass for harmless.
    Severity severity = Severity.ERROR;
    String summary = "";
    String detail = "";
    ValuePath attribute = ValuePath.ROOT;
    while (message.next()) {
      switch (message.field()) {
        case 1 -> severity = message.number() == 2 ? Severity.WARNING : Severity.ERROR;
        case 2 -> summary = message.text();
        case 3 -> detail = message.text();
        case 4 -> attribute = path(message.message());
        default -> {}
      }
    }
    return new ProviderDiagnostic(severity, summary, detail, attribute);
  }

  /** The diagnostics of an answer that has nothing else, in a field. */
  static List<ProviderDiagnostic> diagnostics(byte[] answer, int field)
      throws MalformedMessageException {
    List<ProviderDiagnostic> diagnostics = new ArrayList<>();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      if (message.field() == field) {
        diagnostics.add(diagnostic(message.message()));
      }
    }
    return diagnostics;
  }

  static ValuePath path(MessageReader message) throws MalformedMessageException {
    ValuePath path = ValuePath.ROOT;
    while (message.next()) {
      if (message.field() == 1) {
        path = step(path, message.message());
      }
    }
    return path;
  }

  private static ValuePath step(ValuePath path, MessageReader step)
      throws MalformedMessageException {
    ValuePath longer = path;
    while (step.next()) {
      longer =
          switch (step.field()) {
            case 1 -> path.attribute(step.text());
            case 2 -> path.index(step.text());
            case 3 -> path.index(step.number());
            default -> longer;
          };
    }
    return longer;
  }
}
