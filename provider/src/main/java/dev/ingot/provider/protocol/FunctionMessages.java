package dev.ingot.provider.protocol;

import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.plugin.protobuf.MalformedMessageException;
import dev.ingot.plugin.protobuf.MessageReader;
import dev.ingot.plugin.protobuf.MessageWriter;
import dev.ingot.provider.CallFunction;
import dev.ingot.provider.FunctionSignature;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.ProviderSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The messages about calls of functions. */
final class FunctionMessages {
  private final ProviderSchema schema;

  FunctionMessages(ProviderSchema schema) {
    this.schema = schema;
  }

  private FunctionSignature signature(String name) {
    return Optional.ofNullable(schema.functions().get(name))
        .orElseThrow(() -> new ProviderException("it has no function named \"" + name + "\""));
  }

  MessageWriter call(CallFunction.Request request) {
    FunctionSignature signature = signature(request.name());
    MessageWriter writer = new MessageWriter().text(1, request.name());
    List<Value> arguments = request.arguments();
    for (int i = 0; i < arguments.size(); i++) {
      writer.message(2, Messages.value(arguments.get(i), type(signature, i)));
    }
    return writer;
  }

  private static Type type(FunctionSignature signature, int argument) {
    return argument < signature.parameters().size()
        ? signature.parameters().get(argument).type()
        : signature.variadic().map(FunctionSignature.Parameter::type).orElse(Type.DYNAMIC);
  }

  CallFunction.Response result(String name, byte[] answer) throws IOException {
    Optional<Value> value = Optional.empty();
    MessageReader message = new MessageReader(answer);
    while (message.next()) {
      switch (message.field()) {
        case 1 ->
            value = Optional.of(Messages.value(message.message(), signature(name).returnType()));
        case 2 -> {
          return failure(message.message());
        }
        default -> {}
      }
    }
    return new CallFunction.Result(
        value.orElseThrow(() -> new MalformedMessageException("there is no result")));
  }

  private static CallFunction.Failure failure(MessageReader message) throws IOException {
    String text = "";
    OptionalInt argument = OptionalInt.empty();
    while (message.next()) {
      switch (message.field()) {
        case 1 -> text = message.text();
        case 2 -> argument = OptionalInt.of(Math.clamp(message.number(), 0, Integer.MAX_VALUE));
        default -> {}
      }
    }
    return new CallFunction.Failure(text, argument);
  }
}
