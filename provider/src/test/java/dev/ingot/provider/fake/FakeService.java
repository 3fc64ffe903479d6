package dev.ingot.provider.fake;

import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.msgpack.ValueDecoder;
import dev.ingot.plugin.msgpack.ValueEncoder;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.ApplyResourceChange;
import dev.ingot.provider.CallContext;
import dev.ingot.provider.ClientCapabilities;
import dev.ingot.provider.EphemeralResource;
import dev.ingot.provider.ImportResourceState;
import dev.ingot.provider.PlanResourceChange;
import dev.ingot.provider.Provider;
import dev.ingot.provider.ProviderDiagnostic;
import dev.ingot.provider.RawState;
import dev.ingot.provider.ReadDataSource;
import dev.ingot.provider.ReadResource;
import dev.ingot.provider.UpgradeResourceState;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers the calls of a protocol with a provider of this process. */
final class FakeService {
  private static final CallContext CONTEXT = CallContext.unlimited();
  private static final ClientCapabilities NONE = ClientCapabilities.NONE;

  private final Provider provider;
  private final int protocol;

  FakeService(Provider provider, int protocol) {
    this.provider = provider;
    this.protocol = protocol;
  }

  /** The fields of a request by number; the last of each. */
  private record Fields(Map<Integer, byte[]> bytes, Map<Integer, Long> numbers) {
    static Fields of(byte[] request) throws IOException {
      Fields fields = new Fields(new HashMap<>(), new HashMap<>());
      MessageReader message = new MessageReader(request);
      while (message.next()) {
        try {
          fields.bytes.put(message.field(), message.bytes());
        } catch (IOException number) {
          fields.numbers.put(message.field(), message.number());
        }
      }
      return fields;
    }

    String text(int field) {
      return new String(
          bytes.getOrDefault(field, new byte[0]), java.nio.charset.StandardCharsets.UTF_8);
    }

    Bytes kept(int field) {
      return Bytes.of(bytes.getOrDefault(field, new byte[0]));
    }

    Value value(int field, Type type) throws IOException {
      return ValueDecoder.decode(
          of(bytes.getOrDefault(field, new byte[0])).bytes.getOrDefault(1, new byte[0]), type);
    }
  }

  private static MessageWriter value(Value value, Type type) {
    return new MessageWriter().bytes(1, ValueEncoder.encode(value, type));
  }

  private static void diagnostics(int field, List<ProviderDiagnostic> all, MessageWriter into) {
    for (ProviderDiagnostic each : all) {
      MessageWriter path = new MessageWriter();
      for (ValuePath.Step step : each.attribute().steps()) {
        if (step instanceof ValuePath.Attribute(String name)) {
          path.message(1, new MessageWriter().text(1, name));
        }
      }
      into.message(
          field,
          new MessageWriter()
              .number(1, each.isError() ? 1 : 2)
              .text(2, each.summary())
              .text(3, each.detail())
              .message(4, path));
    }
  }

  byte[] answer(String name, byte[] request) throws IOException, FakeHttp2Server.Failure {
    Fields fields = Fields.of(request);
    MessageWriter answer = new MessageWriter();
    switch (name) {
      case "GetSchema", "GetProviderSchema" -> {
        return new SchemaWriter(protocol).provider(provider.schema()).toByteArray();
      }
      case "PrepareProviderConfig", "ValidateProviderConfig" ->
          diagnostics(2, provider.validateProviderConfig(config(fields, 1), CONTEXT), answer);
      case "ValidateResourceTypeConfig", "ValidateResourceConfig" ->
          diagnostics(
              1,
              provider.validateResourceConfig(
                  fields.text(1), fields.value(2, resource(fields)), NONE, CONTEXT),
              answer);
      case "ValidateDataSourceConfig", "ValidateDataResourceConfig" -> {}
      case "Configure", "ConfigureProvider" ->
          diagnostics(
              1, provider.configure(config(fields, 2), fields.text(1), NONE, CONTEXT), answer);
      case "UpgradeResourceState" -> upgrade(fields, answer);
      case "ReadResource" -> read(fields, answer);
      case "PlanResourceChange" -> plan(fields, answer);
      case "ApplyResourceChange" -> apply(fields, answer);
      case "ImportResourceState" -> find(fields, answer);
      case "ReadDataSource" -> readData(fields, answer);
      case "OpenEphemeralResource" -> open(fields, answer);
      case "Stop", "StopProvider" -> provider.stop();
      default -> throw new FakeHttp2Server.Failure(12, "unknown method " + name);
    }
    return answer.toByteArray();
  }

