package dev.ingot.state.encryption;

import dev.ingot.state.format.JsonSink;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Programs encrypt and decrypt. Rules: the external method of OpenTofu 1.12, protocol 1. */
record ExternalMethod(
    String name, Optional<KeyProvider> keys, External encrypting, External decrypting)
    implements Method {
  static final String MAGIC = "OpenTofu-External-Encryption-Method";

  private static final String PAYLOAD = "payload";

  @Override
  public byte[] encrypt(byte[] plain, SortedMap<String, byte[]> meta) {
    return run(encrypting, keys.map(provider -> provider.encrypting(meta)), plain);
  }

  @Override
  public byte[] decrypt(byte[] data, Map<String, byte[]> meta) {
    return run(decrypting, keys.map(provider -> provider.decrypting(meta)), data);
  }

  private static byte[] run(External program, Optional<byte[]> key, byte[] payload) {
    JsonSink input = JsonSink.compact().beginObject();
    key.ifPresent(bytes -> input.name("key").value(Base64.getEncoder().encodeToString(bytes)));
    input.name(PAYLOAD).value(Base64.getEncoder().encodeToString(payload));
    return program
        .ask(input.endObject().toByteArray())
        .bytes(PAYLOAD)
        .orElseThrow(() -> program.failed("gave no " + PAYLOAD + "."));
  }
}
