package dev.ingot.provider.process;

import dev.ingot.address.AddressException;
import dev.ingot.address.ProviderAddress;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValueJson;
import dev.ingot.lang.value.ValueJsonException;
import dev.ingot.lang.value.Values;
import dev.ingot.plugin.Handshake.Address;
import dev.ingot.provider.ProviderException;
import dev.ingot.provider.protocol.Protocol;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * A provider that runs already, as the environment variable {@link #VARIABLE} names it.
 *
 * @param protocol which protocol it speaks
 * @param address where it listens
 */
public record Reattachment(Protocol protocol, Address address) {
  /** The environment variable. */
  public static final String VARIABLE = "TF_REATTACH_PROVIDERS";

  /**
   * Reads the variable's value: an object of the providers' addresses. Rules: the documentation of
   * provider development.
   *
   * @param environment the environment variables
   */
  public static Result<Map<ProviderAddress, Reattachment>> read(Map<String, String> environment) {
    String json = environment.getOrDefault(VARIABLE, "");
    if (json.isEmpty()) {
      return Result.of(Map.of(), List.of());
    }
    try {
      Map<ProviderAddress, Reattachment> all = new TreeMap<>();
      SortedMap<String, Value> entries = entries(ValueJson.parse(json), "it");
      for (Map.Entry<String, Value> entry : entries.entrySet()) {
        all.put(
            ProviderAddress.parse(entry.getKey()),
            one(entries(entry.getValue(), entry.getKey()), entry.getKey()));
      }
      return Result.of(Map.copyOf(all), List.of());
    } catch (JacksonException e) {
      return unusable("it is not JSON: " + e.getOriginalMessage());
    } catch (ValueJsonException | AddressException | ProviderException e) {
      return unusable(String.valueOf(e.getMessage()));
    }
  }

  private static <T> Result<T> unusable(String why) {
    return Result.failed(
        List.of(
            Diagnostic.error(
                "Invalid environment variable", VARIABLE + " can't be used: " + why + ".")));
  }

  private static Reattachment one(SortedMap<String, Value> entry, String name) {
    String kind = text(entry, "Protocol");
    if (!kind.isEmpty() && !kind.equals("grpc")) {
      throw wrong("the Protocol of " + name + " is \"" + kind + "\", which must be \"grpc\"");
    }
    // Providers from before the version was said speak 5.
    int version = number(entry, "ProtocolVersion");
    Protocol protocol =
        Protocol.of(version == 0 ? 5 : version)
            .orElseThrow(() -> wrong(name + " speaks version " + version + " of the protocol"));
    SortedMap<String, Value> address =
        entries(Optional.ofNullable(entry.get("Addr")).orElse(Values.NULL), "Addr of " + name);
    return new Reattachment(protocol, address(text(address, "Network"), text(address, "String")));
  }

  private static Address address(String network, String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (network.equals("unix") && !text.isEmpty()) {
        return new Address.Unix(Path.of(text));
      }
      if (network.equals("tcp") && colon > 0) {
        return new Address.Tcp(
            text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (InvalidPathException | NumberFormatException e) {
      throw wrong("\"" + text + "\" is not an address");
    }
    throw wrong("\"" + network + "\" with \"" + text + "\" is not an address");
  }

  private static SortedMap<String, Value> entries(Value value, String what) {
    if (value instanceof Value.ObjectValue(SortedMap<String, Value> attributes)) {
      return attributes;
    }
    throw wrong(what + " is not an object");
  }

  private static String text(SortedMap<String, Value> entry, String name) {
    return Optional.ofNullable(entry.get(name)).flatMap(Values::text).orElse("");
  }

  private static int number(SortedMap<String, Value> entry, String name) {
    return Optional.ofNullable(entry.get(name))
        .flatMap(Values::numberOf)
        .map(number -> number.asInt().orElse(-1))
        .orElse(0);
  }

  private static ProviderException wrong(String what) {
    return new ProviderException(what);
  }
}