  private Value config(Fields fields, int field) throws IOException {
    return fields.value(field, provider.schema().provider().impliedType());
  }

  private Type resource(Fields fields) {
    return resource(fields.text(1));
  }

  private Type resource(String name) {
    return provider.schema().resourceType(name).orElseThrow().block().impliedType();
  }

  private void upgrade(Fields fields, MessageWriter answer) throws IOException {
    Fields raw = Fields.of(fields.bytes.getOrDefault(3, new byte[0]));
    RawState state =
        raw.bytes.containsKey(1)
            ? new RawState.Json(raw.text(1))
            : new RawState.Flat(new TreeMap<>());
    UpgradeResourceState.Response response =
        provider.upgradeResourceState(
            new UpgradeResourceState.Request(
                fields.text(1), fields.numbers.getOrDefault(2, 0L), state),
            CONTEXT);
    answer.message(1, value(response.value(), resource(fields)));
    diagnostics(2, response.diagnostics(), answer);
  }

  private void read(Fields fields, MessageWriter answer) throws IOException {
    ReadResource.Response response =
        provider.readResource(
            new ReadResource.Request(
                fields.text(1),
                fields.value(2, resource(fields)),
                fields.kept(3),
                Values.NULL,
                Optional.empty(),
                NONE),
            CONTEXT);
    answer
        .message(1, value(response.value(), resource(fields)))
        .bytes(3, response.privateData().toByteArray());
    diagnostics(2, response.diagnostics(), answer);
  }

  private void plan(Fields fields, MessageWriter answer) throws IOException {
    Type type = resource(fields);
    PlanResourceChange.Response response =
        provider.planResourceChange(
            new PlanResourceChange.Request(
                fields.text(1),
                fields.value(2, type),
                fields.value(3, type),
                fields.value(4, type),
                fields.kept(5),
                Values.NULL,
                Optional.empty(),
                NONE),
            CONTEXT);
    answer.message(1, value(response.planned(), type));
    for (ValuePath path : response.requiresReplace()) {
      MessageWriter steps = new MessageWriter();
      for (ValuePath.Step step : path.steps()) {
        if (step instanceof ValuePath.Attribute(String name)) {
          steps.message(1, new MessageWriter().text(1, name));
        }
      }
      answer.message(2, steps);
    }
    answer.bytes(3, response.plannedPrivate().toByteArray());
    diagnostics(4, response.diagnostics(), answer);
  }

  private void apply(Fields fields, MessageWriter answer) throws IOException {
    Type type = resource(fields);
    ApplyResourceChange.Response response =
        provider.applyResourceChange(
            new ApplyResourceChange.Request(
                fields.text(1),
                fields.value(2, type),
                fields.value(3, type),
                fields.value(4, type),
                fields.kept(5),
                Values.NULL,
                Optional.empty()),
            CONTEXT);
    answer.message(1, value(response.value(), type)).bytes(2, response.privateData().toByteArray());
    diagnostics(3, response.diagnostics(), answer);
  }

  private void find(Fields fields, MessageWriter answer) {
    ImportResourceState.Response response =
        provider.importResourceState(
            new ImportResourceState.Request(fields.text(1), fields.text(2), Optional.empty(), NONE),
            CONTEXT);
    for (ImportResourceState.Imported each : response.imported()) {
      answer.message(
          1,
          new MessageWriter()
              .text(1, each.type())
              .message(2, value(each.value(), resource(each.type())))
              .bytes(3, each.privateData().toByteArray()));
    }
    diagnostics(2, response.diagnostics(), answer);
  }

  private void readData(Fields fields, MessageWriter answer) throws IOException {
    Type type = provider.schema().dataSource(fields.text(1)).orElseThrow().block().impliedType();
    ReadDataSource.Response response =
        provider.readDataSource(
            new ReadDataSource.Request(fields.text(1), fields.value(2, type), Values.NULL, NONE),
            CONTEXT);
    answer.message(1, value(response.value(), type));
    diagnostics(2, response.diagnostics(), answer);
  }

  private void open(Fields fields, MessageWriter answer) throws IOException {
    Type type =
        provider.schema().ephemeralResource(fields.text(1)).orElseThrow().block().impliedType();
    EphemeralResource.OpenResponse response =
        provider.openEphemeral(
            new EphemeralResource.OpenRequest(fields.text(1), fields.value(2, type), NONE),
            CONTEXT);
    answer.message(3, value(response.result(), type));
    diagnostics(1, response.diagnostics(), answer);
  }
}
