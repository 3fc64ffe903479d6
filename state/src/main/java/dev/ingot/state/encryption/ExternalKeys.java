package dev.ingot.state.encryption;

import dev.ingot.lang.value.ValueJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Keys of a program. Rules: the external key provider of OpenTofu 1.12, protocol 1. */
record ExternalKeys(External program) implements KeySource {
  static final String MAGIC = "OpenTofu-External-Key-Provider";

  private static final String NOTHING = "null";
  private static final String DATA = "external_data";

  @Override
  public Key create(SortedMap<String, byte[]> others) {
    KeyMeta answer = program.ask(bytes(NOTHING));
    byte[] key = key(answer, "encryption_key");
    String meta =
        answer
            .object("meta")
            .flatMap(found -> found.object(DATA))
            .map(data -> ValueJson.format(data.json()))
            .orElse(NOTHING);
    return new Key(key, Optional.of(bytes("{\"" + DATA + "\":" + meta + "}")));
  }

  @Override
  public byte[] restore(Optional<byte[]> kept, Map<String, byte[]> others) {
    // Without data of its own the program gets nothing at all.
    byte[] input =
        kept.flatMap(KeyMeta::read)
            .flatMap(meta -> meta.object(DATA).map(_ -> meta))
            .map(meta -> bytes(ValueJson.format(meta.json())))
            .orElseGet(() -> bytes(NOTHING));
    return key(program.ask(input), "decryption_key");
  }

  private byte[] key(KeyMeta answer, String name) {
    return answer
        .object("keys")
        .flatMap(keys -> keys.bytes(name))
        .orElseThrow(() -> program.failed("gave no " + name + "."));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
